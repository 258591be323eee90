#include "sampler/process_table.h"

#include <gtest/gtest.h>

namespace mimon {
namespace {

class CountingEnricher final : public ProcessEnricher {
 public:
  explicit CountingEnricher(int& calls) : calls_(calls) {}
  void enrich(const Tick& /*tick*/, std::vector<GpuProcess>& processes) override {
    ++calls_;
    for (GpuProcess& process : processes) process.name = "p" + std::to_string(process.pid);
  }

 private:
  int& calls_;
};

DeviceSample gpu_with(std::vector<std::int64_t> pids) {
  DeviceSample sample;
  for (const auto pid : pids) {
    GpuProcess process;
    process.pid = pid;
    sample.processes.push_back(process);
  }
  return sample;
}

Tick at(int milliseconds) {
  Tick tick;
  tick.mono = MonoTime(std::chrono::hours(1)) + std::chrono::milliseconds(milliseconds);
  return tick;
}

TEST(ProcessTable, AsksOnceForAllGpusAndEveryTwoSeconds) {
  int calls = 0;
  ProcessTable table(std::make_unique<CountingEnricher>(calls));
  std::vector<DeviceSample> samples{gpu_with({7, 8}), gpu_with({7})};
  table.complete(at(0), samples);
  EXPECT_EQ(calls, 1);
  EXPECT_EQ(samples[1].processes[0].name, "p7");
  table.complete(at(1000), samples);
  EXPECT_EQ(calls, 1);
  table.complete(at(2000), samples);
  EXPECT_EQ(calls, 2);
}

TEST(ProcessTable, ANewProcessIsNotMadeToWait) {
  int calls = 0;
  ProcessTable table(std::make_unique<CountingEnricher>(calls));
  std::vector<DeviceSample> samples{gpu_with({7})};
  table.complete(at(0), samples);
  samples = {gpu_with({7, 9})};
  table.complete(at(1000), samples);
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(samples[0].processes[1].name, "p9");
}

}  // namespace
}  // namespace mimon
