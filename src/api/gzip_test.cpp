#include "api/gzip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/beast/zlib/inflate_stream.hpp>
#include <boost/crc.hpp>
#include <cstdint>
#include <memory>
#include <random>

namespace mimon::api {
namespace {

namespace zlib = boost::beast::zlib;
using testing::Contains;
using testing::Key;
using testing::Not;
using testing::Pair;

constexpr std::size_t kHead = 10;
constexpr std::size_t kTail = 8;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t i = 4; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::string inflated(std::string_view file, std::size_t size) {
  std::string out(size + 1, '\0');
  zlib::inflate_stream stream;
  stream.reset(15);
  zlib::z_params params{};
  params.next_in = file.data() + kHead;
  params.avail_in = file.size() - kHead - kTail;
  params.next_out = out.data();
  params.avail_out = out.size();
  boost::system::error_code error;
  stream.write(params, zlib::Flush::sync, error);
  EXPECT_EQ(params.avail_in, 0U) << error.message();
  out.resize(params.total_out);
  return out;
}

TEST(Gzip, ComesBackWhole) {
  std::minstd_rand random(1);
  std::string noise(100'000, '\0');
  for (char& c : noise) c = static_cast<char>(random());
  for (const std::string& text :
       {std::string(), std::string(R"({"a":1})"), std::string(1'000'000, 'x'), noise}) {
    const std::string file = gzip(text);
    ASSERT_GE(file.size(), kHead + kTail);
    EXPECT_EQ(file.substr(0, 3), "\x1f\x8b\x08");
    EXPECT_EQ(inflated(file, text.size()), text);
    boost::crc_32_type sum;
    sum.process_bytes(text.data(), text.size());
    EXPECT_EQ(number_at(file, file.size() - 8), sum.checksum());
    EXPECT_EQ(number_at(file, file.size() - 4), text.size());
  }
}

TEST(Gzip, IsSmaller) {
  EXPECT_LT(gzip(std::string(1'000'000, 'x')).size(), 10'000U);
}

Response with_body(std::size_t length) {
  Response response;
  response.body = std::make_shared<const std::string>(length, 'x');
  return response;
}

TEST(Packed, WhereItIsTakenAndWorthIt) {
  const auto taken = packed(with_body(kWorthGzip), true);
  EXPECT_EQ(*taken.body, gzip(std::string(kWorthGzip, 'x')));
  EXPECT_THAT(taken.headers, Contains(Pair("Content-Encoding", "gzip")));
  EXPECT_THAT(taken.headers, Contains(Pair("Vary", "Accept-Encoding")));
  for (const auto& plain : {packed(with_body(kWorthGzip), false), packed(with_body(9), true)}) {
    EXPECT_EQ(plain.body->front(), 'x');
    EXPECT_THAT(plain.headers, Not(Contains(Key("Content-Encoding"))));
    EXPECT_THAT(plain.headers, Contains(Pair("Vary", "Accept-Encoding")));
  }
}

TEST(Packed, LeavesAStreamAlone) {
  Response response;
  response.next_chunk = [](std::string& /*chunk*/) { return Piece::last; };
  EXPECT_THAT(packed(std::move(response), true).headers, testing::IsEmpty());
}

}  // namespace
}  // namespace mimon::api
