#pragma once

#include <ctime>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/options.h"
#include "server/reply.h"
#include "server/request.h"

namespace mimon::server {

/// Writes status lines and header fields. Keeps the Date of the current second. For one thread.
class HeadWriter {
 public:
  explicit HeadWriter(const AccessOptions& access);

  /// Replaces `out` by the head of `reply` to `request`, blank line included.
  void write(std::string& out, const Reply& reply, const HttpRequest& request, bool keep_alive);

 private:
  void append_date(std::string& out);
  [[nodiscard]] const std::string& security(const Reply& reply, std::string_view path) const;

  std::string data_security_;
  std::string page_security_;
  std::vector<std::pair<std::string, std::string>> path_security_;
  std::time_t second_ = 0;
  std::string date_;
};

/// `time` as HTTP writes it: `Tue, 14 Nov 2023 22:13:20 GMT`.
[[nodiscard]] std::string http_date(std::time_t time);

}  // namespace mimon::server
