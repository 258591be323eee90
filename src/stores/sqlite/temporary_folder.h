#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace mimon::store::sqlite {

/// An empty folder of its own, removed with everything in it. For tests and benchmarks.
class TemporaryFolder {
 public:
  enum class Medium {
    memory,  ///< where there is one: tests are not about the disk's speed
    disk,
  };

  explicit TemporaryFolder(Medium medium = Medium::memory) {
    const std::filesystem::path shared = "/dev/shm";
    const bool in_memory = medium == Medium::memory && ::access(shared.c_str(), W_OK) == 0;
    const auto parent = in_memory ? shared : std::filesystem::temp_directory_path();
    std::string name = (parent / "mimon-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mimon::store::sqlite
