#include "stores/sqlite/preparation.h"

#include <algorithm>
#include <set>

#include "stores/buckets.h"

namespace mimon::store::sqlite {
namespace {

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

/// Makes the columns; returns the series that they are made of.
std::vector<SeriesId> find_columns(const Query& query, const Registry& registry,
                                   Preparation& prepared) {
  std::set<SeriesId> ids;
  for (const SeriesKey& key : query.series) {
    auto& wanted = prepared.request.columns.emplace_back();
    if (query.host.empty())
      prepared.result.columns.push_back(column_of(key, registry, wanted));
    else
      prepared.result.columns.emplace_back().key = key;
    for (const Wanted& one : wanted) ids.insert(one.id);
  }
  return {ids.begin(), ids.end()};
}

}  // namespace

Preparation prepare(const Query& query, const Registry& registry, std::span<const Batch> batches,
                    const Blocks& blocks) {
  Preparation prepared;
  QueryResult& result = prepared.result;
  Request& request = prepared.request;
  request.query = query;
  const std::vector<SeriesId> ids = find_columns(query, registry, prepared);
  const std::vector<BatchInfo> infos = infos_of(batches);
  result.resolution = query.resolution ? *query.resolution : choose(query, blocks, infos);
  const std::int64_t step = step_of(result.resolution).count();
  const std::int64_t start = first_second(query.start);
  const std::int64_t end = first_second(query.end);
  request.width = width_for(end - start, step, query.max_points);
  request.start = start / request.width * request.width;
  request.end = (end + request.width - 1) / request.width * request.width;
  result.step = std::chrono::seconds(request.width);
  result.min_max = query.min_max || request.width > step;
  prepared.parts = plan(blocks, infos, result.resolution, request.start, request.end);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    const bool used = std::any_of(prepared.parts.begin(), prepared.parts.end(),
                                  [&](const Part& part) { return !part.block && part.batch == i; });
    prepared.batches.push_back(used ? batches[i].copy(ids) : BatchCopy());
  }
  return prepared;
}

Result<QueryResult> answer(Preparation prepared, Database* database,
                           std::vector<std::int64_t>& damaged) {
  const auto filled =
      fill(database, prepared.parts, prepared.batches, prepared.request, prepared.result, damaged);
  if (!filled) return filled.error();
  return std::move(prepared.result);
}

std::vector<BatchInfo> infos_of(std::span<const Batch> batches) {
  std::vector<BatchInfo> infos;
  for (const Batch& batch : batches) infos.push_back(batch.info(infos.size()));
  return infos;
}

std::vector<SeriesInfo> series_of(const Registry& registry) {
  std::vector<SeriesInfo> list;
  for (SeriesId id = 0; id < registry.size(); ++id) {
    const Registry::Series& series = registry.series(id);
    const Registry::Device& device = registry.device_of(id);
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
