#include "stores/prometheus/query_api.h"

#include <fmt/format.h>

#include <algorithm>

namespace mimon::store::prometheus {
namespace {

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  std::string out;
  out.reserve(text.size() * 2);
  for (const char c : text) {
    if (kPlain.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

std::string time_text(double time) {
  return fmt::format("{:.3f}", time);
}

}  // namespace

std::chrono::milliseconds Deadline::left() const {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(end_ - std::chrono::steady_clock::now());
  return std::max(left, std::chrono::milliseconds(1));
}

Result<std::string> QueryApi::ask(std::string_view path, const Form& form,
                                  const Deadline& deadline) const {
  std::string body = "nocache=1";
  for (const auto& [key, value] : form) body += fmt::format("&{}={}", key, percent_encoded(value));
  const std::string headers[] = {"Content-Type: application/x-www-form-urlencoded",
                                 "Accept: application/json"};
  auto reply = http_.post(endpoint_.query_url + std::string(path), body, headers, deadline.left());
  if (!reply) {
    return Error{reply.error().code,
                 fmt::format("{} cannot be asked: {}", endpoint_.location, reply.error().message)};
  }
  if (reply->status != 200) {
    return Error{{},
                 fmt::format("{}{} answers {}", endpoint_.location, path,
                             status_text(reply->status, reply->body))};
  }
  return std::move(reply->body);
}

Result<std::vector<Series>> QueryApi::instant(const std::string& query, double time,
                                              const Deadline& deadline) const {
  const auto body = ask("/api/v1/query", {{"query", query}, {"time", time_text(time)}}, deadline);
  if (!body) return body.error();
  return parse_series(*body);
}

Result<std::vector<Series>> QueryApi::range(const std::string& query, double start, double end,
                                            std::int64_t step, const Deadline& deadline) const {
  const auto body = ask("/api/v1/query_range",
                        {{"query", query},
                         {"start", time_text(start)},
                         {"end", time_text(end)},
                         {"step", std::to_string(step)}},
                        deadline);
  if (!body) return body.error();
  return parse_series(*body);
}

Result<std::vector<Labels>> QueryApi::series(const std::string& selector, double start, double end,
                                             const Deadline& deadline) const {
  const auto body =
      ask("/api/v1/series",
          {{"match[]", selector}, {"start", time_text(start)}, {"end", time_text(end)}}, deadline);
  if (!body) return body.error();
  return parse_labels(*body);
}

std::string promql_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + '"';
}

std::string quoted_any_of(const std::vector<std::string>& words) {
  constexpr std::string_view kSpecial = R"(\.+*?()|[]{}^$)";
  std::string pattern;
  for (const std::string& word : words) {
    if (&word != words.data()) pattern += '|';
    for (const char c : word) {
      if (kSpecial.find(c) != std::string_view::npos) pattern += '\\';
      pattern += c;
    }
  }
  return promql_string(pattern);
}

}  // namespace mimon::store::prometheus
