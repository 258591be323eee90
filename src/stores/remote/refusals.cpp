#include "stores/remote/refusals.h"

#include <fmt/format.h>

namespace mimon::store::remote {

void Refusals::add(std::uint64_t count, const std::string& why, Time now) {
  if (count == 0) return;
  if (!told(now)) count_ = 0;
  count_ += count;
  why_ = why;
  last_ = now;
}

std::string Refusals::tell(Time now) const {
  if (!told(now)) return {};
  return fmt::format("the store refused {} samples, which are lost{}{}", count_,
                     why_.empty() ? "" : ": ", why_);
}

}  // namespace mimon::store::remote
