#include "stores/prometheus/curl_library.h"

#include <dlfcn.h>

namespace mimon::store::prometheus {
namespace {

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

void* open_library() {
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    if (void* library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

}  // namespace

Result<std::shared_ptr<const CurlLibrary>> CurlLibrary::load() {
  void* library = open_library();
  if (!library) {
    return Error{std::make_error_code(std::errc::no_such_file_or_directory),
                 "a store reached over HTTP needs libcurl, which is not installed (Debian and "
                 "Ubuntu: apt install libcurl4)"};
  }
  auto curl = std::make_shared<CurlLibrary>();
  decltype(&::curl_global_init) global_init = nullptr;
  const bool complete = find(library, "curl_global_init", global_init) &&
                        find(library, "curl_easy_init", curl->init) &&
                        find(library, "curl_easy_cleanup", curl->cleanup) &&
                        find(library, "curl_easy_reset", curl->reset) &&
                        find(library, "curl_easy_setopt", curl->set) &&
                        find(library, "curl_easy_perform", curl->perform) &&
                        find(library, "curl_easy_getinfo", curl->get) &&
                        find(library, "curl_easy_strerror", curl->message) &&
                        find(library, "curl_slist_append", curl->append) &&
                        find(library, "curl_slist_free_all", curl->free_list);
  if (!complete || global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
    return Error{std::make_error_code(std::errc::not_supported), "libcurl does not work"};
  return std::shared_ptr<const CurlLibrary>(std::move(curl));
}

}  // namespace mimon::store::prometheus
