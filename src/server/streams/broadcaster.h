#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/streams/message.h"
#include "server/streams/outlet.h"
#include "server/streams/sample.h"

namespace mimon::server {

/// Gives each channel's sample to those who want it: written once a sample and channel,
/// and only where somebody does. I/O thread only.
class Broadcaster {
 public:
  /// Writes a channel's sample; null where the sample has nothing of the channel.
  using Encoder = std::function<Batch(const StreamSamplePtr& sample, std::string_view channel)>;

  explicit Broadcaster(Encoder encoder) : encoder_(std::move(encoder)) {}

  /// Gives `sample` to everyone, and to those who come before the next.
  void publish(StreamSamplePtr sample);

  /// The newest sample; null before the first.
  [[nodiscard]] const StreamSamplePtr& newest() const { return newest_; }

 private:
  friend class Subscriptions;

  struct Topic {
    std::string channel;
    std::vector<Outlet*> outlets;
    Batch batch;  ///< of the newest sample
    bool written = false;
  };

  [[nodiscard]] Topic& topic(std::string_view channel);
  void remove(Topic& topic, Outlet& outlet);
  [[nodiscard]] const Batch& batch_of(Topic& topic) const;

  const Encoder encoder_;
  StreamSamplePtr newest_;
  std::unordered_map<std::string, std::unique_ptr<Topic>> topics_;
};

/// The channels that one client wants. Ends with it.
class Subscriptions {
 public:
  /// `broadcaster` and `outlet` outlive this.
  Subscriptions(Broadcaster& broadcaster, Outlet& outlet)
      : broadcaster_(broadcaster), outlet_(outlet) {}
  ~Subscriptions() { clear(); }
  Subscriptions(const Subscriptions&) = delete;
  Subscriptions& operator=(const Subscriptions&) = delete;

  /// `at_once`: sends the newest sample too, where there is one. False where it was there before.
  bool add(std::string_view channel, bool at_once);
  /// False where it was not there.
  bool remove(std::string_view channel);
  void clear();
  [[nodiscard]] bool has(std::string_view channel) const;
  [[nodiscard]] std::size_t size() const { return topics_.size(); }

 private:
  Broadcaster& broadcaster_;
  Outlet& outlet_;
  std::vector<Broadcaster::Topic*> topics_;
};

}  // namespace mimon::server
