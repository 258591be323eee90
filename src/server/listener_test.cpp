#include "server/listener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <sys/resource.h>

#include <sstream>
#include <thread>
#include <vector>

#include "server/test_client.h"

namespace mimon::server {
namespace {

using testing::HasSubstr;

class ListenerTest : public testing::Test {
 protected:
  asio::io_context io_{1};
};

TEST_F(ListenerTest, SaysWhichPortWasFree) {
  Listener listener(io_.get_executor(), null_logger());
  const auto bound = listener.bind({"127.0.0.1", 0});
  ASSERT_TRUE(bound);
  EXPECT_EQ(bound->host, "127.0.0.1");
  EXPECT_NE(bound->port, 0);
}

TEST_F(ListenerTest, SaysThatAPortIsInUse) {
  Listener first(io_.get_executor(), null_logger());
  const auto bound = first.bind({"127.0.0.1", 0});
  ASSERT_TRUE(bound);
  Listener second(io_.get_executor(), null_logger());
  const auto failed = second.bind(*bound);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().what(), "127.0.0.1:" + std::to_string(bound->port) +
                                       " is in use; choose another with --listen");
}

TEST_F(ListenerTest, SaysWhatIsNoAddressOfThisMachine) {
  Listener listener(io_.get_executor(), null_logger());
  const auto failed = listener.bind({"192.0.2.1", 0});
  ASSERT_FALSE(failed);
  EXPECT_THAT(failed.error().what(), HasSubstr("192.0.2.1:0 is not an address of this machine"));
  const auto unknown = listener.bind({"no-such-host.invalid", 0});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(unknown.error().what(), HasSubstr("'no-such-host.invalid' has no address"));
}

TEST_F(ListenerTest, BindsNames) {
  Listener listener(io_.get_executor(), null_logger());
  EXPECT_TRUE(listener.bind({"localhost", 0}));
}

TEST_F(ListenerTest, SurvivesRunningOutOfDescriptors) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer needs descriptors of its own";
#endif
  std::ostringstream text;
  const auto log = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(text));
  Listener listener(io_.get_executor(), log);
  const auto bound = listener.bind({"127.0.0.1", 0});
  ASSERT_TRUE(bound);
  int accepted = 0;
  listener.start([&](const Socket& socket) { accepted += socket.is_open() ? 1 : 0; });

  const TestClient client(bound->port);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit none{.rlim_cur = 0, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  while (text.str().empty()) io_.run_one();
  EXPECT_EQ(accepted, 0);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
  while (accepted == 0) io_.run_one();

  EXPECT_EQ(accepted, 1);
  EXPECT_THAT(text.str(), HasSubstr("accepting connections: Too many open files"));
  EXPECT_THAT(text.str(), HasSubstr("accepting connections: works again"));
}

TEST(Endpoint, IsReadAndWritten) {
  EXPECT_EQ(parse_endpoint("127.0.0.1:8000")->text(), "127.0.0.1:8000");
  EXPECT_EQ(parse_endpoint("[::1]:0")->host, "::1");
  EXPECT_EQ(parse_endpoint("[::1]:0")->text(), "[::1]:0");
  EXPECT_EQ(parse_endpoint("name:65535")->port, 65535);
  for (const auto* wrong :
       {"", "8000", ":8000", "host", "host:", "host:x", "host:65536", "::1:80", "host:-1", "[]:80"})
    EXPECT_FALSE(parse_endpoint(wrong)) << wrong;
  EXPECT_EQ((Endpoint{"::", 80}).url(), "http://localhost:80/");
  EXPECT_EQ((Endpoint{"::1", 80}).url(), "http://[::1]:80/");
}

TEST(Endpoint, KnowsLoopback) {
  EXPECT_TRUE(*is_loopback("127.0.0.1"));
  EXPECT_TRUE(*is_loopback("127.8.8.8"));
  EXPECT_TRUE(*is_loopback("::1"));
  EXPECT_TRUE(*is_loopback("localhost"));
  EXPECT_FALSE(*is_loopback("0.0.0.0"));
  EXPECT_FALSE(*is_loopback("::"));
  EXPECT_FALSE(*is_loopback("192.0.2.1"));
  EXPECT_FALSE(is_loopback("no-such-host.invalid"));
}

}  // namespace
}  // namespace mimon::server
