#include "api/gzip.h"

#include <boost/beast/zlib/deflate_stream.hpp>
#include <boost/crc.hpp>
#include <cstdint>
#include <memory>
#include <utility>

namespace mimon::api {
namespace {

namespace zlib = boost::beast::zlib;

constexpr int kLevel = 1;
constexpr int kWindowBits = 15;
constexpr int kMemoryLevel = 8;

// RFC 1952, 2.3: magic number, deflate, no flags, no time, fastest, Unix.
constexpr std::string_view kHead("\x1f\x8b\x08\0\0\0\0\0\x04\x03", 10);

void append_number(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xFF);
}

}  // namespace

std::string gzip(std::string_view text) {
  zlib::deflate_stream stream;
  stream.reset(kLevel, kWindowBits, kMemoryLevel, zlib::Strategy::normal);
  std::string out(kHead);
  out.resize(kHead.size() + stream.upper_bound(text.size()));
  zlib::z_params params{};
  params.next_in = text.data();
  params.avail_in = text.size();
  params.next_out = out.data() + kHead.size();
  params.avail_out = out.size() - kHead.size();
  boost::system::error_code end;
  stream.write(params, zlib::Flush::finish, end);
  out.resize(kHead.size() + params.total_out);
  boost::crc_32_type sum;
  sum.process_bytes(text.data(), text.size());
  append_number(out, sum.checksum());
  append_number(out, static_cast<std::uint32_t>(text.size()));
  return out;
}

Response packed(Response response, bool takes_gzip) {
  if (response.next_chunk || !response.body) return response;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!takes_gzip || response.body->size() < kWorthGzip) return response;
  response.body = std::make_shared<const std::string>(gzip(*response.body));
  response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace mimon::api
