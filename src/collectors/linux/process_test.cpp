#include "collectors/linux/process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pwd.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "collectors/linux/process_stat.h"
#include "collectors/linux/testing.h"
#include "collectors/linux/user_names.h"

namespace mimon::host {
namespace {

using testing::Optional;

const std::string kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

std::string stat_line(std::string_view comm, int user_ticks, int start_ticks = 5000) {
  return "42 (" + std::string(comm) + ") S 1 42 42 0 -1 4194560 100 0 0 0 " +
         std::to_string(user_ticks) + " 50 0 0 20 0 8 0 " + std::to_string(start_ticks) +
         " 1000000 256 18446744073709551615 1 1 0 0 0 0\n";
}

class ProcessTest : public testing::Test {
 protected:
  ProcessTest() {
    tree.write("/proc/stat", "btime 1704103200\n");
    tree.write("/etc/passwd", "root:x:0:0::/root:/bin/sh\nada:x:1000:1000:Ada:/home/ada:/bin/sh\n");
    write(stat_line("python", 100));
    tree.write("/proc/42/cmdline", std::string_view("/opt/venv/bin/python3.11\0train.py\0", 34));
    tree.write("/proc/42/status", "Name:\tpython\nUid:\t0\t1000\t1000\t1000\n");
    tree.write("/proc/42/cgroup", "0::/system.slice/docker-" + kId + ".scope\n");
    enricher = make_process_enricher(tree.files(), null_logger());
  }
  void write(const std::string& stat) const { tree.write("/proc/42/stat", stat); }
  const GpuProcess& ask() {
    enrich();
    // Name and user are read aside.
    for (int i = 0; i < 1000 && !named(); ++i) enrich();
    return processes[0];
  }
  bool named() const {
    const GpuProcess& process = processes[0];
    return process.name != "python" &&
           process.username.value_or("").find_first_of("0123456789") != 0;
  }
  void enrich() {
    processes.assign(1, GpuProcess{});
    processes[0].pid = 42;
    enricher->enrich(tick, processes);
  }

  TestTree tree;
  std::unique_ptr<ProcessEnricher> enricher;
  Tick tick{1, {}, MonoTime(std::chrono::hours(1))};
  std::vector<GpuProcess> processes;
};

TEST_F(ProcessTest, TellsAllThatTheHostKnows) {
  const GpuProcess& process = ask();
  EXPECT_EQ(process.name, "python3.11");
  EXPECT_EQ(process.username, "ada");
  EXPECT_EQ(process.container, "0123456789ab");
  EXPECT_EQ(process.host_memory, 256 * 4096);
  ASSERT_TRUE(process.start_time);
  EXPECT_EQ(iso8601(*process.start_time), "2024-01-01T10:00:50.000Z");
  EXPECT_FALSE(process.cpu_percent) << "it needs two readings";
}

TEST_F(ProcessTest, CpuIsTheShareOfOneCore) {
  ask();
  write(stat_line("python", 400));
  tick.mono += std::chrono::seconds(2);
  EXPECT_EQ(ask().cpu_percent, 150);
}

TEST_F(ProcessTest, APidUsedAgainIsAnotherProcess) {
  ask();
  write(stat_line("blender", 500, 9000));
  tree.write("/proc/42/cmdline", "blender");
  tree.write("/proc/42/status", "Uid:\t0\t0\t0\t0\n");
  tree.write("/proc/42/cgroup", "0::/user.slice\n");
  tick.mono += std::chrono::seconds(1);
  const GpuProcess& process = ask();
  EXPECT_EQ(process.name, "blender");
  EXPECT_EQ(process.username, "root");
  EXPECT_FALSE(process.container);
  EXPECT_FALSE(process.cpu_percent);
}

TEST_F(ProcessTest, AProgramThatRunsAnotherGetsItsName) {
  tree.write("/proc/42/cmdline", "sh");
  write(stat_line("sh", 1));
  EXPECT_EQ(ask().name, "sh");
  tree.write("/proc/42/cmdline", "ollama");
  write(stat_line("ollama", 2));
  EXPECT_EQ(ask().name, "ollama");
}

TEST_F(ProcessTest, WhatCannotBeSeenIsAbsent) {
  ask();
  tree.remove("/proc/42");
  const GpuProcess& process = ask();
  EXPECT_FALSE(process.name || process.username || process.cpu_percent || process.host_memory ||
               process.container || process.start_time);
}

TEST_F(ProcessTest, NonsenseIsAbsent) {
  for (const std::string stat : {"", "42", "42 (x", "42 )x( S 1", "42 (x) S 1 2 3"}) {
    write(stat);
    EXPECT_FALSE(ask().name) << stat;
  }
}

TEST_F(ProcessTest, ThisProcess) {
  const FileTree files("/");
  const auto ns = files.read_link("/proc/self/ns/pid");
  if (!ns || *ns != "pid:[4026531836]") GTEST_SKIP() << "in a PID namespace of its own";
  const auto live = make_process_enricher(files, null_logger());
  processes.assign(1, GpuProcess{});
  processes[0].pid = getpid();
  const passwd* user = getpwuid(geteuid());
  const std::string username = user != nullptr ? user->pw_name : std::to_string(geteuid());
  for (int i = 0; i < 1000 && processes[0].username != username; ++i) {
    live->enrich(tick, processes);
  }
  ASSERT_TRUE(processes[0].name);
  EXPECT_THAT(*processes[0].name, testing::StartsWith("linux_test"));
  EXPECT_EQ(processes[0].username, username);
  EXPECT_GT(processes[0].host_memory.value_or(0), 1e5);
}

TEST(ProcessStat, NamesMayHoldAnything) {
  const auto stat = parse_process_stat(stat_line("a) (b c\n", 7));
  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->comm, "a) (b c\n");
  EXPECT_EQ(stat->cpu_ticks, 57U);
  EXPECT_EQ(stat->start_ticks, 5000U);
}

TEST(ProcessName, IsThatOfTheProgram) {
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(process_name("/usr/bin/python3\0-m\0x\0"sv, "pt_main_thread"), "python3");
  EXPECT_EQ(process_name("/opt/chrome/chrome --type=gpu --dir=/a/b"sv, "chrome"), "chrome");
  EXPECT_EQ(process_name("-bash\0"sv, "bash"), "bash");
  EXPECT_EQ(process_name("ray::IDLE\0\0"sv, "ray::IDLE"), "ray::IDLE");
  EXPECT_EQ(process_name("", "kworker/0:1"), "kworker/0:1");
  EXPECT_EQ(process_name("/x/caf\xe9\0"sv, "x"), "caf\uFFFD");
  EXPECT_EQ(process_name(std::string(5000, 'a'), "a").size(), 128U);
}

TEST(ContainerId, IsTheInnermost) {
  const std::string pod = std::string(64, 'f');
  EXPECT_EQ(container_id("0::/system.slice/docker-" + kId + ".scope\n"), "0123456789ab");
  EXPECT_EQ(container_id("9:memory:/docker/" + kId + "\n"), "0123456789ab");
  EXPECT_EQ(container_id("0::/machine.slice/libpod-" + kId + ".scope/container\n"), "0123456789ab");
  EXPECT_EQ(container_id("0::/kubepods.slice/kubepods-burstable-podd1.slice/cri-containerd-" + kId +
                         ".scope\n"),
            "0123456789ab");
  EXPECT_EQ(container_id("1:cpu:/kubepods/besteffort/pod" + pod + "/" + kId), "0123456789ab");
  EXPECT_EQ(container_id("0::/user.slice/user-1000.slice/session-2.scope\n"), std::nullopt);
  EXPECT_EQ(container_id("0::/" + kId + "0\n"), std::nullopt) << "too long for an id";
}

/// A directory of users on the network, which answers when told to.
struct Directory {
  std::mutex mutex;
  std::condition_variable changed;
  bool answers = false;
  std::optional<std::string> name = "ada";
  int calls = 0;

  std::optional<std::string> look_up() {
    std::unique_lock lock(mutex);
    ++calls;
    changed.wait(lock, [&] { return answers; });
    return name;
  }
  void answer() {
    const std::lock_guard lock(mutex);
    answers = true;
    changed.notify_all();
  }
};

class DirectoryTest : public ProcessTest {
 protected:
  DirectoryTest() {
    enricher = make_process_enricher(
        tree.files(), [directory = directory](std::uint32_t) { return directory->look_up(); });
  }
  ~DirectoryTest() override { directory->answer(); }

  std::shared_ptr<Directory> directory = std::make_shared<Directory>();
};

TEST_F(DirectoryTest, ThatDoesNotAnswerCostsTheNameAlone) {
  for (int i = 0; i < 1000 && (i == 0 || processes[0].name == "python"); ++i) enrich();
  EXPECT_EQ(processes[0].name, "python3.11");
  EXPECT_EQ(processes[0].username, "1000");
  EXPECT_EQ(processes[0].host_memory, 256 * 4096);
  directory->answer();
  EXPECT_EQ(ask().username, "ada");
  EXPECT_EQ(directory->calls, 1);
}

TEST_F(DirectoryTest, IsAskedAgainForANameThatItDidNotHave) {
  directory->answers = true;
  directory->name.reset();
  const auto calls = [&] {
    const std::lock_guard lock(directory->mutex);
    return directory->calls;
  };
  while (calls() == 0) enrich();
  for (int i = 0; i < 5; ++i) {
    tick.mono += std::chrono::seconds(10);
    enrich();
  }
  EXPECT_EQ(processes[0].username, "1000");
  EXPECT_EQ(calls(), 1);
  {
    const std::lock_guard lock(directory->mutex);
    directory->name = "ada";
  }
  for (int i = 0; i < 1000 && processes[0].username != "ada"; ++i) {
    tick.mono += UserNames::kAskAgain;
    enrich();
  }
  EXPECT_EQ(processes[0].username, "ada");
  EXPECT_EQ(calls(), 2);
}

TEST(LookUpUser, NobodyHasSomeNumbers) {
  const TestTree tree;
  tree.write("/etc/passwd", "broken\n::\nada:x:1000:1000::/:/bin/sh\n");
  const LookUpUser look_up = look_up_user(tree.files());
  EXPECT_EQ(look_up(1000), "ada");
  EXPECT_EQ(look_up(4242), std::nullopt);
}

}  // namespace
}  // namespace mimon::host
