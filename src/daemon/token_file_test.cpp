#include "daemon/token_file.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace mimon {
namespace {

namespace fs = std::filesystem;

class TokenFileTest : public testing::Test {
 protected:
  TokenFileTest() { fs::create_directories(folder_); }
  ~TokenFileTest() override { fs::remove_all(folder_); }
  std::string folder_ = testing::TempDir() + "token_" + std::to_string(getpid());
  std::string file_ = folder_ + "/token";
};

TEST_F(TokenFileTest, IsMadeOnceAndKept) {
  const std::string token = read_or_make_token(file_).value();
  EXPECT_GE(token.size(), 32U);
  EXPECT_EQ(read_or_make_token(file_).value(), token);
  EXPECT_EQ(read_token(file_).value(), token);
  EXPECT_EQ(fs::status(file_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(TokenFileTest, AWeakOrMissingTokenIsRefused) {
  EXPECT_FALSE(read_token(file_));
  for (const auto* weak :
       {"", "short", "with blanks in its midst", "caf\xC3\xA9-caf\xC3\xA9-caf\xC3\xA9"}) {
    std::ofstream(file_) << weak << "\n";
    EXPECT_FALSE(read_token(file_)) << weak;
  }
}

TEST_F(TokenFileTest, AFolderThatCannotBeWrittenIsAnError) {
  EXPECT_FALSE(read_or_make_token("/proc/mimon/token"));
}

}  // namespace
}  // namespace mimon
