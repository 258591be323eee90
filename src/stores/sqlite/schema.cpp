#include "stores/sqlite/schema.h"

#include <fmt/format.h>

#include <array>

namespace mimon::store::sqlite {
namespace {

constexpr std::int64_t kApplicationId = 0x6d6d6f6e;  // "mmon"

Error refusal(std::string message) {
  return {{}, std::move(message)};
}

std::string path_of(Database& database) {
  return sqlite3_db_filename(database.handle(), nullptr);
}

/// The steps that were taken; an error where the file is another program's, or newer.
Result<std::int64_t> version_of(Database& database, std::span<const std::string> steps) {
  auto version = database.number("PRAGMA user_version");
  if (!version) return version.error();
  const auto owner = database.number("PRAGMA application_id");
  if (!owner) return owner.error();
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();
  if (*tables > 0 && *owner != kApplicationId)
    return refusal(path_of(database) +
                   " is a database of another program: move it away, or choose another data "
                   "folder");
  if (*version > static_cast<std::int64_t>(steps.size()))
    return refusal(
        fmt::format("{} was written by a newer version of mimon (its schema is {}, this "
                    "version knows up to {}): upgrade mimon, or move the file away",
                    path_of(database), *version, steps.size()));
  return version;
}

}  // namespace

std::span<const std::string> migrations() {
  static const std::array<std::string, 3> kSteps = {R"(
    CREATE TABLE device(
      id INTEGER PRIMARY KEY, identity TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,
      device TEXT NOT NULL, name TEXT NOT NULL);
    CREATE TABLE series(
      id INTEGER PRIMARY KEY, device INTEGER NOT NULL REFERENCES device(id), metric TEXT NOT NULL,
      kind INTEGER NOT NULL, decimals INTEGER NOT NULL);
    CREATE TABLE tick(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
    CREATE TABLE block(
      id INTEGER PRIMARY KEY, tier INTEGER NOT NULL, merged INTEGER NOT NULL,
      first INTEGER NOT NULL, last INTEGER NOT NULL, points INTEGER NOT NULL,
      spacing INTEGER NOT NULL, size INTEGER NOT NULL, head BLOB NOT NULL);
    CREATE TABLE slice(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL);
  )",
                                                    R"(
    -- The tables stay; blocks' heads may hold references from now on, see block.cpp.
  )",
                                                    R"(
    ALTER TABLE block ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
    UPDATE block SET rank = id;
  )"};
  return kSteps;
}

Result<void> migrate(Database& database, std::span<const std::string> steps) {
  const auto version = version_of(database, steps);
  if (!version) return version.error();
  const auto known = static_cast<std::int64_t>(steps.size());
  if (*version == known) return {};
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  for (auto step = *version; step < known; ++step) {
    const auto done = database.script(steps[static_cast<std::size_t>(step)]);
    if (!done) return done;
  }
  const auto marked = database.script(
      fmt::format("PRAGMA application_id={}; PRAGMA user_version={}", kApplicationId, known));
  if (!marked) return marked.error();
  return transaction->commit();
}

Result<void> check_readable(Database& database, std::span<const std::string> steps) {
  const auto version = version_of(database, steps);
  if (!version) return version.error();
  if (*version == static_cast<std::int64_t>(steps.size())) return {};
  return refusal(
      fmt::format("{} was written by an older version of mimon: 'mimon serve' brings "
                  "it up to date",
                  path_of(database)));
}

Result<void> prepare_for_writing(Database& database) {
  return database.script(
      "PRAGMA page_size=4096; PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;"
      "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=262144;"
      "PRAGMA cache_size=-256; PRAGMA temp_store=MEMORY");
}

}  // namespace mimon::store::sqlite
