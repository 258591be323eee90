#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <span>

#include "server/server.h"
#include "server/test_client.h"
#include "server/test_handler.h"

namespace mimon::server {

/// The files of testdata/site.
std::span<const Asset> test_site();

/// A server on a free port of the loopback, with answers for tests and the files of testdata/site;
/// set `options_` before `start`.
class ServerTest : public testing::Test {
 protected:
  ServerTest() { options_.port = 0; }

  std::uint16_t start() {
    server_.emplace(options_, handler_, AssetSet(test_site()), null_logger());
    const auto bound = server_->start();
    EXPECT_TRUE(bound) << bound.error().what();
    return bound->port;
  }

  ServerOptions options_;
  TestHandler handler_;
  std::optional<Server> server_;
};

}  // namespace mimon::server
