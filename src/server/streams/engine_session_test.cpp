#include "server/streams/engine_session.h"

#include <gtest/gtest.h>

#include "base/clock.h"

namespace mimon::server {
namespace {

using std::chrono::seconds;

class EngineSessionTest : public testing::Test {
 protected:
  std::shared_ptr<WebSocket> socket() {
    return std::make_shared<WebSocket>(Socket(io_.get_executor()), "", sockets_,
                                       WebSocket::Options());
  }

  asio::io_context io_;
  ManualClock clock_;
  EngineOptions options_;
  WebSockets sockets_{SocketTimes(), 1 << 20};
  Broadcaster rooms_{encode_room};
  EngineSession session_{options_, rooms_, "id", 1};
};

TEST_F(EngineSessionTest, GivesUpAnUpgradeThatTakesTooLong) {
  const auto first = socket();
  session_.probe_on(*first, clock_.mono());
  clock_.advance(seconds(9));
  session_.check(clock_.mono());
  EXPECT_TRUE(session_.has_socket());
  clock_.advance(seconds(1));
  session_.check(clock_.mono());
  EXPECT_FALSE(session_.has_socket());
  EXPECT_FALSE(session_.closed());
  session_.receive_from(*first, "5", false);
  EXPECT_FALSE(session_.has_socket()) << "it comes too late";

  const auto second = socket();
  session_.probe_on(*second, clock_.mono());
  clock_.advance(seconds(9));
  session_.receive_from(*second, "5", false);
  clock_.advance(seconds(9));
  session_.check(clock_.mono());
  EXPECT_TRUE(session_.has_socket()) << "it was there in time";
}

}  // namespace
}  // namespace mimon::server
