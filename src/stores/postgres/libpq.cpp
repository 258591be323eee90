#include "stores/postgres/libpq.h"

#include <dlfcn.h>

namespace mimon::store::postgres {
namespace {

constexpr const char* kLibrary = "libpq.so.5";

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as POSIX wants it
  function = reinterpret_cast<Function>(dlsym(library, name));
  return function != nullptr;
}

Result<Libpq> find_all(void* library) {
  Libpq pq{};
  const bool found =
      find(library, "PQconnectStartParams", pq.connect_start) &&
      find(library, "PQconnectPoll", pq.connect_poll) && find(library, "PQstatus", pq.status) &&
      find(library, "PQsocket", pq.socket) && find(library, "PQfinish", pq.finish) &&
      find(library, "PQerrorMessage", pq.error_message) &&
      find(library, "PQserverVersion", pq.server_version) &&
      find(library, "PQsetnonblocking", pq.set_nonblocking) &&
      find(library, "PQsetNoticeProcessor", pq.set_notice_processor) &&
      find(library, "PQsendQueryParams", pq.send_query_params) &&
      find(library, "PQsendQuery", pq.send_query) &&
      find(library, "PQconsumeInput", pq.consume_input) && find(library, "PQisBusy", pq.is_busy) &&
      find(library, "PQflush", pq.flush) && find(library, "PQgetResult", pq.get_result) &&
      find(library, "PQputCopyData", pq.put_copy_data) &&
      find(library, "PQputCopyEnd", pq.put_copy_end) &&
      find(library, "PQresultStatus", pq.result_status) &&
      find(library, "PQresultErrorField", pq.result_error_field) &&
      find(library, "PQresultErrorMessage", pq.result_error_message) &&
      find(library, "PQntuples", pq.tuples) && find(library, "PQgetisnull", pq.is_null) &&
      find(library, "PQgetvalue", pq.value) && find(library, "PQgetlength", pq.length) &&
      find(library, "PQclear", pq.clear) && find(library, "PQconninfoParse", pq.conninfo_parse) &&
      find(library, "PQconninfoFree", pq.conninfo_free) &&
      find(library, "PQfreemem", pq.free_memory);
  if (!found) return Error{{}, std::string(kLibrary) + " is too old"};
  return pq;
}

Result<Libpq> load_once() {
  void* library = dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return Error{{},
                 std::string("PostgreSQL's client library cannot be loaded (Debian's package "
                             "libpq5 has it): ") +
                     dlerror()};
  return find_all(library);
}

}  // namespace

Result<const Libpq*> Libpq::load() {
  static const Result<Libpq> kLoaded = load_once();
  if (!kLoaded) return kLoaded.error();
  return &*kLoaded;
}

}  // namespace mimon::store::postgres
