#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

namespace mimon::store::sqlite {

/// SQLite's primary result codes as `std::error_code`.
[[nodiscard]] const std::error_category& sqlite_category();

/// The file's content is damaged, or it is no SQLite file.
[[nodiscard]] bool is_damage(const Error& error);

/// Bytes to bind as a blob; must outlive the call.
struct Blob {
  std::string_view bytes;
};

/// A row of an answer; valid within the callback that it is handed to.
class Row {
 public:
  explicit Row(sqlite3_stmt* statement) : statement_(statement) {}
  [[nodiscard]] std::int64_t integer(int column) const {
    return sqlite3_column_int64(statement_, column);
  }
  /// Text or blob.
  [[nodiscard]] std::string_view bytes(int column) const {
    const auto* data = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string_view() : std::string_view(data, size);
  }

 private:
  sqlite3_stmt* statement_;
};

/// One connection. For one thread at a time.
class Database {
 public:
  enum class Mode { read_write, read_only };

  /// `read_write` makes the file where there is none.
  [[nodiscard]] static Result<Database> open(const std::string& path, Mode mode);

  /// Runs one statement with its parameters: integers, text, `Blob`. Statements are prepared once
  /// and kept, so `sql` must be a literal.
  template <typename... Values>
  [[nodiscard]] Result<void> run(const char* sql, const Values&... values) {
    return rows(sql, [](const Row&) { return true; }, values...);
  }

  /// Hands each row of the answer to `take` until it returns false.
  template <typename Take, typename... Values>
  [[nodiscard]] Result<void> rows(const char* sql, Take&& take, const Values&... values) {
    const Result<sqlite3_stmt*> statement = prepare(sql);
    if (!statement) return statement.error();
    int index = 0;
    (bind(*statement, ++index, values), ...);
    return step(*statement, take);
  }

  /// Runs statements that are used once, `;` between them.
  [[nodiscard]] Result<void> script(const std::string& sql);

  /// The first column of the first row; 0 where there is none.
  [[nodiscard]] Result<std::int64_t> number(const char* sql);

  [[nodiscard]] sqlite3* handle() const { return connection_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };

  [[nodiscard]] Result<sqlite3_stmt*> prepare(const char* sql);
  [[nodiscard]] Result<void> step(sqlite3_stmt* statement,
                                  const std::function<bool(const Row&)>& take);
  [[nodiscard]] Error error(std::string what) const;

  static void bind(sqlite3_stmt* statement, int index, std::int64_t value) {
    sqlite3_bind_int64(statement, index, value);
  }
  static void bind(sqlite3_stmt* statement, int index, std::string_view text) {
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
  }
  static void bind(sqlite3_stmt* statement, int index, Blob blob) {
    sqlite3_bind_blob(statement, index, blob.bytes.data(), static_cast<int>(blob.bytes.size()),
                      SQLITE_STATIC);
  }

  std::string path_;
  std::unique_ptr<sqlite3, Close> connection_;
  std::unordered_map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> statements_;
};

/// Takes back what was done since it was made, unless `commit` succeeds.
class Transaction {
 public:
  /// Takes the write lock at once.
  [[nodiscard]] static Result<Transaction> begin(Database& database);
  Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}
  Database* database_;
};

}  // namespace mimon::store::sqlite
