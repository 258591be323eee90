#include "stores/prometheus/packing.h"

#include <zstd.h>

#include <optional>

namespace mimon::store::prometheus {
namespace {

constexpr char kVersion = 1;
constexpr int kLevel = 1;
constexpr std::size_t kLargest = std::size_t{64} << 20;

// Absent where the record holds no message that is packed.
std::optional<std::size_t> message_size(const std::string& record) {
  if (record.empty() || record[0] != kVersion) return std::nullopt;
  const auto size = ZSTD_getFrameContentSize(record.data() + 1, record.size() - 1);
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > kLargest)
    return std::nullopt;
  return size;
}

}  // namespace

std::string pack(const std::string& message) {
  std::string record(1 + ZSTD_compressBound(message.size()), kVersion);
  const auto size =
      ZSTD_compress(record.data() + 1, record.size() - 1, message.data(), message.size(), kLevel);
  if (ZSTD_isError(size) != 0) return message;
  record.resize(1 + size);
  record.shrink_to_fit();
  return record;
}

std::string unpack(const std::string& record) {
  const auto size = message_size(record);
  if (!size) return record;
  std::string message(*size, '\0');
  const auto got =
      ZSTD_decompress(message.data(), message.size(), record.data() + 1, record.size() - 1);
  return ZSTD_isError(got) != 0 || got != *size ? record : message;
}

std::size_t unpacked_size(const std::string& record) {
  return message_size(record).value_or(record.size());
}

}  // namespace mimon::store::prometheus
