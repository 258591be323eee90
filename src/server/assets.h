#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "server/reply.h"
#include "server/request.h"

namespace mimon::server {

/// A file of the dashboard, in the program's own image. All views live as long as the program.
struct Asset {
  std::string_view path;          ///< with a leading `/`
  std::string_view content_type;  ///< with its charset
  std::string_view identity;      ///< the file's bytes
  std::string_view gzip;          ///< the same compressed; empty where that is not smaller
  std::string_view brotli;
  std::string_view etag;  ///< a hash of the bytes, without quotes
};

/// The files that are served as they are. Immutable.
class AssetSet {
 public:
  AssetSet() = default;
  explicit AssetSet(std::span<const Asset> assets);

  /// The file of that path, `/index.html` for `/`; null where there is none.
  [[nodiscard]] const Asset* find(std::string_view path) const;

 private:
  std::vector<Asset> assets_;  ///< by path
};

/// Answers a GET or HEAD of `asset`, in the smallest coding that the client takes; 304 where it has
/// it already. Names under `/assets/` hold a hash and may be kept for ever, others are asked for
/// again.
[[nodiscard]] Reply asset_reply(const Asset& asset, const HttpRequest& request);

/// A page of the single-page application by its path: no file, and not one of the server's own
/// paths, so that the application's start page answers it.
[[nodiscard]] bool is_page_path(std::string_view path);

/// True where the Accept-Encoding field `accepted` takes `coding`.
[[nodiscard]] bool accepts_coding(std::string_view accepted, std::string_view coding);

}  // namespace mimon::server
