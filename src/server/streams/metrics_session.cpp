#include "server/streams/metrics_session.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <variant>
#include <vector>

namespace mimon::server {
namespace {

namespace json = boost::json;

constexpr auto kUsage =
    R"(send {"type":"subscribe","channels":["system","gpu/0"]} or the same with "unsubscribe")";

struct Wish {
  bool subscribe = true;
  std::vector<std::string> channels;
};

/// What a message asks for, or what is wrong with it.
std::variant<Wish, std::string> parse(std::string_view message) {
  boost::system::error_code error;
  const auto value = json::parse({message.data(), message.size()}, error);
  if (error) return fmt::format("not JSON: {}", kUsage);
  const auto* object = value.if_object();
  const auto* type = object ? object->if_contains("type") : nullptr;
  if (!type || !type->is_string()) return fmt::format("no \"type\": {}", kUsage);
  const std::string_view name{type->as_string().data(), type->as_string().size()};
  Wish wish{.subscribe = name == "subscribe", .channels = {}};
  if (!wish.subscribe && name != "unsubscribe") return fmt::format("unknown \"type\": {}", kUsage);
  const auto* channels = object->if_contains("channels");
  if (!channels || !channels->is_array()) return fmt::format("no \"channels\": {}", kUsage);
  for (const auto& channel : channels->as_array()) {
    if (!channel.is_string()) return std::string("a channel is a string");
    wish.channels.emplace_back(channel.as_string().data(), channel.as_string().size());
    if (!is_channel(wish.channels.back()))
      return std::string("unknown channel; there are \"system\" and \"gpu/N\"");
    if (wish.channels.size() > MetricsSession::kMaxSubscriptions)
      return fmt::format("more than {} channels", MetricsSession::kMaxSubscriptions);
  }
  return wish;
}

}  // namespace

Batch MetricsEncoder::operator()(const StreamSamplePtr& sample, std::string_view channel) {
  if (sample != sample_) messages_.clear();
  sample_ = sample;
  std::vector<Message> all;
  if (channel != kEverything) {
    all.push_back(message(channel));
  } else {
    for (const auto& each : sample->channels()) all.push_back(message(each));
  }
  std::erase(all, nullptr);
  return make_batch(std::move(all));
}

const Message& MetricsEncoder::message(std::string_view channel) {
  const auto [at, added] = messages_.try_emplace(std::string(channel));
  if (!added) return at->second;
  if (const auto data = sample_->data(channel); !data.empty())
    at->second = make_message(
        fmt::format(R"({{"type":"metrics","channel":"{}","timestamp":"{}","data":{}}})", channel,
                    sample_->timestamp(), data));
  return at->second;
}

MetricsSession::MetricsSession(Broadcaster& broadcaster, Outlet& outlet)
    : broadcaster_(broadcaster), outlet_(outlet), subscriptions_(broadcaster, outlet) {
  subscriptions_.add(MetricsEncoder::kEverything, true);
}

void MetricsSession::on_message(std::string_view message, bool binary) {
  if (!budget_.take(std::chrono::steady_clock::now())) {
    complain("too many messages");
    return outlet_.close(close_code::kPolicy, "too many messages");
  }
  if (binary) return complain("binary messages mean nothing here");
  const auto parsed = parse(message);
  if (const auto* wrong = std::get_if<std::string>(&parsed)) return complain(*wrong);
  const auto& wish = std::get<Wish>(parsed);
  become_explicit(!wish.subscribe);
  for (const auto& channel : wish.channels)
    wish.subscribe ? subscribe(channel) : unsubscribe(channel);
}

void MetricsSession::become_explicit(bool keep) {
  if (!subscriptions_.remove(MetricsEncoder::kEverything) || !keep) return;
  if (!broadcaster_.newest()) return;
  for (const auto& channel : broadcaster_.newest()->channels()) subscriptions_.add(channel, false);
}

void MetricsSession::subscribe(std::string_view channel) {
  if (subscriptions_.size() >= kMaxSubscriptions && !subscriptions_.has(channel))
    return complain(fmt::format("more than {} channels", kMaxSubscriptions));
  subscriptions_.add(channel, true);
}

void MetricsSession::unsubscribe(std::string_view channel) {
  subscriptions_.remove(channel);
}

void MetricsSession::complain(std::string_view what) {
  const json::object error{{"type", "error"},
                           {"message", json::string_view(what.data(), what.size())}};
  outlet_.send(make_message(json::serialize(error)));
}

}  // namespace mimon::server
