#pragma once

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include <memory>

#include "base/result.h"

namespace mimon::store::prometheus {

/// libcurl's functions, loaded at run time (`libcurl.so.4`, of OpenSSL or GnuTLS; 7.68 or newer),
/// so that a machine without a shared store needs neither the package nor its memory. Never
/// unloaded: its TLS library cannot be. Immutable; safe to share.
struct CurlLibrary {
  decltype(&::curl_easy_init) init;
  decltype(&::curl_easy_cleanup) cleanup;
  decltype(&::curl_easy_reset) reset;
  decltype(&::curl_easy_setopt) set;
  decltype(&::curl_easy_perform) perform;
  decltype(&::curl_easy_getinfo) get;
  decltype(&::curl_easy_strerror) message;
  decltype(&::curl_slist_append) append;
  decltype(&::curl_slist_free_all) free_list;

  /// The error says what to install.
  [[nodiscard]] static Result<std::shared_ptr<const CurlLibrary>> load();
};

}  // namespace mimon::store::prometheus
