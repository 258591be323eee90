#pragma once

#include <optional>

#include "api/http.h"
#include "base/clock.h"
#include "base/log.h"
#include "server/assets.h"
#include "server/options.h"
#include "server/reply.h"
#include "server/request.h"
#include "server/security.h"

namespace mimon::server {

/// What is answered to which request, free of sockets: access, then files, then the API, then the
/// dashboard's start page for the pages within it.
class Site {
 public:
  /// `api` must outlive the site.
  Site(const AccessOptions& access, const api::Handler& api, AssetSet assets, Logger log);

  /// The answer where the request may not pass. I/O thread only.
  [[nodiscard]] std::optional<Reply> refuse(const HttpRequest& request, MonoTime now);
  /// The answer where a file is asked for, or what the whole server can do (`OPTIONS *`).
  [[nodiscard]] std::optional<Reply> file(const HttpRequest& request) const;
  /// True where `ask` may wait and belongs on a worker thread.
  [[nodiscard]] bool may_block(const HttpRequest& request) const;
  /// The API's answer. Any thread.
  [[nodiscard]] Reply ask(const HttpRequest& request) const;
  /// Lets the allowed origin that `request` names read `response`.
  void allow_origin(const HttpRequest& request, api::Response& response) const {
    access_.allow_origin(request, response);
  }

 private:
  /// What `OPTIONS *` is told: the methods that some path takes.
  [[nodiscard]] Reply options_of_all(const HttpRequest& request) const;
  [[nodiscard]] Reply ask_api(const HttpRequest& request) const;

  AccessPolicy access_;
  const api::Handler& api_;
  AssetSet assets_;
  Logger log_;
};

}  // namespace mimon::server
