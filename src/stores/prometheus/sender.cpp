#include "stores/prometheus/sender.h"

#include <fmt/format.h>
#include <snappy.h>

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "stores/prometheus/packing.h"
#include "stores/prometheus/write_request.h"

namespace mimon::store::prometheus {
namespace {

constexpr std::chrono::milliseconds kLimit{8000};
// Before compression; receivers take at least 16 MiB.
constexpr std::size_t kBatchBytes = std::size_t{4} << 20;
constexpr std::array<long, 4> kRefusals{400, 409, 413, 422};

// How engines of the family say that a sample is too old for them, or older than one that they
// hold.
constexpr std::array<std::string_view, 5> kTooOld{"out of bounds", "out of order", "out-of-order",
                                                  "too old", "too-old"};

std::string with_hint(const std::string& why) {
  const bool old = std::any_of(kTooOld.begin(), kTooOld.end(), [&](std::string_view words) {
    return why.find(words) != std::string::npos;
  });
  if (!old) return why;
  return why + " (how old samples may be is set there: storage.tsdb.out_of_order_time_window)";
}

std::size_t batch_size(std::span<const std::string> records) {
  std::size_t bytes = 0;
  for (std::size_t count = 0; count < records.size(); ++count) {
    bytes += unpacked_size(records[count]);
    if (count > 0 && bytes > kBatchBytes) return count;
  }
  return records.size();
}

std::vector<std::string> unpacked(std::span<const std::string> records) {
  std::vector<std::string> messages;
  messages.reserve(records.size());
  for (const std::string& record : records) messages.push_back(unpack(record));
  return messages;
}

std::string compressed(std::span<const std::string> messages) {
  std::string joined;
  joined.reserve(std::transform_reduce(messages.begin(), messages.end(), std::size_t{0},
                                       std::plus<>(), std::mem_fn(&std::string::size)));
  for (const std::string& message : messages) joined += message;
  std::string out;
  snappy::Compress(joined.data(), joined.size(), &out);
  return out;
}

}  // namespace

Result<remote::Sent> Sender::send(std::span<const std::string> records) {
  Progress progress{.deadline = Deadline(kLimit)};
  while (!records.empty() && !progress.stopped) {
    const std::size_t count = batch_size(records);
    send_some(unpacked(records.first(count)), progress);
    records = records.subspan(count);
  }
  if (progress.stopped && progress.sent.taken == 0) return progress.away;
  return progress.sent;
}

void Sender::send_some(std::span<const std::string> messages, Progress& progress) {
  if (progress.stopped) return;
  const auto outcome = post(messages, progress.deadline);
  if (!outcome || (*outcome == Outcome::refused && !takes_anything(progress.deadline))) {
    progress.away = outcome ? away("refuses whatever is sent to " + endpoint_.write_url +
                                   ", saying: " + why_refused_)
                            : outcome.error();
    progress.stopped = true;
  } else if (*outcome == Outcome::taken) {
    progress.sent.taken += messages.size();
  } else if (messages.size() == 1) {
    refuse(messages.front(), progress);
  } else {
    send_some(messages.first(messages.size() / 2), progress);
    send_some(messages.subspan(messages.size() / 2), progress);
  }
}

bool Sender::takes_anything(const Deadline& deadline) {
  if (has_taken_) return true;
  const std::string why = why_refused_;
  const auto outcome = post({}, deadline);
  why_refused_ = why;
  return outcome && *outcome == Outcome::taken;
}

void Sender::refuse(const std::string& message, Progress& progress) {
  const std::string why = why_refused_;
  const auto there = is_there(message, progress.deadline);
  if (!there) {
    progress.away = there.error();
    progress.stopped = true;
    return;
  }
  const std::size_t at = progress.sent.taken++;
  if (*there) return;
  progress.sent.refused.push_back(at);
  progress.sent.why = with_hint(why);
  // A clock that is set back has every second refused: said at the first, then ever more rarely.
  ++refused_;
  if ((refused_ & (refused_ - 1)) == 0)
    log_->warn("{} refused {} samples in all, last: {}", endpoint_.location, refused_, why);
}

Result<Sender::Outcome> Sender::post(std::span<const std::string> messages,
                                     const Deadline& deadline) {
  const std::string headers[] = {"Content-Type: application/x-protobuf", "Content-Encoding: snappy",
                                 "X-Prometheus-Remote-Write-Version: 0.1.0"};
  const auto reply =
      http_.post(endpoint_.write_url, compressed(messages), headers, deadline.left());
  if (!reply) {
    return Error{reply.error().code, fmt::format("{} cannot be written to: {}", endpoint_.location,
                                                 reply.error().message)};
  }
  has_taken_ = has_taken_ || (reply->status >= 200 && reply->status < 300);
  if (reply->status >= 200 && reply->status < 300) return Outcome::taken;
  if (std::find(kRefusals.begin(), kRefusals.end(), reply->status) == kRefusals.end())
    return away("answers remote write with " + status_text(reply->status, reply->body));
  why_refused_ = error_text(reply->body);
  return Outcome::refused;
}

Error Sender::away(std::string_view what) const {
  return {{}, fmt::format("{} {}", endpoint_.location, what)};
}

Result<bool> Sender::is_there(const std::string& message, const Deadline& deadline) const {
  const auto of = record_of(message);
  if (!of) return false;
  const auto time = static_cast<double>(of->time.time_since_epoch().count());
  const auto found = api_.instant(
      fmt::format("{}{{host={}}}[1s]", kTickTime, promql_string(of->host)), time + 0.5, deadline);
  if (!found) return found.error();
  return !found->empty();
}

}  // namespace mimon::store::prometheus
