#include "server/streams/socket_session.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

namespace mimon::server {
namespace {

namespace json = boost::json;

std::string json_string(std::string_view text) {
  return json::serialize(json::string_view(text.data(), text.size()));
}

std::string_view as_view(const json::string& text) {
  return {text.data(), text.size()};
}

/// The room that an event's first argument names: `{"channel": ROOM}` or `ROOM`; empty for none.
std::string room_of(const json::array& event) {
  if (event.size() < 2) return {};
  const auto* channel = &event[1];
  if (const auto* object = channel->if_object()) channel = object->if_contains("channel");
  const auto* name = channel ? channel->if_string() : nullptr;
  return name ? std::string(as_view(*name)) : std::string();
}

}  // namespace

Batch encode_room(const StreamSamplePtr& sample, std::string_view room) {
  const auto data = sample->data(room);
  if (data.empty()) return nullptr;
  return make_batch(make_message(
      fmt::format(R"(42["system:metrics",{{"channel":"{}","timestamp":"{}","data":{}}}])", room,
                  sample->timestamp(), data)));
}

SocketSession::SocketSession(Broadcaster& rooms, Outlet& outlet, std::string id)
    : outlet_(outlet), id_(std::move(id)), rooms_(rooms, outlet) {}

void SocketSession::end() {
  connected_ = false;
  rooms_.clear();
}

void SocketSession::break_off(std::string_view why) {
  outlet_.close(close_code::kPolicy, why);
}

void SocketSession::on_message(std::string_view message, bool binary) {
  if (binary != (missing_ > 0)) return break_off("parse error");
  if (binary) {
    --missing_;
    return;
  }
  const auto packet = parse_socket_packet(message);
  if (!packet) return break_off("parse error");
  missing_ = packet->attachments;
  take(*packet);
}

void SocketSession::take(const SocketPacket& packet) {
  using Type = SocketPacket::Type;
  if (packet.type == Type::connect) return connect(packet.nsp);
  if (!connected_ || packet.nsp != "/" || packet.type == Type::connect_error)
    return break_off("not connected");
  if (packet.type == Type::disconnect) return end();
  if (packet.type == Type::event || packet.type == Type::binary_event) on_event(packet);
}

void SocketSession::connect(std::string_view nsp) {
  if (nsp != "/") {
    return outlet_.send(
        make_message(fmt::format(R"(44{},{{"message":"Invalid namespace"}})", nsp)));
  }
  if (std::exchange(connected_, true)) return break_off("connected already");
  outlet_.send(make_message(fmt::format(R"(40{{"sid":"{}"}})", id_)));
}

void SocketSession::on_event(const SocketPacket& packet) {
  boost::system::error_code error;
  const auto value = json::parse({packet.payload.data(), packet.payload.size()}, error);
  const auto* event = error ? nullptr : value.if_array();
  const auto* name = event && !event->empty() ? event->front().if_string() : nullptr;
  if (!name) return break_off("parse error");
  const bool joins = *name == "subscribe";
  if (!joins && *name != "unsubscribe")
    return complain("unknown event; there are subscribe and unsubscribe", packet.id);
  const auto room = room_of(*event);
  if (!is_room(room))
    return complain(
        "unknown channel; there are system/cpu, system/memory, system/disk, system/network and "
        "system/gpu/N",
        packet.id);
  joins ? subscribe(room, packet.id) : unsubscribe(room, packet.id);
}

void SocketSession::subscribe(const std::string& room, std::optional<std::uint64_t> ack) {
  if (rooms_.size() >= kMaxRooms && !rooms_.has(room))
    return complain(fmt::format("more than {} channels", kMaxRooms), ack);
  tell("subscribed", room, ack);
  rooms_.add(room, true);
}

void SocketSession::unsubscribe(const std::string& room, std::optional<std::uint64_t> ack) {
  rooms_.remove(room);
  tell("unsubscribed", room, ack);
}

void SocketSession::tell(std::string_view event, std::string_view room,
                         std::optional<std::uint64_t> ack) {
  outlet_.send(make_message(fmt::format(R"(42["{}",{{"channel":"{}"}}])", event, room)));
  if (ack) outlet_.send(make_message(fmt::format(R"(43{}[{{"channel":"{}"}}])", *ack, room)));
}

void SocketSession::complain(std::string_view what, std::optional<std::uint64_t> ack) {
  outlet_.send(make_message(fmt::format(R"(42["error",{{"message":{}}}])", json_string(what))));
  if (ack)
    outlet_.send(make_message(fmt::format(R"(43{}[{{"error":{}}}])", *ack, json_string(what))));
}

}  // namespace mimon::server
