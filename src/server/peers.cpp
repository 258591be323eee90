#include "server/peers.h"

namespace mimon::server {

std::uint64_t peer_of(const Socket& socket) {
  boost::system::error_code error;
  const auto address = socket.remote_endpoint(error).address();
  if (error) return 0;
  if (address.is_v4()) return address.to_v4().to_uint();
  const auto bytes = address.to_v6().to_bytes();
  std::uint64_t peer = 0;
  const std::size_t first = address.to_v6().is_v4_mapped() ? 8 : 0;
  for (std::size_t i = 0; i < 8; ++i) peer = peer << 8 | bytes.at(first + i);
  return peer & (first == 8 ? 0xFFFFFFFF : ~std::uint64_t{0});
}

}  // namespace mimon::server
