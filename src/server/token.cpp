#include <sys/random.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <stdexcept>
#include <utility>

#include "server/security.h"

namespace mimon::server {
namespace {

constexpr std::string_view kName = "token=";

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// `text` with `%41` as `A`; what is no such sequence stays.
std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    decoded += low >= 0 ? static_cast<char>(high * 16 + low) : text[i];
    if (low >= 0) i += 2;
  }
  return decoded;
}

std::string_view query_of(std::string_view target) {
  const auto mark = std::min(target.find('?'), target.size());
  return target.substr(std::min(mark + 1, target.size()));
}

/// Takes the next parameter off the front of a query.
std::string_view next_parameter(std::string_view& query) {
  const auto end = std::min(query.find('&'), query.size());
  const auto parameter = query.substr(0, end);
  query.remove_prefix(std::min(end + 1, query.size()));
  return parameter;
}

}  // namespace

std::optional<std::string> query_token(std::string_view target) {
  auto query = query_of(target);
  while (!query.empty()) {
    const auto parameter = next_parameter(query);
    if (parameter.starts_with(kName)) return percent_decoded(parameter.substr(kName.size()));
  }
  return std::nullopt;
}

std::string without_token(std::string_view target) {
  const auto path = target.substr(0, target.find('?'));
  auto query = query_of(target);
  // A browser takes `//name` and `/\name` for another host.
  std::string rest = "/";
  rest += path.substr(std::min(path.find_first_not_of("/\\"), path.size()));
  char separator = '?';
  while (!query.empty()) {
    const auto parameter = next_parameter(query);
    if (parameter.starts_with(kName)) continue;
    (rest += std::exchange(separator, '&')) += parameter;
  }
  return rest;
}

bool equal_secrets(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  const volatile unsigned result = difference;
  return result == 0;
}

bool is_usable_token(std::string_view token) {
  return !token.empty() && std::ranges::all_of(token, [](char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
  });
}

std::string make_token() {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::array<unsigned char, 32> random{};
  if (::getrandom(random.data(), random.size(), 0) != static_cast<ssize_t>(random.size()))
    throw std::runtime_error("the system gives no random bytes");
  std::string token;
  for (const auto byte : random) token += kAlphabet[byte % kAlphabet.size()];
  return token;
}

}  // namespace mimon::server
