#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mimon::server {

/// One moment's metrics, as the streams give them. Immutable; any thread.
class StreamSample {
 public:
  virtual ~StreamSample() = default;
  /// ISO 8601; to be put between quotes.
  [[nodiscard]] virtual std::string timestamp() const = 0;
  /// The channels of the plain stream that this sample has: `system`, `gpu/0`, …
  [[nodiscard]] virtual std::vector<std::string> channels() const = 0;
  /// The JSON of a channel (`system`, `gpu/0`) or room (`system/cpu`, `system/gpu/0`, …); empty
  /// where there is nothing of it, as of a GPU that is not there.
  [[nodiscard]] virtual std::string data(std::string_view channel) const = 0;
};

using StreamSamplePtr = std::shared_ptr<const StreamSample>;

/// True for the names of the plain stream's channels: `system`, `gpu/N`.
[[nodiscard]] bool is_channel(std::string_view name);

/// True for the names of Socket.IO rooms: `system/cpu`, `/memory`, `/disk`, `/network`, `/gpu/N`.
[[nodiscard]] bool is_room(std::string_view name);

}  // namespace mimon::server
