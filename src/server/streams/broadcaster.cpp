#include "server/streams/broadcaster.h"

#include <algorithm>
#include <array>
#include <utility>

namespace mimon::server {
namespace {

constexpr std::size_t kMaxDigits = 4;

bool is_gpu(std::string_view name) {
  if (!name.starts_with("gpu/")) return false;
  name.remove_prefix(4);
  const bool padded = name.size() > 1 && name.front() == '0';
  return !name.empty() && name.size() <= kMaxDigits && !padded &&
         name.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

bool is_channel(std::string_view name) {
  return name == "system" || is_gpu(name);
}

bool is_room(std::string_view name) {
  constexpr std::array<std::string_view, 4> kParts{"cpu", "memory", "disk", "network"};
  if (!name.starts_with("system/")) return false;
  name.remove_prefix(7);
  return is_gpu(name) || std::ranges::find(kParts, name) != kParts.end();
}

void Broadcaster::publish(StreamSamplePtr sample) {
  newest_ = std::move(sample);
  for (const auto& [channel, topic] : topics_) topic->written = false;
  for (const auto& [channel, topic] : topics_) {
    const auto& batch = batch_of(*topic);
    if (!batch) continue;
    for (auto* outlet : topic->outlets) outlet->offer(topic.get(), batch);
  }
}

Broadcaster::Topic& Broadcaster::topic(std::string_view channel) {
  auto& topic = topics_[std::string(channel)];
  if (!topic) topic = std::make_unique<Topic>(Topic{std::string(channel), {}, {}, false});
  return *topic;
}

void Broadcaster::remove(Topic& topic, Outlet& outlet) {
  auto& outlets = topic.outlets;
  const auto found = std::ranges::find(outlets, &outlet);
  if (found != outlets.end()) {
    *found = outlets.back();
    outlets.pop_back();
  }
  outlet.forget(&topic);
  if (outlets.empty()) topics_.erase(std::string(topic.channel));
}

const Batch& Broadcaster::batch_of(Topic& topic) const {
  if (!std::exchange(topic.written, true)) topic.batch = encoder_(newest_, topic.channel);
  return topic.batch;
}

bool Subscriptions::add(std::string_view channel, bool at_once) {
  if (has(channel)) return false;
  auto& topic = broadcaster_.topic(channel);
  topic.outlets.push_back(&outlet_);
  topics_.push_back(&topic);
  if (!at_once || !broadcaster_.newest()) return true;
  if (const auto& batch = broadcaster_.batch_of(topic)) outlet_.offer(&topic, batch);
  return true;
}

bool Subscriptions::remove(std::string_view channel) {
  const auto found =
      std::ranges::find_if(topics_, [&](const auto* topic) { return topic->channel == channel; });
  if (found == topics_.end()) return false;
  auto& topic = **found;
  topics_.erase(found);
  broadcaster_.remove(topic, outlet_);
  return true;
}

void Subscriptions::clear() {
  for (auto* topic : std::exchange(topics_, {})) broadcaster_.remove(*topic, outlet_);
}

bool Subscriptions::has(std::string_view channel) const {
  return std::ranges::any_of(topics_, [&](const auto* topic) { return topic->channel == channel; });
}

}  // namespace mimon::server
