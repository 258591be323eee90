#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/result.h"
#include "stores/postgres/libpq.h"

namespace mimon::store::postgres {

/// Why PostgreSQL did not do what was asked. Errors of this category leave the connection usable.
enum class SqlError {
  other = 1,
  duplicate,     ///< a row is there already (23505)
  out_of_shape,  ///< a table, column or partition is missing: the schema changed meanwhile
  busy,          ///< a lock, a deadlock, a serialisation failure, a timeout: try again
  denied,        ///< the role may not, or could not log in
  data,          ///< a value that can never be taken
  unfit,         ///< this server or its schema cannot be used: a person has to decide
};
[[nodiscard]] const std::error_category& sql_category();
[[nodiscard]] inline std::error_code make_error_code(SqlError error) {
  return {static_cast<int>(error), sql_category()};
}
[[nodiscard]] inline bool is(const Error& error, SqlError what) {
  return error.code == make_error_code(what);
}

/// The rows of an answer, in PostgreSQL's binary format. Movable.
class Rows {
 public:
  Rows(const Libpq& pq, PGresult* result);

  [[nodiscard]] int size() const { return size_; }
  [[nodiscard]] bool is_null(int row, int column) const;
  [[nodiscard]] std::string_view text(int row, int column) const;
  /// Of a smallint, integer or bigint.
  [[nodiscard]] std::int64_t integer(int row, int column) const;
  /// Of a double precision; NaN for null.
  [[nodiscard]] double number(int row, int column) const;
  [[nodiscard]] bool boolean(int row, int column) const;

 private:
  struct Clear {
    const Libpq* pq;
    void operator()(PGresult* result) const { pq->clear(result); }
  };
  const Libpq* pq_;
  std::unique_ptr<PGresult, Clear> result_;
  int size_;
};

/// How connections are made.
struct Target {
  std::string url;
  std::string password;  ///< empty: whatever the URL and the environment say
  std::chrono::milliseconds connect_limit{4000};
  std::chrono::milliseconds limit{8000};  ///< for one statement
  std::shared_ptr<const std::atomic<bool>> interrupted;
};

/// One connection. Every call ends within its limit, whatever the network does, or soon after
/// `interrupted`; then, and where the server hangs up, the connection is no longer usable. For one
/// thread at a time.
class Connection {
 public:
  [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const Libpq& pq,
                                                                const Target& target);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// One statement. Parameters are text; absent is null.
  [[nodiscard]] Result<Rows> query(const std::string& sql,
                                   std::span<const std::optional<std::string>> parameters = {});
  /// Any number of statements.
  [[nodiscard]] Result<void> run(const std::string& sql);
  /// `sql` is a COPY … FROM STDIN.
  [[nodiscard]] Result<void> copy(const std::string& sql, std::string_view bytes);

  [[nodiscard]] bool usable() const { return usable_; }
  [[nodiscard]] int server_version() const;  ///< such as 150004

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  using Handle = std::unique_ptr<PGconn, decltype(&PQfinish)>;

  Connection(const Libpq& pq, const Target& target, Handle handle);
  [[nodiscard]] Result<void> finish_connecting();
  [[nodiscard]] Result<void> wait(bool for_writing, Deadline deadline);
  [[nodiscard]] Result<void> flush(Deadline deadline);
  [[nodiscard]] Result<PGresult*> next_result(Deadline deadline);
  [[nodiscard]] Result<PGresult*> last_result(Deadline deadline);
  [[nodiscard]] Result<void> put(std::string_view bytes, Deadline deadline);
  [[nodiscard]] Error broken(std::string_view what);
  [[nodiscard]] Error error_of(const PGresult* result) const;

  const Libpq& pq_;
  const Target target_;
  Handle handle_;
  bool usable_ = true;
};

/// Begins a transaction; rolls it back unless it was committed.
class Transaction {
 public:
  [[nodiscard]] static Result<Transaction> begin(Connection& connection, const char* sql = "BEGIN");
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  [[nodiscard]] Result<void> commit();

 private:
  explicit Transaction(Connection& connection) : connection_(&connection) {}
  Connection* connection_;
};

}  // namespace mimon::store::postgres
