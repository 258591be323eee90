#include "stores/sqlite/plan.h"

#include <algorithm>

#include "stores/buckets.h"
#include "stores/choice.h"

namespace mimon::store::sqlite {
namespace {

bool has_buckets(const Part& part) {
  return part.block && part.block->tier != Resolution::s1;
}

// Takes what `by` stands for out of what the parts do. One that begins in the bucket that another
// ends with goes on in it.
void cut_out(std::vector<Part>& parts, const Part& by) {
  const std::int64_t from = by.from;
  const std::int64_t to = by.to;
  std::vector<Part> left;
  for (const Part& part : parts) {
    const bool goes_on = part.to == from && has_buckets(part) && has_buckets(by);
    if (part.to < from || part.from > to || goes_on) {
      left.push_back(part);
      continue;
    }
    Part before = part;
    before.to = from - 1;
    if (before.from <= before.to) left.push_back(before);
    Part after = part;
    after.from = to + 1;
    if (after.from <= after.to) left.push_back(after);
  }
  parts = std::move(left);
}

// What a stretch of time adds to what is known of a resolution. `missing`: seconds in it without
// data.
void reach(Reach& to, std::int64_t first, std::int64_t last, std::int64_t spacing,
           std::int64_t missing, std::int64_t start) {
  to.goes_back = to.goes_back || first <= start;
  if (last + spacing <= start) return;
  const std::int64_t begin = std::max(first, start);
  to.first = std::min(to.first, begin);
  to.surely = std::min(to.surely, begin + spacing - 1);
  to.after_gaps = std::min(to.after_gaps, begin + spacing - 1 + (first < start ? missing : 0));
}

Reach reach_of(Resolution resolution, std::span<const BlockInfo> blocks,
               std::span<const BatchInfo> batches, std::int64_t start) {
  Reach found;
  for (const BatchInfo& batch : batches)
    reach(found, batch.first, batch.last, batch.spacing, 0, start);
  for (const BlockInfo& block : blocks) {
    if (!serves(block, resolution)) continue;
    const std::int64_t missing = block.last + block.spacing - block.first - block.recorded();
    reach(found, block.first, block.last, block.spacing, std::max<std::int64_t>(missing, 0), start);
  }
  return found;
}

}  // namespace

bool serves(const BlockInfo& block, Resolution resolution) {
  switch (resolution) {
    case Resolution::s1:
      return block.tier == Resolution::s1;
    case Resolution::s10:
      return block.tier <= Resolution::s10;
    case Resolution::m1:
      return block.tier == Resolution::m1 || (block.tier == Resolution::s1 && !block.merged);
    case Resolution::m5:
      return block.tier >= Resolution::m1 || (block.tier == Resolution::s1 && !block.merged);
  }
  return false;
}

std::vector<Part> plan(std::span<const BlockInfo> blocks, std::span<const BatchInfo> batches,
                       Resolution resolution, std::int64_t start, std::int64_t end) {
  std::vector<Part> parts;
  const auto add = [&](const Part& part) {
    if (part.from >= end || part.to + part.spacing <= start) return;
    cut_out(parts, part);
    parts.push_back(part);
  };
  for (const BlockInfo& block : blocks) {
    if (serves(block, resolution)) add({block, 0, block.first, block.last, block.spacing});
  }
  for (const BatchInfo& batch : batches)
    add({std::nullopt, batch.index, batch.first, batch.last, batch.spacing});
  std::sort(parts.begin(), parts.end(),
            [](const Part& a, const Part& b) { return a.from < b.from; });
  return parts;
}

Resolution choose(const Query& query, std::span<const BlockInfo> blocks,
                  std::span<const BatchInfo> batches) {
  Reaches reaches;
  for (std::size_t i = 0; i < reaches.size(); ++i)
    reaches.at(i) = reach_of(kResolutions[i], blocks, batches, first_second(query.start));
  return store::choose(query, reaches);
}

}  // namespace mimon::store::sqlite
