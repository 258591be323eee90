#include "server/streams/message.h"

#include <cstdint>

namespace mimon::server {
namespace {

// RFC 6455, 5.2.
constexpr char kFinalText = '\x81';
constexpr std::size_t kMaxShort = 125;
constexpr char kSixteenBits = 126;
constexpr char kSixtyFourBits = 127;

std::string header(std::size_t size) {
  if (size <= kMaxShort) return {kFinalText, static_cast<char>(size)};
  const bool wide = size > UINT16_MAX;
  std::string bytes{kFinalText, wide ? kSixtyFourBits : kSixteenBits};
  for (int shift = wide ? 56 : 8; shift >= 0; shift -= 8)
    bytes += static_cast<char>(std::uint64_t{size} >> shift);
  return bytes;
}

}  // namespace

FramedText::FramedText(std::string_view text) : frame_(header(text.size())) {
  header_ = frame_.size();
  frame_ += text;
}

}  // namespace mimon::server
