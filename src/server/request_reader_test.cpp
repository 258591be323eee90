#include "server/request_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <random>

namespace mimon::server {
namespace {

using State = RequestReader::State;

/// Feeds `bytes`, at most `step` at a time, until the reader has its request or refuses.
void feed(RequestReader& reader, std::string_view bytes, std::size_t step = 100'000) {
  while (!bytes.empty() && reader.state() != State::done && reader.state() != State::refused) {
    const auto space = reader.space();
    ASSERT_FALSE(space.empty());
    const auto size = std::min({step, space.size(), bytes.size()});
    std::memcpy(space.data(), bytes.data(), size);
    bytes.remove_prefix(size);
    reader.received(size);
  }
}

unsigned refusal(std::string_view bytes, const Limits& limits = {}) {
  RequestReader reader(limits);
  feed(reader, bytes);
  return reader.state() == State::refused ? reader.refusal().status : 0;
}

constexpr std::string_view kPost =
    "POST /a?b=1 HTTP/1.1\r\nHost: h:1\r\nX-Long:  some words \r\nContent-Length: 5\r\n\r\nhello";

TEST(RequestReader, ReadsARequestWhateverItsPieces) {
  for (std::size_t step = 1; step <= kPost.size(); ++step) {
    RequestReader reader({});
    EXPECT_EQ(reader.state(), State::idle);
    feed(reader, kPost, step);
    ASSERT_EQ(reader.state(), State::done) << step;
    const auto& request = reader.request();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "/a?b=1");
    EXPECT_EQ(request.path(), "/a");
    EXPECT_EQ(request.host, "h:1");
    EXPECT_EQ(request.field("x-long"), "some words");
    EXPECT_EQ(request.field("absent"), "");
    EXPECT_EQ(request.body, "hello");
    EXPECT_TRUE(request.keep_alive);
    EXPECT_FALSE(reader.has_unread());
  }
}

TEST(RequestReader, KeepsItsViewsWhileALongBodyArrives) {
  Limits limits;
  limits.body = 60'000;
  const std::string body(60'000, 'b');
  const std::string field(3'000, 'f');
  RequestReader reader(limits);
  feed(reader,
       "PUT /long HTTP/1.1\r\nHost: h\r\nX: " + field + "\r\nContent-Length: 60000\r\n\r\n" + body);
  ASSERT_EQ(reader.state(), State::done);
  EXPECT_EQ(reader.request().target, "/long");
  EXPECT_EQ(reader.request().field("X"), field);
  EXPECT_EQ(reader.request().body, body);
}

TEST(RequestReader, ReadsChunksAndIgnoresTrailers) {
  constexpr std::string_view kChunked =
      "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nAuthorization: late\r\n\r\nGET";
  for (const std::size_t step : {1, 2, 7, 1000}) {
    RequestReader reader({});
    feed(reader, kChunked, step);
    ASSERT_EQ(reader.state(), State::done) << step;
    EXPECT_EQ(reader.request().body, "abcde");
    EXPECT_EQ(reader.request().field("Authorization"), "");
  }
}

TEST(RequestReader, GoesOnWithWhatCameAfterARequest) {
  RequestReader reader({});
  feed(reader, std::string(kPost) + "\r\nGET /second HTTP/1.1\r\nHost: h\r\n\r\nGET /thi");
  ASSERT_EQ(reader.state(), State::done);
  reader.next();
  ASSERT_EQ(reader.state(), State::done);
  EXPECT_EQ(reader.request().target, "/second");
  EXPECT_EQ(reader.request().body, "");
  EXPECT_TRUE(reader.has_unread());
  reader.next();
  ASSERT_EQ(reader.state(), State::header);
  feed(reader, "rd HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_EQ(reader.state(), State::done);
  EXPECT_EQ(reader.request().target, "/third");
}

TEST(RequestReader, TakesTheHostFromAnAbsoluteTarget) {
  RequestReader reader({});
  feed(reader, "GET http://other:1/x?y HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_EQ(reader.state(), State::done);
  EXPECT_EQ(reader.request().host, "other:1");
  EXPECT_EQ(reader.request().target, "/x?y");
}

TEST(RequestReader, SpeaksHttp10) {
  RequestReader reader({});
  feed(reader, "GET / HTTP/1.0\r\n\r\n");
  ASSERT_EQ(reader.state(), State::done);
  EXPECT_FALSE(reader.request().keep_alive);
  EXPECT_FALSE(reader.request().http11);
}

TEST(RequestReader, AsksForABodyThatIsHeldBack) {
  RequestReader reader({});
  feed(reader, "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_EQ(reader.state(), State::body);
  EXPECT_TRUE(reader.wants_continue());
  feed(reader, "x");
  EXPECT_FALSE(reader.wants_continue());
}

TEST(RequestReader, RefusesWhatIsTooLong) {
  const std::string line = "GET /" + std::string(8192, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n";
  EXPECT_EQ(refusal(line), 414u);
  EXPECT_EQ(refusal("GET /" + std::string(20'000, 'a')), 414u);
  std::string fields = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 2000; ++i) fields += "X-Field: something\r\n";
  EXPECT_EQ(refusal(fields + "\r\n"), 431u);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'a')), 431u);
  EXPECT_EQ(refusal(std::string(20'000, '\n')), 431u);
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 65537\r\n\r\n"), 413u);
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n"),
            413u);
  EXPECT_EQ(refusal("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                    std::string(20'000, 'x')),
            400u);
}

TEST(RequestReader, RefusesEveryPieceOfALongHeaderToo) {
  std::string fields = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 2000; ++i) fields += "X-Field: something\r\n";
  RequestReader reader({});
  feed(reader, fields, 20);
  ASSERT_EQ(reader.state(), State::refused);
  EXPECT_EQ(reader.refusal().status, 431u);
}

TEST(RequestReader, RefusesWhatIsNoRequest) {
  for (const std::string_view bytes : {
           "\x16\x03\x01\x02 TLS\r\n\r\n",
           "GET\r\n\r\n",
           "GET / HTTP/1.1\nHost: h\n\n",
           "GET / HTTP/1.1\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
           "GET nopath HTTP/1.1\r\nHost: h\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nA b: c\r\n\r\n",
           "GET / HTTP/1.1\r\nHost: h\r\nX: a\r\n folded\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
           "POST / HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
           "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
       })
    EXPECT_EQ(refusal(bytes), 400u) << bytes;
  EXPECT_EQ(refusal("GET / HTTP/2.0\r\nHost: h\r\n\r\n"), 400u);
  EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: h\r\nExpect: tea\r\n\r\n"), 417u);
}

TEST(RequestReader, SharesTheMemoryForLongBodies) {
  const auto post = [](std::size_t size) {
    return "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  BodyMemory memory(20'000);
  RequestReader slow({}, &memory);
  feed(slow, post(40'000) + std::string(30'000, 'b'));
  EXPECT_EQ(slow.state(), State::body);
  EXPECT_EQ(memory.used(), 30'000 - BodyMemory::kFree);
  {
    RequestReader refused({}, &memory), brief({}, &memory);
    feed(refused, post(40'000) + std::string(40'000, 'b'));
    EXPECT_EQ(refused.state(), State::refused);
    EXPECT_EQ(refused.refusal().status, 503u);
    feed(brief, post(BodyMemory::kFree) + std::string(BodyMemory::kFree, 'b'));
    EXPECT_EQ(brief.state(), State::done);
  }
  EXPECT_EQ(memory.used(), 30'000 - BodyMemory::kFree);
  feed(slow, std::string(3'000, 'b'));
  slow.refuse(408, "late");
  EXPECT_EQ(memory.used(), 0u);
  {
    RequestReader next({}, &memory);
    feed(next, post(30'000) + std::string(30'000, 'b'));
    EXPECT_EQ(next.state(), State::done);
    next.next();
    EXPECT_EQ(memory.used(), 0u);
    feed(next, post(30'000) + std::string(25'000, 'b'));
    EXPECT_NE(memory.used(), 0u);
  }
  EXPECT_EQ(memory.used(), 0u);
}

TEST(RequestReader, SurvivesAnyBytes) {
  std::mt19937 random(7);  // NOLINT: the same bytes each time
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(kPost);
    for (int i = 0; i < 4; ++i) bytes.at(random() % bytes.size()) = static_cast<char>(random());
    RequestReader reader({});
    feed(reader, bytes + bytes, 1 + random() % 50);
    if (reader.state() == State::done) reader.next();
  }
}

TEST(RequestReader, KnowsWhoAsksForAWebSocket) {
  const auto upgrades = [](const std::string& version, const std::string& fields) {
    RequestReader reader{Limits()};
    const auto text = "GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n";
    feed(reader, text);
    EXPECT_EQ(reader.state(), State::done);
    return reader.request().upgrade;
  };
  const std::string connection = "Connection: keep-alive, Upgrade\r\n";
  EXPECT_TRUE(upgrades("1.1", connection + "Upgrade: WebSocket\r\n"));
  EXPECT_TRUE(upgrades("1.1", connection + "Upgrade: h2c, websocket\r\n"));
  EXPECT_TRUE(upgrades("1.1", connection + "Upgrade: h2c\r\nUpgrade: websocket\r\n"));
  EXPECT_FALSE(upgrades("1.1", connection + "Upgrade: h2c\r\n"));
  EXPECT_FALSE(upgrades("1.1", connection + "Upgrade: websockets\r\n"));
  EXPECT_FALSE(upgrades("1.1", "Upgrade: websocket\r\n"));
  EXPECT_FALSE(upgrades("1.0", connection + "Upgrade: websocket\r\n"));
}

}  // namespace
}  // namespace mimon::server
