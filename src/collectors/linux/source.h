#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/file_tree.h"
#include "base/log.h"
#include "metrics/absence.h"
#include "metrics/values.h"

namespace mimon::host {

/// Why values are absent whose file could not be read: not there (or switched off in the kernel) is
/// `unsupported`, forbidden is `denied`, the rest is `failed`.
[[nodiscard]] Absence absence_of(const Error& error);

/// A file that is read at every tick and remembers why it could not be. For one thread.
class Source {
 public:
  Source(const FileTree& files, std::string_view path) : file_(files, path) {}

  /// The content now, valid until the next call; absent where it cannot be read.
  [[nodiscard]] std::optional<std::string_view> read();
  /// Why the last `read` gave nothing.
  [[nodiscard]] Absence absence() const { return absence_of(error_); }
  /// The same in words.
  [[nodiscard]] std::string failure() const { return error_.what(); }

 private:
  CachedFile file_;
  Error error_;
};

/// A small file that holds one whole number, as sysfs has them: kept open, read with one call and
/// without a buffer of its own. For one thread; movable.
class NumberFile {
 public:
  NumberFile(const FileTree& files, std::string_view path) : path_(files.path(path)) {}
  NumberFile(NumberFile&& other) noexcept;
  NumberFile& operator=(NumberFile&& other) noexcept;
  NumberFile(const NumberFile&) = delete;
  NumberFile& operator=(const NumberFile&) = delete;
  ~NumberFile();

  /// The number now; anything else in the file is an error (`bad_message`).
  [[nodiscard]] Result<std::int64_t> read();

 private:
  [[nodiscard]] Result<std::int64_t> read_open_file();
  void close();

  std::string path_;
  int fd_ = -1;
};

/// Sets values; says once of each that what was read makes no sense, and once that it does again.
class Reporter {
 public:
  explicit Reporter(Logger log) : failures_(std::move(log)) {}

  /// `value`, or `why` where there is none. Only `invalid` and `failed` are worth a line in the
  /// log.
  void set(Values& values, std::string_view device, const MetricSpec& spec,
           std::optional<double> value, Absence why);

 private:
  FailureLog failures_;
  bool failing_ = false;
};

}  // namespace mimon::host
