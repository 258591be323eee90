#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace mimon::store::sqlite {

/// An empty folder of its own, removed with everything in it. For tests and benchmarks.
class TemporaryFolder {
 public:
  enum class Medium {
    memory,  ///< where there is enough: tests are not about the disk's speed
    disk,
  };

  explicit TemporaryFolder(Medium medium = Medium::memory) {
    const bool in_memory = medium == Medium::memory && memory_suffices();
    const auto parent = in_memory ? kMemory : std::filesystem::temp_directory_path();
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
  static inline const std::filesystem::path kMemory = "/dev/shm";

  /// A container may have as little as 64 MiB of it, for all that runs at the same time.
  static bool memory_suffices() {
    std::error_code error;
    const auto space = std::filesystem::space(kMemory, error);
    return !error && space.available >= std::uintmax_t{256} << 20 &&
           ::access(kMemory.c_str(), W_OK) == 0;
  }

  std::filesystem::path path_;
};

}  // namespace mimon::store::sqlite
