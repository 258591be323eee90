#include "stores/postgres/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <limits>

namespace mimon::store::postgres {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kSlice{50};  // how long an interruption may go unseen

class SqlCategory final : public std::error_category {
 public:
  const char* name() const noexcept override { return "postgresql"; }
  std::string message(int code) const override {
    switch (static_cast<SqlError>(code)) {
      case SqlError::duplicate:
        return "the row is there already";
      case SqlError::out_of_shape:
        return "the schema changed meanwhile";
      case SqlError::busy:
        return "the database is busy";
      case SqlError::denied:
        return "not allowed";
      case SqlError::data:
        return "a value that cannot be taken";
      case SqlError::unfit:
        return "it cannot be used";
      case SqlError::other:
        break;
    }
    return "refused";
  }
};

SqlError classify(std::string_view state) {
  if (state == "23505") return SqlError::duplicate;
  // check_violation is a row without a partition.
  if (state == "42P01" || state == "42703" || state == "23514" || state == "23503")
    return SqlError::out_of_shape;
  if (state.starts_with("40") || state.starts_with("57") || state.starts_with("55"))
    return SqlError::busy;
  if (state.starts_with("22")) return SqlError::data;
  if (state.starts_with("28") || state == "42501") return SqlError::denied;
  return SqlError::other;
}

std::string one_line(std::string_view text) {
  std::string line(text.substr(0, text.find('\n')));
  for (const std::string_view prefix : {"ERROR:  ", "FATAL:  ", "PANIC:  "}) {
    if (line.starts_with(prefix)) line.erase(0, prefix.size());
  }
  return line;
}

// `bytes` are as many as a number has.
template <typename Number>
Number big_endian(std::string_view bytes) {
  std::make_unsigned_t<Number> number = 0;
  for (const char byte : bytes)
    number =
        static_cast<std::make_unsigned_t<Number>>(number << 8 | static_cast<unsigned char>(byte));
  return static_cast<Number>(number);
}

}  // namespace

const std::error_category& sql_category() {
  static const SqlCategory kCategory;
  return kCategory;
}

Rows::Rows(const Libpq& pq, PGresult* result)
    : pq_(&pq), result_(result, Clear{&pq}), size_(pq.tuples(result)) {}

bool Rows::is_null(int row, int column) const {
  return pq_->is_null(result_.get(), row, column) != 0;
}

std::string_view Rows::text(int row, int column) const {
  return {pq_->value(result_.get(), row, column),
          static_cast<std::size_t>(pq_->length(result_.get(), row, column))};
}

std::int64_t Rows::integer(int row, int column) const {
  const std::string_view bytes = text(row, column);
  if (bytes.size() == 8) return big_endian<std::int64_t>(bytes);
  if (bytes.size() == 4) return big_endian<std::int32_t>(bytes);
  if (bytes.size() == 2) return big_endian<std::int16_t>(bytes);
  return 0;
}

double Rows::number(int row, int column) const {
  if (is_null(row, column)) return std::numeric_limits<double>::quiet_NaN();
  const std::string_view bytes = text(row, column);
  if (bytes.size() != 8) return std::numeric_limits<double>::quiet_NaN();
  return std::bit_cast<double>(big_endian<std::int64_t>(bytes));
}

bool Rows::boolean(int row, int column) const {
  const std::string_view bytes = text(row, column);
  return bytes.size() == 1 && bytes[0] != 0;
}

Connection::Connection(const Libpq& pq, const Target& target, Handle handle)
    : pq_(pq), target_(target), handle_(std::move(handle)) {}

Connection::~Connection() = default;

Result<std::unique_ptr<Connection>> Connection::open(const Libpq& pq, const Target& target) {
  std::vector<const char*> names{"dbname", "application_name", "fallback_application_name"};
  std::vector<const char*> values{target.url.c_str(), nullptr, "mimon"};
  if (!target.password.empty()) {
    names.push_back("password");
    values.push_back(target.password.c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  Handle handle(pq.connect_start(names.data(), values.data(), 1), pq.finish);
  if (!handle) return Error{{}, "out of memory"};
  std::unique_ptr<Connection> connection(new Connection(pq, target, std::move(handle)));
  if (const auto done = connection->finish_connecting(); !done) return done.error();
  return connection;
}

Result<void> Connection::finish_connecting() {
  const Deadline deadline = steady_clock::now() + target_.connect_limit;
  if (pq_.status(handle_.get()) == CONNECTION_BAD)
    return broken(one_line(pq_.error_message(handle_.get())));
  PostgresPollingStatusType state = PGRES_POLLING_WRITING;
  while (state != PGRES_POLLING_OK) {
    if (const auto ready = wait(state == PGRES_POLLING_WRITING, deadline); !ready) return ready;
    state = pq_.connect_poll(handle_.get());
    if (state == PGRES_POLLING_FAILED) return broken(one_line(pq_.error_message(handle_.get())));
  }
  pq_.set_nonblocking(handle_.get(), 1);
  pq_.set_notice_processor(handle_.get(), [](void*, const char*) {}, nullptr);
  // Compiling statements of a few hundred columns takes longer than running them.
  return run(
      "SET jit = off; SET timezone = 'UTC'; SET lock_timeout = '3s'; SET "
      "client_encoding = 'UTF8'; SET statement_timeout = " +
      std::to_string(target_.limit.count()));
}

Error Connection::broken(std::string_view what) {
  usable_ = false;
  return {{}, std::string(what)};
}

Error Connection::error_of(const PGresult* result) const {
  const char* state = pq_.result_error_field(result, PG_DIAG_SQLSTATE);
  return {make_error_code(classify(state == nullptr ? "" : state)),
          one_line(pq_.result_error_message(result))};
}

Result<void> Connection::wait(bool for_writing, Deadline deadline) {
  pollfd descriptor{pq_.socket(handle_.get()), POLLIN, 0};
  if (for_writing) descriptor.events |= POLLOUT;
  while (true) {
    if (target_.interrupted && *target_.interrupted) return broken("it was interrupted");
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) return broken("it does not answer in time");
    const int count = ::poll(&descriptor, 1, static_cast<int>(std::min(left, kSlice).count()));
    if (count > 0) return {};
    if (count < 0 && errno != EINTR) return broken(std::strerror(errno));
  }
}

Result<void> Connection::flush(Deadline deadline) {
  while (true) {
    const int left = pq_.flush(handle_.get());
    if (left == 0) return {};
    if (left < 0) return broken(one_line(pq_.error_message(handle_.get())));
    if (const auto ready = wait(true, deadline); !ready) return ready;
    if (pq_.consume_input(handle_.get()) == 0)
      return broken(one_line(pq_.error_message(handle_.get())));
  }
}

Result<PGresult*> Connection::next_result(Deadline deadline) {
  while (pq_.is_busy(handle_.get()) != 0) {
    if (const auto ready = wait(false, deadline); !ready) return ready.error();
    if (pq_.consume_input(handle_.get()) == 0)
      return broken(one_line(pq_.error_message(handle_.get())));
  }
  return pq_.get_result(handle_.get());
}

// The last of the results that has rows, or the first that failed.
Result<PGresult*> Connection::last_result(Deadline deadline) {
  PGresult* last = nullptr;
  std::optional<Error> failed;
  while (true) {
    const auto result = next_result(deadline);
    if (!result || *result == nullptr) {
      if (result && !failed && last != nullptr) return last;
      if (last != nullptr) pq_.clear(last);
      if (!result) return result.error();
      return failed ? *failed : broken("it gave no answer");
    }
    const ExecStatusType status = pq_.result_status(*result);
    if (last != nullptr) pq_.clear(last);
    last = *result;
    if (status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE) {
      if (!failed) failed = error_of(last);
      if (pq_.status(handle_.get()) == CONNECTION_BAD) usable_ = false;
    }
    if (status == PGRES_COPY_IN) return last;
  }
}

Result<Rows> Connection::query(const std::string& sql,
                               std::span<const std::optional<std::string>> parameters) {
  if (!usable_) return Error{{}, "not connected"};
  const Deadline deadline = steady_clock::now() + target_.limit + milliseconds(500);
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters)
    values.push_back(parameter ? parameter->c_str() : nullptr);
  constexpr int kBinary = 1;
  if (pq_.send_query_params(handle_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                            values.data(), nullptr, nullptr, kBinary) == 0)
    return broken(one_line(pq_.error_message(handle_.get())));
  if (const auto flushed = flush(deadline); !flushed) return flushed.error();
  const auto result = last_result(deadline);
  if (!result) return result.error();
  return Rows(pq_, *result);
}

Result<void> Connection::run(const std::string& sql) {
  if (!usable_) return Error{{}, "not connected"};
  const Deadline deadline = steady_clock::now() + target_.limit + milliseconds(500);
  if (pq_.send_query(handle_.get(), sql.c_str()) == 0)
    return broken(one_line(pq_.error_message(handle_.get())));
  if (const auto flushed = flush(deadline); !flushed) return flushed;
  const auto result = last_result(deadline);
  if (!result) return result.error();
  pq_.clear(*result);
  return {};
}

Result<void> Connection::put(std::string_view bytes, Deadline deadline) {
  constexpr std::size_t kPortion = std::size_t{64} << 10;
  while (!bytes.empty()) {
    const std::string_view portion = bytes.substr(0, kPortion);
    const int put =
        pq_.put_copy_data(handle_.get(), portion.data(), static_cast<int>(portion.size()));
    if (put < 0) return broken(one_line(pq_.error_message(handle_.get())));
    if (put > 0) bytes.remove_prefix(portion.size());
    if (const auto flushed = flush(deadline); !flushed) return flushed;
  }
  return {};
}

Result<void> Connection::copy(const std::string& sql, std::string_view bytes) {
  if (!usable_) return Error{{}, "not connected"};
  const Deadline deadline = steady_clock::now() + target_.limit + milliseconds(500);
  if (pq_.send_query(handle_.get(), sql.c_str()) == 0)
    return broken(one_line(pq_.error_message(handle_.get())));
  if (const auto flushed = flush(deadline); !flushed) return flushed;
  const auto begun = last_result(deadline);
  if (!begun) return begun.error();
  pq_.clear(*begun);
  if (const auto sent = put(bytes, deadline); !sent) return sent;
  while (true) {
    const int ended = pq_.put_copy_end(handle_.get(), nullptr);
    if (ended > 0) break;
    if (ended < 0) return broken(one_line(pq_.error_message(handle_.get())));
    if (const auto ready = wait(true, deadline); !ready) return ready;
  }
  if (const auto flushed = flush(deadline); !flushed) return flushed;
  const auto result = last_result(deadline);
  if (!result) return result.error();
  pq_.clear(*result);
  return {};
}

int Connection::server_version() const {
  return pq_.server_version(handle_.get());
}

Result<Transaction> Transaction::begin(Connection& connection, const char* sql) {
  if (const auto begun = connection.run(sql); !begun) return begun.error();
  return Transaction(connection);
}

Transaction::Transaction(Transaction&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

Transaction::~Transaction() {
  if (connection_ != nullptr && connection_->usable()) (void)connection_->run("ROLLBACK");
}

Result<void> Transaction::commit() {
  return std::exchange(connection_, nullptr)->run("COMMIT");
}

}  // namespace mimon::store::postgres
