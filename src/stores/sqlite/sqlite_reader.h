#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "stores/sqlite/contents.h"
#include "stores/store.h"

namespace mimon::store::sqlite {

/// A history file as it is when it is opened, whether or not a mimon writes it meanwhile. What is
/// appended to it is ignored.
class SqliteReader final : public Store {
 public:
  /// Fails where there is no file, or none that can be read; the words are for a person.
  [[nodiscard]] static Result<std::unique_ptr<SqliteReader>> open(const std::string& path);

  void append(const Snapshot&) override {}
  [[nodiscard]] Result<QueryResult> query(const Query& query) const override;
  [[nodiscard]] Resolution resolution_for(const Query& query) const override;
  [[nodiscard]] std::vector<SeriesInfo> series(std::string_view host) const override;
  [[nodiscard]] StoreStatus status() const override;

 private:
  SqliteReader(std::string path, Database database, Contents contents);

  const std::string path_;
  mutable std::mutex mutex_;  ///< guards `database_`, which holds its view for good
  mutable Database database_;
  const Contents contents_;
};

}  // namespace mimon::store::sqlite
