#include "server/site.h"

#include <exception>
#include <utility>

namespace mimon::server {
namespace {

api::Request api_request(const HttpRequest& request) {
  return {.method = request.method,
          .target = request.target,
          .accept = request.field("Accept"),
          .takes_gzip = accepts_coding(request.field("Accept-Encoding"), "gzip")};
}

}  // namespace

Site::Site(const AccessOptions& access, const api::Handler& api, AssetSet assets, Logger log)
    : access_(access), api_(api), assets_(std::move(assets)), log_(std::move(log)) {}

std::optional<Reply> Site::refuse(const HttpRequest& request, MonoTime now) {
  auto reply = access_.refuse(request, now);
  if (reply) access_.allow_origin(request, reply->response);
  return reply;
}

std::optional<Reply> Site::file(const HttpRequest& request) const {
  if (request.target == "*" && request.method == "OPTIONS") return options_of_all(request);
  const auto* asset = assets_.find(request.path());
  if (asset == nullptr) return std::nullopt;
  auto reply = request.is_get() ? asset_reply(*asset, request)
                                : problem_reply(405, "This path takes GET and HEAD.");
  if (!request.is_get()) reply.response.headers.emplace_back("Allow", "GET, HEAD");
  access_.allow_origin(request, reply.response);
  return reply;
}

Reply Site::options_of_all(const HttpRequest& request) const {
  Reply reply;
  reply.response.status = 204;
  reply.response.headers = {{"Allow", "GET, HEAD, POST"}};
  access_.allow_origin(request, reply.response);
  return reply;
}

bool Site::may_block(const HttpRequest& request) const {
  return api_.may_block(api_request(request));
}

Reply Site::ask(const HttpRequest& request) const {
  auto reply = ask_api(request);
  if (reply.response.status == 404 && request.is_get() && is_page_path(request.path())) {
    if (const auto* start = assets_.find("/")) reply = asset_reply(*start, request);
  }
  access_.allow_origin(request, reply.response);
  return reply;
}

Reply Site::ask_api(const HttpRequest& request) const {
  try {
    return {.response = api_.handle(api_request(request)), .static_body = {}};
  } catch (const std::exception& error) {
    log_->error("{} failed: {}", request.path(), error.what());
    return problem_reply(500, "The server failed to answer; its log says why.");
  }
}

}  // namespace mimon::server
