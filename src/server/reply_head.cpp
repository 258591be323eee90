#include "server/reply_head.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace mimon::server {
namespace {

constexpr std::array kReasons =
    std::to_array<std::pair<unsigned, std::string_view>>({{200, "OK"},
                                                          {204, "No Content"},
                                                          {303, "See Other"},
                                                          {304, "Not Modified"},
                                                          {400, "Bad Request"},
                                                          {401, "Unauthorized"},
                                                          {403, "Forbidden"},
                                                          {404, "Not Found"},
                                                          {405, "Method Not Allowed"},
                                                          {406, "Not Acceptable"},
                                                          {408, "Request Timeout"},
                                                          {413, "Content Too Large"},
                                                          {414, "URI Too Long"},
                                                          {415, "Unsupported Media Type"},
                                                          {417, "Expectation Failed"},
                                                          {422, "Unprocessable Content"},
                                                          {426, "Upgrade Required"},
                                                          {429, "Too Many Requests"},
                                                          {431, "Request Header Fields Too Large"},
                                                          {500, "Internal Server Error"},
                                                          {501, "Not Implemented"},
                                                          {503, "Service Unavailable"},
                                                          {505, "HTTP Version Not Supported"}});

std::string security_fields(std::string_view policy, std::string_view ancestors) {
  return fmt::format(
      "X-Content-Type-Options: nosniff\r\n"
      "Referrer-Policy: no-referrer\r\n"
      "Content-Security-Policy: {}; frame-ancestors {}\r\n",
      policy, ancestors.empty() ? "'none'" : ancestors);
}

std::string page_policy(const AccessOptions& access) {
  return fmt::format(
      "default-src 'self'; connect-src 'self'{}{}; style-src 'self' 'unsafe-inline'; "
      "img-src 'self' data:; object-src 'none'; base-uri 'none'",
      access.connect_sources.empty() ? "" : " ", access.connect_sources);
}

/// A value that came from elsewhere can't start a header field of its own.
void append_value(std::string& out, std::string_view value) {
  std::ranges::transform(value, std::back_inserter(out), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  });
}

bool has_header(const api::Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers,
                             [&](const auto& header) { return iequals(header.first, name); });
}

}  // namespace

std::string_view reason_phrase(unsigned status) {
  const auto found = std::ranges::find(kReasons, status, [](const auto& row) { return row.first; });
  return found == kReasons.end() ? std::string_view() : found->second;
}

std::string http_date(std::time_t time) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  ::gmtime_r(&time, &utc);
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                     kDays.at(static_cast<std::size_t>(utc.tm_wday)), utc.tm_mday,
                     kMonths.at(static_cast<std::size_t>(utc.tm_mon)), utc.tm_year + 1900,
                     utc.tm_hour, utc.tm_min, utc.tm_sec);
}

HeadWriter::HeadWriter(const AccessOptions& access)
    : data_security_(security_fields("default-src 'none'", {})),
      page_security_(security_fields(page_policy(access), access.frame_ancestors)) {
  for (const auto& [path, policy] : access.content_policies)
    path_security_.emplace_back(path, security_fields(policy, access.frame_ancestors));
}

const std::string& HeadWriter::security(const Reply& reply, std::string_view path) const {
  const auto type = reply.response.content_type;
  // A script's own policy rules what it may do as a worker.
  if (!type.starts_with("text/html") && !type.starts_with("text/javascript")) return data_security_;
  for (const auto& [special, fields] : path_security_) {
    if (path == special) return fields;
  }
  return page_security_;
}

void HeadWriter::append_date(std::string& out) {
  if (const auto now = std::time(nullptr); now != second_) {
    second_ = now;
    date_ = "Date: " + http_date(now) + "\r\n";
  }
  out += date_;
}

void HeadWriter::write(std::string& out, const Reply& reply, const HttpRequest& request,
                       bool keep_alive) {
  const auto& response = reply.response;
  out.clear();
  auto to = std::back_inserter(out);
  fmt::format_to(to, "HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
  append_date(out);
  const bool has_body = response.status != 204 && response.status != 304;
  if (has_body && !response.content_type.empty() && (response.next_chunk || !reply.body().empty()))
    ((out += "Content-Type: ") += response.content_type) += "\r\n";
  if (!has_body) {
  } else if (!response.next_chunk) {
    fmt::format_to(to, "Content-Length: {}\r\n", reply.body().size());
  } else if (request.http11) {
    out += "Transfer-Encoding: chunked\r\n";
  }
  if (!has_header(response, "Cache-Control")) out += "Cache-Control: no-store\r\n";
  for (const auto& [name, value] : response.headers) {
    (out += name) += ": ";
    append_value(out, value);
    out += "\r\n";
  }
  out += security(reply, request.path());
  if (!keep_alive)
    out += "Connection: close\r\n";
  else if (!request.http11)
    out += "Connection: keep-alive\r\n";
  out += "\r\n";
}

}  // namespace mimon::server
