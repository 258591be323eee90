#include "base/file_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace mimon {
namespace {

namespace fs = std::filesystem;

class FileTreeTest : public testing::Test {
 protected:
  FileTreeTest() {
    fs::create_directories(root_ + "/proc");
    write("/proc/stat", "cpu 1 2\ncpu0 1\n");
  }
  ~FileTreeTest() override { fs::remove_all(root_); }
  void write(const std::string& path, const std::string& content) const {
    std::ofstream(root_ + path) << content;
  }

  std::string root_ = testing::TempDir() + "file_tree_" + std::to_string(::getpid());
  FileTree tree_{root_ + "/"};
};

TEST_F(FileTreeTest, ReadsUnderItsRoot) {
  EXPECT_FALSE(tree_.live());
  EXPECT_TRUE(FileTree("/").live());
  EXPECT_EQ(tree_.read("/proc/stat").value(), "cpu 1 2\ncpu0 1\n");
  EXPECT_EQ(tree_.read_line("/proc/stat").value(), "cpu 1 2");
  EXPECT_THAT(tree_.list("/proc").value(), testing::ElementsAre("stat"));
}

TEST_F(FileTreeTest, SaysWhyItCannotRead) {
  EXPECT_EQ(tree_.read("/proc/none").error().code, std::errc::no_such_file_or_directory);
  EXPECT_EQ(tree_.list("/none").error().code, std::errc::no_such_file_or_directory);
  EXPECT_EQ(tree_.read("/proc").error().code, std::errc::is_a_directory);
  EXPECT_EQ(tree_.read_link("/proc/stat").error().code, std::errc::invalid_argument);
  EXPECT_EQ(tree_.read("/proc/stat", 4).error().code, std::errc::value_too_large);
}

TEST_F(FileTreeTest, FollowsLinksOnlyByName) {
  fs::create_symlink("stat", root_ + "/proc/self");
  EXPECT_EQ(tree_.read_link("/proc/self").value(), "stat");
}

TEST_F(FileTreeTest, CachedFileSeesNewContent) {
  CachedFile file(tree_, "/proc/stat");
  EXPECT_EQ(file.read().value(), "cpu 1 2\ncpu0 1\n");
  write("/proc/stat", "cpu 9\n");
  EXPECT_EQ(file.read().value(), "cpu 9\n");
}

TEST_F(FileTreeTest, CachedFileComesBackWhenTheFileDoes) {
  CachedFile file(tree_, "/proc/later");
  EXPECT_FALSE(file.read());
  write("/proc/later", "here");
  EXPECT_EQ(file.read().value(), "here");
  CachedFile moved = std::move(file);
  EXPECT_EQ(moved.read().value(), "here");
}

TEST_F(FileTreeTest, ReadsWhatCannotBeRewound) {
  const FileTree machine("/");
  const auto pipe_with = [](const char* text) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    EXPECT_GT(::write(ends[1], text, std::strlen(text)), 0);
    close(ends[1]);
    return ends[0];
  };
  const int fd = pipe_with("1331200000\n");
  const std::string path = "/proc/self/fd/" + std::to_string(fd);
  EXPECT_EQ(machine.read(path).value(), "1331200000\n");
  close(fd);
  // Another pipe under the same number stands for the file's next content.
  CachedFile file(machine, path);
  for (const char* content : {"1\n", "2\n"}) {
    ASSERT_EQ(pipe_with(content), fd);
    EXPECT_EQ(file.read().value(), content);
    close(fd);
  }
}

TEST_F(FileTreeTest, LongFilesAreReadWhole) {
  const std::string content(100'000, 'x');
  write("/proc/long", content);
  CachedFile file(tree_, "/proc/long");
  EXPECT_EQ(file.read().value(), content);
  EXPECT_EQ(tree_.read("/proc/long").value(), content);
}

}  // namespace
}  // namespace mimon
