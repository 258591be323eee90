#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "server/failure_limit.h"
#include "server/options.h"
#include "server/reply.h"
#include "server/request.h"

namespace mimon::server {

/// Decides who is answered. Three gates, in this order:
/// - the Host asked for must be this machine's (with a token: in any domain): a foreign page that
/// has its own name resolve to
///   this address (DNS rebinding) is refused with 403;
/// - the Origin of a page that asks must be the Host or one that is allowed, else 403;
/// - the token, where there is one, must be presented: `Authorization: Bearer`, the cookie
///   `mimon_token`, or `?token=` on a GET, which sets the cookie and redirects to the URL without
///   it (but upgrades pass at once). Else 401, a page with a form for browsers; 429 after too many
///   wrong ones.
/// For one thread.
class AccessPolicy {
 public:
  explicit AccessPolicy(const AccessOptions& options);

  /// The answer to a request that may not pass; nothing where it may.
  [[nodiscard]] std::optional<Reply> refuse(const HttpRequest& request, MonoTime now);

  /// Lets the allowed origin that `request` names read `response` (CORS).
  void allow_origin(const HttpRequest& request, api::Response& response) const;

 private:
  [[nodiscard]] bool is_own_host(std::string_view host) const;
  [[nodiscard]] bool is_allowed_origin(std::string_view origin) const;
  [[nodiscard]] std::optional<Reply> refuse_token(const HttpRequest& request, MonoTime now);
  [[nodiscard]] Reply sign_in(const HttpRequest& request) const;

  AccessOptions options_;
  std::string machine_;
  FailureLimit failures_;
};

/// The parameter `token` of a target's query, percent-decoded; absent where there is none.
[[nodiscard]] std::optional<std::string> query_token(std::string_view target);

/// `target` without its parameter `token`: always a path on this host.
[[nodiscard]] std::string without_token(std::string_view target);

/// Compares in a time that depends on the lengths only.
[[nodiscard]] bool equal_secrets(std::string_view a, std::string_view b);

/// True where `token` can be carried by a header and a cookie: visible ASCII but `",;\`.
[[nodiscard]] bool is_usable_token(std::string_view token);

/// A new random token: 192 bits in base64url characters.
[[nodiscard]] std::string make_token();

}  // namespace mimon::server
