#pragma once

#include <libpq-fe.h>

#include "base/result.h"

namespace mimon::store::postgres {

/// PostgreSQL's client library, loaded when it is first needed: a machine whose history is local
/// needs none. Stays loaded. The functions are those of libpq-fe.h, from PostgreSQL 13 on.
struct Libpq {
  decltype(&PQconnectStartParams) connect_start;
  decltype(&PQconnectPoll) connect_poll;
  decltype(&PQstatus) status;
  decltype(&PQsocket) socket;
  decltype(&PQfinish) finish;
  decltype(&PQerrorMessage) error_message;
  decltype(&PQserverVersion) server_version;
  decltype(&PQsetnonblocking) set_nonblocking;
  decltype(&PQsetNoticeProcessor) set_notice_processor;
  decltype(&PQsendQueryParams) send_query_params;
  decltype(&PQsendQuery) send_query;
  decltype(&PQconsumeInput) consume_input;
  decltype(&PQisBusy) is_busy;
  decltype(&PQflush) flush;
  decltype(&PQgetResult) get_result;
  decltype(&PQputCopyData) put_copy_data;
  decltype(&PQputCopyEnd) put_copy_end;
  decltype(&PQresultStatus) result_status;
  decltype(&PQresultErrorField) result_error_field;
  decltype(&PQresultErrorMessage) result_error_message;
  decltype(&PQntuples) tuples;
  decltype(&PQgetisnull) is_null;
  decltype(&PQgetvalue) value;
  decltype(&PQgetlength) length;
  decltype(&PQclear) clear;
  decltype(&PQconninfoParse) conninfo_parse;
  decltype(&PQconninfoFree) conninfo_free;
  decltype(&PQfreemem) free_memory;

  /// Loads the library, or says what is missing and which package has it. For any thread.
  [[nodiscard]] static Result<const Libpq*> load();
};

}  // namespace mimon::store::postgres
