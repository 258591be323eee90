#include "server/security.h"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace mimon::server {
namespace {

constexpr std::string_view kCookie = "mimon_token";

constexpr std::string_view kSignInPage = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>mimon: sign in</title>
<meta name="viewport" content="width=device-width">
<style>body{background:#0f172a;color:#e2e8f0;font:16px system-ui;display:grid;place-items:center;
min-height:90vh}input,button{font:inherit;padding:.4em .6em}</style></head>
<body><main><h1>mimon</h1>
<p>This monitor asks for a token. It was shown when the monitor started first;
<br>open the address shown there, or paste the token here.</p>
<form method="get"><label>Token <input name="token" type="password" required autofocus
autocomplete="current-password"></label> <button>Open</button></form></main></body></html>
)";

/// A Host field without its port and brackets.
std::string_view host_name(std::string_view host) {
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return host;
}

bool is_address(std::string_view host) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  const std::string text(host);
  return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

std::string machine_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  return name.data();
}

/// What a Cookie field holds under `name`; empty where it holds nothing.
std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const auto end = std::min(cookies.find(';'), cookies.size());
    auto cookie = cookies.substr(0, end);
    cookies.remove_prefix(std::min(end + 1, cookies.size()));
    cookie.remove_prefix(std::min(cookie.find_first_not_of(' '), cookie.size()));
    if (cookie.starts_with(name) && cookie.substr(name.size()).starts_with('='))
      return cookie.substr(name.size() + 1);
  }
  return {};
}

std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "Bearer ";
  if (!iequals(authorization.substr(0, kScheme.size()), kScheme)) return {};
  return authorization.substr(kScheme.size());
}

}  // namespace

AccessPolicy::AccessPolicy(const AccessOptions& options)
    : options_(options), machine_(machine_name()) {
  if (machine_.empty()) return;
  options_.hosts.push_back(machine_);
  options_.hosts.push_back(machine_ + ".local");
}

bool AccessPolicy::is_own_host(std::string_view host) const {
  const auto name = host_name(host);
  if (iequals(name, "localhost") || is_address(name)) return true;
  constexpr std::string_view kLocal = ".localhost";
  if (name.size() > kLocal.size() && iequals(name.substr(name.size() - kLocal.size()), kLocal))
    return true;
  // Its name in any domain: a page that had such a name point here would still lack the token.
  if (!options_.token.empty() && !machine_.empty() && name.size() > machine_.size() &&
      name[machine_.size()] == '.' && iequals(name.substr(0, machine_.size()), machine_))
    return true;
  return std::ranges::any_of(options_.hosts, [&](const auto& own) { return iequals(name, own); });
}

bool AccessPolicy::is_allowed_origin(std::string_view origin) const {
  return std::ranges::any_of(options_.origins,
                             [&](const auto& allowed) { return iequals(origin, allowed); });
}

std::optional<Reply> AccessPolicy::refuse(const HttpRequest& request, MonoTime now) {
  if (!(request.host.empty() && !request.http11) && !is_own_host(request.host))
    return problem_reply(403,
                         "This host name is not one of the server's; add it to the allowed hosts.");
  const auto origin = request.field("Origin");
  if (!origin.empty()) {
    const auto scheme = origin.find("://");
    const bool same =
        scheme != std::string_view::npos && iequals(origin.substr(scheme + 3), request.host);
    const bool allowed = is_allowed_origin(origin);
    if (!same && !allowed)
      return problem_reply(403, "Pages of this origin may not ask; add it to the allowed origins.");
    if (allowed && request.method == "OPTIONS" &&
        !request.field("Access-Control-Request-Method").empty()) {
      Reply reply;
      reply.response.status = 204;
      reply.response.headers = {{"Access-Control-Allow-Methods", "GET, HEAD, POST"},
                                {"Access-Control-Allow-Headers", "Authorization, Content-Type"},
                                {"Access-Control-Max-Age", "600"}};
      return reply;
    }
  }
  return options_.token.empty() ? std::nullopt : refuse_token(request, now);
}

void AccessPolicy::allow_origin(const HttpRequest& request, api::Response& response) const {
  if (options_.origins.empty()) return;
  response.headers.emplace_back("Vary", "Origin");
  const auto origin = request.field("Origin");
  if (origin.empty() || !is_allowed_origin(origin)) return;
  response.headers.emplace_back("Access-Control-Allow-Origin", std::string(origin));
  response.headers.emplace_back("Access-Control-Allow-Credentials", "true");
}

std::optional<Reply> AccessPolicy::refuse_token(const HttpRequest& request, MonoTime now) {
  const auto asked = request.is_get() ? query_token(request.target) : std::nullopt;
  const std::array<std::string_view, 3> presented{
      bearer_token(request.field("Authorization")),
      asked ? std::string_view(*asked) : std::string_view(),
      cookie_value(request.field("Cookie"), kCookie)};
  const auto first =
      std::ranges::find_if(presented, [](const auto& token) { return !token.empty(); });
  if (first == presented.end()) return sign_in(request);
  if (failures_.blocked(request.peer, now)) {
    auto reply = problem_reply(429, "Too many wrong tokens came from this address; wait a minute.");
    reply.response.headers.emplace_back("Retry-After", "60");
    return reply;
  }
  if (std::ranges::none_of(presented,
                           [this](auto token) { return equal_secrets(token, options_.token); })) {
    failures_.failed(request.peer, *first, now);
    return sign_in(request);
  }
  if (!asked || request.upgrade) return std::nullopt;
  Reply reply;
  reply.response.status = 303;
  reply.response.headers = {{"Location", without_token(request.target)},
                            {"Set-Cookie", std::string(kCookie) + '=' + options_.token +
                                               "; Path=/; Max-Age=2592000; HttpOnly; "
                                               "SameSite=Strict"}};
  return reply;
}

Reply AccessPolicy::sign_in(const HttpRequest& request) const {
  const bool page = request.is_get() && !request.path().starts_with("/api/") &&
                    request.field("Accept").find("text/html") != std::string_view::npos;
  auto reply = problem_reply(401, "A token is needed: Authorization: Bearer TOKEN.");
  if (page) {
    reply.response.content_type = "text/html; charset=utf-8";
    reply.response.body = nullptr;
    reply.static_body = kSignInPage;
  }
  reply.response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

}  // namespace mimon::server
