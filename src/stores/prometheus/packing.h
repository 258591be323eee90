#pragma once

#include <cstddef>
#include <string>

namespace mimon::store::prometheus {

/// A record as it waits to be sent: a byte of version 1, then the `WriteRequest` by zstd, a
/// fourteenth of its size with eight GPUs. Records of earlier versions are the message as it is,
/// which begins with another byte.
[[nodiscard]] std::string pack(const std::string& message);

/// The message in a record of any version. What is none is given as it is, for the engine to
/// refuse: as a message, version 1 is a field number that there is not.
[[nodiscard]] std::string unpack(const std::string& record);

/// Of what `unpack` gives, without unpacking.
[[nodiscard]] std::size_t unpacked_size(const std::string& record);

}  // namespace mimon::store::prometheus
