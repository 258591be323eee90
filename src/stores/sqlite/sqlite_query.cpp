#include <algorithm>
#include <set>

#include "stores/sqlite/answer.h"
#include "stores/sqlite/sqlite_store.h"

namespace mimon::store::sqlite {
namespace {

std::int64_t to_seconds(WallTime time) {
  return std::chrono::ceil<std::chrono::seconds>(time).time_since_epoch().count();
}

Column column_of(const SeriesKey& key, const Registry& registry, std::vector<Wanted>& wanted) {
  Column column;
  column.key = key;
  for (const SeriesId id : registry.find(key)) {
    const Registry::Series& series = registry.series(id);
    column.known = true;
    column.kind = series.kind;
    column.decimals = std::max(column.decimals, series.decimals);
    wanted.push_back({id, series.scale});
  }
  return column;
}

}  // namespace

Result<QueryResult> SqliteStore::query(const Query& query) const {
  if (const auto sense = check(query); !sense) return sense.error();
  auto result = try_query(query);
  if (!result && is_damage(result.error())) {
    const std::lock_guard lock(layout_);
    corruption_ = true;
  }
  return result;
}

Result<QueryResult> SqliteStore::try_query(const Query& query) const {
  QueryResult result;
  Request request;
  std::vector<Part> parts;
  std::vector<BatchCopy> copies;
  std::optional<Readers::View> view;
  {
    const std::lock_guard lock(layout_);
    std::set<SeriesId> ids;
    for (const SeriesKey& key : query.series) {
      request.columns.emplace_back();
      if (query.host.empty())
        result.columns.push_back(column_of(key, registry_, request.columns.back()));
      else
        result.columns.emplace_back().key = key;
      for (const Wanted& wanted : request.columns.back()) ids.insert(wanted.id);
    }
    const std::vector<BatchInfo> batches = batch_infos();
    result.resolution = query.resolution ? *query.resolution : choose(query, blocks_, batches);
    const std::int64_t step = step_of(result.resolution).count();
    const std::int64_t start = to_seconds(query.start);
    const std::int64_t end = to_seconds(query.end);
    request.width = width_for(end - start, step, query.max_points);
    request.start = start / request.width * request.width;
    request.end = (end + request.width - 1) / request.width * request.width;
    result.step = std::chrono::seconds(request.width);
    result.min_max = query.min_max || request.width > step;
    parts = plan(blocks_, batches, result.resolution, request.start, request.end);
    for (const Batch& batch : batches_) {
      const bool used = std::any_of(parts.begin(), parts.end(), [&](const Part& part) {
        return !part.block && part.batch == copies.size();
      });
      copies.push_back(used ? batch.copy({ids.begin(), ids.end()}) : BatchCopy());
    }
    if (readers_) {
      auto opened = Readers::view(readers_);
      if (!opened) return opened.error();
      view.emplace(std::move(*opened));
    }
  }
  std::vector<std::int64_t> damaged;
  const auto filled =
      fill(view ? &view->database() : nullptr, parts, copies, request, result, damaged);
  if (!filled) return filled.error();
  if (!damaged.empty()) {
    const std::lock_guard lock(layout_);
    damaged_.insert(damaged_.end(), damaged.begin(), damaged.end());
  }
  return result;
}

std::vector<BatchInfo> SqliteStore::batch_infos() const {
  std::vector<BatchInfo> infos;
  for (const Batch& batch : batches_) infos.push_back(batch.info(infos.size()));
  return infos;
}

Resolution SqliteStore::resolution_for(const Query& query) const {
  const std::lock_guard lock(layout_);
  return query.resolution ? *query.resolution : choose(query, blocks_, batch_infos());
}

std::vector<SeriesInfo> SqliteStore::series() const {
  const std::lock_guard lock(layout_);
  std::vector<SeriesInfo> list;
  for (SeriesId id = 0; id < registry_.size(); ++id) {
    const Registry::Series& series = registry_.series(id);
    const Registry::Device& device = registry_.device_of(id);
    list.push_back({{},
                    device.identity,
                    device.id,
                    device.kind,
                    device.name,
                    series.metric,
                    series.kind,
                    series.decimals});
  }
  return list;
}

}  // namespace mimon::store::sqlite
