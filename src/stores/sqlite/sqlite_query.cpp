#include "stores/sqlite/preparation.h"
#include "stores/sqlite/sqlite_store.h"

namespace mimon::store::sqlite {
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
  std::optional<Preparation> prepared;
  std::optional<Readers::View> view;
  {
    const std::lock_guard lock(layout_);
    prepared = prepare(query, registry_, batches_, blocks_);
    if (readers_) {
      auto opened = Readers::view(readers_);
      if (!opened) return opened.error();
      view.emplace(std::move(*opened));
    }
  }
  std::vector<std::int64_t> damaged;
  auto result = answer(std::move(*prepared), view ? &view->database() : nullptr, damaged);
  if (!damaged.empty()) {
    const std::lock_guard lock(layout_);
    damaged_.insert(damaged_.end(), damaged.begin(), damaged.end());
  }
  return result;
}

Resolution SqliteStore::resolution_for(const Query& query) const {
  const std::lock_guard lock(layout_);
  return query.resolution ? *query.resolution : choose(query, blocks_, infos_of(batches_));
}

std::vector<SeriesInfo> SqliteStore::series(std::string_view host) const {
  if (!host.empty()) return {};
  const std::lock_guard lock(layout_);
  return series_of(registry_);
}

}  // namespace mimon::store::sqlite
