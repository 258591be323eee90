#include "server/assets.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace mimon::server {
namespace {

/// False for a list element such as `gzip;q=0`.
bool is_wanted(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return true;
  const auto weight = parse_number<double>(trim(parameters.substr(at + 2)));
  return weight && *weight > 0;
}

/// True where the If-None-Match field `known` holds `tag`.
bool is_known(std::string_view known, std::string_view tag) {
  while (!known.empty()) {
    auto element = next_element(known);
    if (element.starts_with("W/")) element.remove_prefix(2);
    if (element == "*" || element == tag) return true;
  }
  return false;
}

}  // namespace

AssetSet::AssetSet(std::span<const Asset> assets) : assets_(assets.begin(), assets.end()) {
  std::ranges::sort(assets_, {}, &Asset::path);
}

const Asset* AssetSet::find(std::string_view path) const {
  if (path == "/") path = "/index.html";
  const auto found = std::ranges::lower_bound(assets_, path, {}, &Asset::path);
  return found != assets_.end() && found->path == path ? &*found : nullptr;
}

bool accepts_coding(std::string_view accepted, std::string_view coding) {
  bool any = false;
  while (!accepted.empty()) {
    const auto element = next_element(accepted);
    const auto semicolon = std::min(element.find(';'), element.size());
    const auto name = trim(element.substr(0, semicolon));
    const bool wanted = is_wanted(element.substr(semicolon));
    if (iequals(name, coding)) return wanted;
    if (name == "*") any = wanted;
  }
  return any;
}

Reply asset_reply(const Asset& asset, const HttpRequest& request) {
  const auto accepted = request.field("Accept-Encoding");
  const bool brotli = !asset.brotli.empty() && accepts_coding(accepted, "br");
  const bool gzip = !brotli && !asset.gzip.empty() && accepts_coding(accepted, "gzip");

  Reply reply;
  reply.response.content_type = asset.content_type;
  reply.static_body = brotli ? asset.brotli : gzip ? asset.gzip : asset.identity;
  auto& headers = reply.response.headers;
  const bool hashed = asset.path.starts_with("/assets/");
  headers.emplace_back("Cache-Control", hashed ? "max-age=31536000, immutable" : "no-cache");
  const auto tag = '"' + std::string(asset.etag) + (brotli ? "-br\"" : gzip ? "-gz\"" : "\"");
  headers.emplace_back("ETag", tag);
  if (!asset.brotli.empty() || !asset.gzip.empty()) headers.emplace_back("Vary", "Accept-Encoding");
  if (is_known(request.field("If-None-Match"), tag)) {
    reply.response.status = 304;
    reply.static_body = {};
  } else if (brotli || gzip) {
    headers.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
  }
  return reply;
}

bool is_page_path(std::string_view path) {
  constexpr std::array<std::string_view, 3> kOwn{"/api/", "/ws/", "/socket.io/"};
  if (!path.starts_with('/') || path == "/api") return false;
  if (std::ranges::any_of(kOwn, [&](auto own) { return path.starts_with(own); })) return false;
  return path.substr(path.rfind('/')).find('.') == std::string_view::npos;
}

}  // namespace mimon::server
