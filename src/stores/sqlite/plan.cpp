#include "stores/sqlite/plan.h"

#include <algorithm>
#include <limits>

namespace mimon::store::sqlite {
namespace {

// Takes [from, to] out of what the parts stand for.
void cut_out(std::vector<Part>& parts, std::int64_t from, std::int64_t to) {
  std::vector<Part> left;
  for (const Part& part : parts) {
    if (part.to < from || part.from > to) {
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

std::int64_t oldest_at(Resolution resolution, std::span<const BlockInfo> blocks,
                       std::span<const BatchInfo> batches) {
  std::int64_t oldest = std::numeric_limits<std::int64_t>::max();
  for (const BatchInfo& batch : batches) oldest = std::min(oldest, batch.first);
  for (const BlockInfo& block : blocks) {
    if (block.tier <= resolution) oldest = std::min(oldest, block.first);
  }
  return oldest;
}

std::int64_t seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
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
    cut_out(parts, part.from, part.to);
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
  constexpr std::int64_t kTolerance = step_of(Resolution::m5).count();
  const std::int64_t start =
      std::max(seconds(query.start), oldest_at(Resolution::m5, blocks, batches));
  const auto most =
      static_cast<std::int64_t>(query.max_points == 0 ? kAutoPoints : query.max_points);
  for (const Resolution resolution : kResolutions) {
    if ((seconds(query.end) - seconds(query.start)) / step_of(resolution).count() > most) continue;
    if (oldest_at(resolution, blocks, batches) <= start + kTolerance) return resolution;
  }
  return Resolution::m5;
}

}  // namespace mimon::store::sqlite
