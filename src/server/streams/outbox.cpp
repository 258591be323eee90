#include "server/streams/outbox.h"

#include <algorithm>

namespace mimon::server {

bool Outbox::push(Message message) {
  if (answer_bytes_ + message->text().size() > kMaxAnswers) return false;
  answer_bytes_ += message->text().size();
  answers_.push_back(std::move(message));
  return true;
}

void Outbox::offer(Topic topic, const Batch& batch) {
  const auto found =
      std::ranges::find_if(samples_, [&](const auto& waiting) { return waiting.first == topic; });
  if (found == samples_.end()) {
    samples_.emplace_back(topic, batch);
    return;
  }
  found->second = batch;
  ++dropped_;
}

void Outbox::forget(Topic topic) {
  std::erase_if(samples_, [&](const auto& waiting) { return waiting.first == topic; });
}

Message Outbox::pop() {
  if (!begun_ && answers_.empty() && !samples_.empty()) {
    begun_ = std::move(samples_.front().second);
    next_ = 0;
    samples_.erase(samples_.begin());
  }
  if (begun_) {
    auto message = (*begun_)[next_++];
    if (next_ == begun_->size()) begun_ = nullptr;
    return message;
  }
  if (answers_.empty()) return nullptr;
  auto message = std::move(answers_.front());
  answers_.erase(answers_.begin());
  answer_bytes_ -= message->text().size();
  if (answers_.empty()) answers_ = {};
  return message;
}

}  // namespace mimon::server
