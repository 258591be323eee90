#include "collectors/nvidia/nvml_process_list.h"

#include <gmock/gmock.h>

#include <cstring>

namespace mimon::nvidia {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr double kTotal = 80e9;

/// What a driver writes: entries `stride` bytes apart, in a buffer that takes the widest.
std::vector<std::byte> written(const std::vector<abi::ProcessInfoV2>& entries, std::size_t stride,
                               std::byte padding = std::byte{0}) {
  std::vector<std::byte> bytes(entries.size() * kWidestProcessEntry, padding);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    std::memcpy(bytes.data() + i * stride, &entries[i], sizeof entries[i]);
  }
  return bytes;
}

const std::vector<abi::ProcessInfoV2> kThree = {{1001, 30'000'000'000, 1, 0},
                                                {1002, abi::kValueNotAvailable, 2, 0},
                                                {1003, 2'000'000, 0xffffffff, 0xffffffff}};

TEST(DecodeProcesses, TakesTheDocumentedLayout) {
  const auto processes = decode_processes(written(kThree, 24), 3, kTotal);
  ASSERT_THAT(processes, SizeIs(3));
  EXPECT_EQ(processes[0].pid, 1001u);
  EXPECT_EQ(processes[0].memory, 30e9);
  EXPECT_EQ(processes[0].gpu_instance, 1u);
  EXPECT_EQ(processes[1].memory, std::nullopt);
  EXPECT_EQ(processes[2].pid, 1003u);
}

TEST(DecodeProcesses, TakesTheWideLayoutOfEarly535) {
  for (const std::byte padding : {std::byte{0}, std::byte{0xff}}) {
    const auto processes = decode_processes(written(kThree, 32, padding), 3, kTotal);
    ASSERT_THAT(processes, SizeIs(3));
    EXPECT_EQ(processes[1].pid, 1002u);
    EXPECT_EQ(processes[2].pid, 1003u);
    EXPECT_EQ(processes[2].memory, 2e6);
  }
}

TEST(DecodeProcesses, DropsWhatMakesNoSense) {
  const std::vector<abi::ProcessInfoV2> entries = {
      {1001, 200'000'000'000, 0, 0}, {0xffffffff, 5, 0, 0}, {0, 5, 0, 0}, {1004, 7, 0, 0}};
  const auto processes = decode_processes(written(entries, 24), 4, kTotal);
  ASSERT_THAT(processes, SizeIs(2));
  EXPECT_EQ(processes[0].memory, std::nullopt);
  EXPECT_EQ(processes[1].memory, 7.0);
}

TEST(DecodeProcesses, ReadsNoFurtherThanTheBuffer) {
  EXPECT_THAT(decode_processes(written(kThree, 24), 1000, kTotal), SizeIs(3));
  EXPECT_THAT(decode_processes({}, 3, kTotal), IsEmpty());
}

TEST(DecodeProcesses, BelievesMemoryWhereTheTotalIsUnknown) {
  const auto processes = decode_processes(written(kThree, 24), 3, std::nullopt);
  EXPECT_EQ(processes[0].memory, 30e9);
}

abi::Return too_small_at_first(abi::Device, unsigned* count, abi::ProcessInfoV2* entries) {
  constexpr unsigned kThere = 1000;
  const unsigned room = *count;
  *count = kThere;
  if (room < kThere) return abi::Return::insufficient_size;
  for (unsigned i = 0; i < kThere; ++i) entries[i] = {i + 1, i, 0, 0};
  return abi::Return::success;
}

TEST(ReadProcessList, MakesRoomForAll) {
  const ProcessList list = read_process_list({.v3 = too_small_at_first}, nullptr, kTotal);
  EXPECT_EQ(list.code, abi::Return::success);
  EXPECT_THAT(list.processes, SizeIs(1000));
}

TEST(ReadProcessList, GivesUpOnAListThatNeverFits) {
  const auto never = [](abi::Device, unsigned* count, abi::ProcessInfoV2*) {
    *count += 1;
    return abi::Return::insufficient_size;
  };
  EXPECT_EQ(read_process_list({.v3 = never}, nullptr, kTotal).code, abi::Return::insufficient_size);
}

TEST(ReadProcessList, TakesAnOlderVersionWhereTheNewerIsNonsense) {
  const auto nonsense = [](abi::Device, unsigned* count, abi::ProcessInfoV2* entries) {
    *count = 1;
    entries[0] = {0xffffffff, 1, 0, 0};
    return abi::Return::success;
  };
  const auto good = [](abi::Device, unsigned* count, abi::ProcessInfoV1* entries) {
    *count = 1;
    entries[0] = {42, 4096};
    return abi::Return::success;
  };
  const ProcessList list = read_process_list({.v1 = good, .v3 = nonsense}, nullptr, kTotal);
  ASSERT_THAT(list.processes, SizeIs(1));
  EXPECT_EQ(list.processes[0].pid, 42u);
}

TEST(ReadProcessList, SaysWhatTheDriverLacks) {
  EXPECT_EQ(read_process_list({}, nullptr, kTotal).code, abi::Return::function_not_found);
}

}  // namespace
}  // namespace mimon::nvidia
