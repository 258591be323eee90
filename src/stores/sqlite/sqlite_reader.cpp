#include "stores/sqlite/sqlite_reader.h"

#include <filesystem>

#include "stores/sqlite/archive.h"
#include "stores/sqlite/preparation.h"
#include "stores/sqlite/schema.h"

namespace mimon::store::sqlite {
namespace {

Error for_a_person(const Error& error) {
  return {{}, explain(error)};
}

}  // namespace

SqliteReader::SqliteReader(std::string path, Database database, Contents contents)
    : path_(std::move(path)), database_(std::move(database)), contents_(std::move(contents)) {}

Result<std::unique_ptr<SqliteReader>> SqliteReader::open(const std::string& path) {
  std::error_code missing;
  if (!std::filesystem::exists(path, missing)) return Error{{}, path + ": there is no history"};
  auto database = Database::open(path, Database::Mode::read_only);
  if (!database) return for_a_person(database.error());
  const auto begun = database->script("PRAGMA busy_timeout=1000; BEGIN");
  if (!begun) return for_a_person(begun.error());
  if (const auto readable = check_readable(*database, migrations()); !readable)
    return for_a_person(readable.error());
  auto contents = Contents::read(*database);
  if (!contents) return for_a_person(contents.error());
  return std::unique_ptr<SqliteReader>(
      new SqliteReader(path, std::move(*database), std::move(*contents)));
}

Result<QueryResult> SqliteReader::query(const Query& query) const {
  if (const auto sense = check(query); !sense) return sense.error();
  auto prepared = prepare(query, contents_.registry, contents_.batches, contents_.blocks);
  std::vector<std::int64_t> damaged;
  const std::lock_guard lock(mutex_);
  return answer(std::move(prepared), &database_, damaged);
}

Resolution SqliteReader::resolution_for(const Query& query) const {
  return query.resolution ? *query.resolution
                          : choose(query, contents_.blocks, infos_of(contents_.batches));
}

std::vector<SeriesInfo> SqliteReader::series(std::string_view host) const {
  if (!host.empty()) return {};
  return series_of(contents_.registry);
}

StoreStatus SqliteReader::status() const {
  StoreStatus status;
  status.location = path_;
  status.bytes = bytes_on_disk(path_);
  return status;
}

}  // namespace mimon::store::sqlite
