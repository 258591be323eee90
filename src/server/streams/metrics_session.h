#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "server/streams/broadcaster.h"
#include "server/streams/message_budget.h"
#include "server/streams/outlet.h"

namespace mimon::server {

/// Writes `{"type":"metrics","channel","timestamp","data"}`; the channel `*` is a batch of all.
/// Each channel is written once a sample. For one thread.
class MetricsEncoder {
 public:
  static constexpr std::string_view kEverything = "*";

  [[nodiscard]] Batch operator()(const StreamSamplePtr& sample, std::string_view channel);

 private:
  [[nodiscard]] const Message& message(std::string_view channel);

  StreamSamplePtr sample_;
  std::unordered_map<std::string, Message> messages_;
};

/// One client of the plain stream: gets everything until it subscribes. A message that is wrong is
/// answered with an error; a flood of them ends the connection.
class MetricsSession final : public MessageHandler {
 public:
  static constexpr std::size_t kMaxSubscriptions = 128;

  /// Both outlive the session.
  MetricsSession(Broadcaster& broadcaster, Outlet& outlet);

  void on_message(std::string_view message, bool binary) override;

 private:
  void subscribe(std::string_view channel);
  void unsubscribe(std::string_view channel);
  /// From "everything" to a list: of all there is now where `keep`, else empty.
  void become_explicit(bool keep);
  void complain(std::string_view what);

  Broadcaster& broadcaster_;
  Outlet& outlet_;
  Subscriptions subscriptions_;
  MessageBudget budget_;
};

}  // namespace mimon::server
