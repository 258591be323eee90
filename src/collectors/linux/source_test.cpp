#include "collectors/linux/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <sstream>

#include "collectors/linux/hanging_call.h"
#include "collectors/linux/scan.h"
#include "collectors/linux/testing.h"

namespace mimon::host {
namespace {

TEST(AbsenceOf, TellsMissingFromForbiddenFromBroken) {
  EXPECT_EQ(absence_of(errno_error(ENOENT, "f")), Absence::unsupported);
  EXPECT_EQ(absence_of(errno_error(EOPNOTSUPP, "f")), Absence::unsupported);
  EXPECT_EQ(absence_of(errno_error(EACCES, "f")), Absence::denied);
  EXPECT_EQ(absence_of(errno_error(EPERM, "f")), Absence::denied);
  EXPECT_EQ(absence_of(errno_error(EIO, "f")), Absence::failed);
}

TEST(Source, RemembersWhyItGaveNothing) {
  const TestTree tree;
  Source source(tree.files(), "/proc/stat");
  EXPECT_FALSE(source.read());
  EXPECT_EQ(source.absence(), Absence::unsupported);
  EXPECT_THAT(source.failure(), testing::HasSubstr("/proc/stat"));
  tree.write("/proc/stat", "cpu");
  EXPECT_EQ(source.read(), "cpu");
}

TEST(Source, ForbiddenIsDenied) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TestTree tree;
  tree.write("/secret", "1");
  chmod(tree.files().path("/secret").c_str(), 0);
  Source source(tree.files(), "/secret");
  EXPECT_FALSE(source.read());
  EXPECT_EQ(source.absence(), Absence::denied);
}

TEST(NumberFile, HoldsOneNumber) {
  const TestTree tree;
  NumberFile file(tree.files(), "/n");
  EXPECT_EQ(absence_of(file.read().error()), Absence::unsupported);
  tree.write("/n", "-42000\n");
  EXPECT_EQ(file.read().value(), -42000);
  for (const auto* nonsense : {"", "1 2", "0x10", "99999999999999999999", "hot"}) {
    tree.write("/n", nonsense);
    EXPECT_EQ(absence_of(file.read().error()), Absence::invalid) << nonsense;
  }
  tree.write("/n", "7");
  NumberFile moved = std::move(file);
  EXPECT_EQ(moved.read().value(), 7);
}

TEST(Reporter, SaysOnceWhatMakesNoSense) {
  const MetricSpec spec{.id = "x", .device = DeviceKind::host, .path = "x", .help = "X."};
  std::ostringstream text;
  auto log = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text));
  log->set_pattern("%l %v");
  Reporter report(log);
  Values values;
  report.set(values, "host", spec, std::nullopt, Absence::not_ready);
  report.set(values, "host", spec, std::nullopt, Absence::invalid);
  report.set(values, "host", spec, std::nullopt, Absence::invalid);
  report.set(values, "host", spec, 1, Absence::invalid);
  EXPECT_EQ(values.get(spec), 1);
  EXPECT_EQ(text.str(), "warning host x: invalid\ninfo host x: works again\n");
}

TEST(Scan, TakesNumbersOffTheFront) {
  std::string_view text = "  12 99999999999999999999 7x -3";
  EXPECT_EQ(scan_number(text), 12U);
  EXPECT_EQ(scan_number(text), std::nullopt) << "too large, and taken";
  EXPECT_EQ(scan_number(text), 7U);
  EXPECT_EQ(scan_word(text), "x");
  EXPECT_EQ(scan_number(text), std::nullopt);
  EXPECT_EQ(scan_word(text), "-3");
  EXPECT_EQ(scan_number(text), std::nullopt);
}

TEST(Scan, ALineWithoutAnEndWasCutOff) {
  std::string_view text = "one\n\ntwo";
  EXPECT_EQ(scan_line(text), "one");
  EXPECT_EQ(scan_line(text), "");
  EXPECT_EQ(scan_line(text), std::nullopt);
}

/// What a call waits for.
struct Gate {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
};

TEST(HangingCall, IsMadeOnceUntilItIsAnswered) {
  const auto gate = std::make_shared<Gate>();
  HangingCall<int> call;
  call.start([gate] {
    std::unique_lock lock(gate->mutex);
    gate->changed.wait(lock, [&] { return gate->open; });
    return 1;
  });
  call.start([] { return 2; });
  EXPECT_EQ(call.take(std::chrono::steady_clock::now()), std::nullopt);
  EXPECT_TRUE(call.is_out());
  {
    const std::lock_guard lock(gate->mutex);
    gate->open = true;
    gate->changed.notify_all();
  }
  EXPECT_EQ(call.take(std::chrono::steady_clock::now() + std::chrono::hours(1)), 1);
  EXPECT_FALSE(call.is_out());
  EXPECT_EQ(call.take(std::chrono::steady_clock::now()), std::nullopt);
}

TEST(HangingCall, MayBeLeftAlone) {
  const auto gate = std::make_shared<Gate>();
  {
    HangingCall<int> call;
    call.start([gate] {
      std::unique_lock lock(gate->mutex);
      gate->changed.wait(lock, [&] { return gate->open; });
      return 1;
    });
  }
  const std::lock_guard lock(gate->mutex);
  gate->open = true;
  gate->changed.notify_all();
}

}  // namespace
}  // namespace mimon::host
