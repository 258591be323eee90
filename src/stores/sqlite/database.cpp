#include "stores/sqlite/database.h"

namespace mimon::store::sqlite {
namespace {

class SqliteCategory final : public std::error_category {
 public:
  const char* name() const noexcept override { return "sqlite"; }
  std::string message(int code) const override { return sqlite3_errstr(code); }
};

}  // namespace

const std::error_category& sqlite_category() {
  static const SqliteCategory category;
  return category;
}

bool is_damage(const Error& error) {
  return error.code == std::error_code(SQLITE_CORRUPT, sqlite_category()) ||
         error.code == std::error_code(SQLITE_NOTADB, sqlite_category());
}

Result<Database> Database::open(const std::string& path, Mode mode) {
  Database database;
  database.path_ = path;
  const int flags = (mode == Mode::read_only ? SQLITE_OPEN_READONLY
                                             : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
                    SQLITE_OPEN_NOMUTEX;
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &connection, flags, nullptr);
  database.connection_.reset(connection);
  if (code != SQLITE_OK) return database.error("cannot open");
  return database;
}

Error Database::error(std::string what) const {
  const int code = connection_ ? sqlite3_errcode(connection_.get()) & 0xff : SQLITE_NOMEM;
  return {std::error_code(code, sqlite_category()), path_ + ": " + std::move(what)};
}

Result<sqlite3_stmt*> Database::prepare(const char* sql) {
  auto& kept = statements_[sql];
  if (!kept) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(connection_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
                           nullptr) != SQLITE_OK)
      return error("cannot prepare a statement");
    kept.reset(statement);
  }
  return kept.get();
}

Result<void> Database::step(sqlite3_stmt* statement, const std::function<bool(const Row&)>& take) {
  int code = sqlite3_step(statement);
  while (code == SQLITE_ROW && take(Row(statement))) code = sqlite3_step(statement);
  const bool failed = code != SQLITE_ROW && code != SQLITE_DONE;
  Result<void> result = failed ? Result<void>(error("cannot read or write")) : Result<void>();
  sqlite3_reset(statement);
  sqlite3_clear_bindings(statement);
  return result;
}

Result<void> Database::script(const std::string& sql) {
  if (sqlite3_exec(connection_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return error("cannot set up");
  return {};
}

Result<std::int64_t> Database::number(const char* sql) {
  std::int64_t value = 0;
  const Result<void> done = rows(sql, [&](const Row& row) {
    value = row.integer(0);
    return false;
  });
  if (!done) return done.error();
  return value;
}

Result<Transaction> Transaction::begin(Database& database) {
  if (const auto begun = database.run("BEGIN IMMEDIATE"); !begun) return begun.error();
  return Transaction(database);
}

Transaction::~Transaction() {
  // SQLite has rolled back by itself after some errors; then this does nothing.
  if (database_ != nullptr) (void)database_->run("ROLLBACK");
}

Result<void> Transaction::commit() {
  const auto done = database_->run("COMMIT");
  if (done) database_ = nullptr;
  return done;
}

}  // namespace mimon::store::sqlite
