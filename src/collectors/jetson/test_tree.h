#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/file_tree.h"

namespace mimon::jetson {

/// A recorded board: `orin-nano`, `agx-orin`, `xavier`; with `-root` its debugfs is readable.
inline FileTree recorded(const std::string& board) {
  return FileTree(MIMON_SOURCE_DIR "/tests/fixtures/jetson/" + board);
}

/// A tree to break: a copy of a recorded one, or empty. Gone with this object.
class ScratchTree {
 public:
  explicit ScratchTree(const std::string& board = "") {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
    if (board.empty()) return;
    std::filesystem::copy(
        recorded(board).path(""), root_,
        std::filesystem::copy_options::recursive | std::filesystem::copy_options::copy_symlinks);
  }
  ~ScratchTree() { std::filesystem::remove_all(root_); }
  ScratchTree(const ScratchTree&) = delete;
  ScratchTree& operator=(const ScratchTree&) = delete;

  [[nodiscard]] FileTree files() const { return FileTree(root_); }
  void write(const std::string& path, const std::string& content) const {
    std::filesystem::create_directories(std::filesystem::path(root_ + path).parent_path());
    std::ofstream(root_ + path) << content;
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(root_ + path); }
  [[nodiscard]] std::string path(const std::string& absolute) const { return root_ + absolute; }

 private:
  std::string root_ =
      std::filesystem::temp_directory_path() / ("jetson_" + std::to_string(getpid()));
};

}  // namespace mimon::jetson
