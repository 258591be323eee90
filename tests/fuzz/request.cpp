// HTTP requests as a connection brings them, in pieces whose sizes the input decides.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "server/request_reader.h"

using mimon::server::RequestReader;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using State = RequestReader::State;
  if (size == 0) return 0;
  const std::size_t step = data[0] + 1U;
  std::span<const std::uint8_t> bytes(data + 1, size - 1);
  mimon::server::BodyMemory bodies(64 << 10);
  RequestReader reader({}, &bodies);
  while (!bytes.empty() && reader.state() != State::refused) {
    if (reader.state() == State::done) {
      if (reader.request().path().size() > reader.request().target.size()) __builtin_trap();
      reader.next();
      continue;
    }
    const auto space = reader.space();
    if (space.empty()) __builtin_trap();
    const auto taken = std::min({step, space.size(), bytes.size()});
    std::memcpy(space.data(), bytes.data(), taken);
    bytes = bytes.subspan(taken);
    reader.received(taken);
  }
  return 0;
}
