#include "server/connections.h"

#include <algorithm>
#include <vector>

namespace mimon::server {
namespace {

using std::chrono::milliseconds;

milliseconds tick_for(const Timeouts& timeouts) {
  const auto shortest =
      std::min({timeouts.header, timeouts.body, timeouts.idle, timeouts.write, timeouts.linger});
  return std::clamp(shortest / 8, milliseconds(1), milliseconds(1000));
}

}  // namespace

Connections::Connections(const Timeouts& timeouts) : tick_(tick_for(timeouts)) {}

void Connections::add(Connection& connection) {
  open_.insert(&connection);
  if (open_.size() == 1) watch();
}

void Connections::remove(Connection& connection) {
  open_.erase(&connection);
  if (open_.empty() && timer_) timer_->cancel();
}

bool Connections::close_idlest() {
  Connection* idlest = nullptr;
  for (auto* connection : open_) {
    if (connection->idle() && (!idlest || connection->deadline() < idlest->deadline()))
      idlest = connection;
  }
  if (idlest != nullptr) idlest->close();
  return idlest != nullptr;
}

void Connections::drain(milliseconds limit) {
  draining_ = true;
  drained_at_ = std::chrono::steady_clock::now() + limit;
  for (auto* connection : open_) connection->drain();
  if (!open_.empty()) watch();
}

void Connections::watch() {
  timer_->expires_at(std::min(std::chrono::steady_clock::now() + tick_, drained_at_));
  timer_->async_wait([this](boost::system::error_code error) {
    if (error || open_.empty()) return;
    const auto now = std::chrono::steady_clock::now();
    for (auto* connection : open_) {
      if (drained_at_ <= now)
        connection->close();
      else if (connection->deadline() <= now)
        connection->expire();
    }
    if (drained_at_ > now) watch();
  });
}

}  // namespace mimon::server
