#include "server/connections.h"

#include <algorithm>
#include <utility>

namespace mimon::server {
namespace {

using std::chrono::milliseconds;

/// A peer's own polls and requests are given up for it after that, so that it is not busy with
/// asking again.
constexpr std::chrono::seconds kOwn{1};

milliseconds tick_for(const Timeouts& timeouts) {
  const auto shortest =
      std::min({timeouts.header, timeouts.body, timeouts.idle, timeouts.write, timeouts.linger});
  return std::clamp(shortest / 8, milliseconds(1), milliseconds(1000));
}

bool goes_before(const Connection& one, const Connection& other) {
  return std::pair(one.stage(), one.since()) < std::pair(other.stage(), other.since());
}

bool is_given_up_for_its_own(const Connection& connection, MonoTime now) {
  const auto stage = connection.stage();
  if (stage == Stage::idle) return true;
  return stage < Stage::sending && now - connection.since() >= kOwn;
}

}  // namespace

Connections::Connections(const Timeouts& timeouts) : tick_(tick_for(timeouts)) {}

void Connections::add(Connection& connection) {
  open_.add(connection.peer(), connection);
  if (open_.size() == 1) watch();
}

void Connections::remove(Connection& connection) {
  open_.remove(connection.peer(), connection);
  if (open_.size() == 0 && timer_) timer_->cancel();
}

bool Connections::make_room(std::uint64_t newcomer) {
  const auto now = std::chrono::steady_clock::now();
  const auto* greedier = open_.greedier(newcomer);
  Connection* first = nullptr;
  for (auto* connection : greedier ? *greedier : open_.of(newcomer)) {
    const bool can_go =
        greedier ? connection->stage() != Stage::bound : is_given_up_for_its_own(*connection, now);
    if (can_go && (!first || goes_before(*connection, *first))) first = connection;
  }
  if (first != nullptr) first->give_way();
  return first != nullptr;
}

void Connections::drain(milliseconds limit) {
  draining_ = true;
  drained_at_ = std::chrono::steady_clock::now() + limit;
  open_.for_each([](Connection& connection) { connection.drain(); });
  if (open_.size() > 0) watch();
}

void Connections::watch() {
  timer_->expires_at(std::min(std::chrono::steady_clock::now() + tick_, drained_at_));
  timer_->async_wait([this](boost::system::error_code error) {
    if (error || open_.size() == 0) return;
    const auto now = std::chrono::steady_clock::now();
    open_.for_each([&](Connection& connection) {
      if (drained_at_ <= now)
        connection.close();
      else if (connection.deadline() <= now)
        connection.expire();
    });
    if (drained_at_ > now) watch();
  });
}

}  // namespace mimon::server
