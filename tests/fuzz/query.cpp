// Request targets, and the times in them.
#include "api/query.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/time_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto target = mimon::api::parse_target(text);
  if (target) {
    for (const auto& [name, value] : target->query) {
      static_cast<void>(mimon::api::parse_time(value));
      static_cast<void>(mimon::api::parse_span(value));
      static_cast<void>(mimon::api::split_list(value));
    }
  }
  const auto span = mimon::api::parse_span(text);
  if (span && span->count() <= 0) __builtin_trap();
  return 0;
}
