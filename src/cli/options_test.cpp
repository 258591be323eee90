#include "cli/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace mimon::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class OptionsTest : public testing::Test {
 protected:
  ~OptionsTest() override {
    unsetenv("MIMON_LISTEN");
    unlink(file_.c_str());
  }
  std::string file_ = testing::TempDir() + "options_" + std::to_string(getpid()) + ".toml";
};

TEST_F(OptionsTest, HasDefaults) {
  const auto parsed = parse({"serve"});
  ASSERT_TRUE(parsed.options) << parsed.text;
  EXPECT_EQ(parsed.options->config.listen, "127.0.0.1:8000");
  EXPECT_EQ(parsed.options->command, Command::serve);
  EXPECT_FALSE(parsed.options->config.no_auth);
}

TEST_F(OptionsTest, FlagBeatsVariableBeatsFile) {
  std::ofstream(file_)
      << "listen = 'file:1'\ninterval = '5s'\nhosts = ['a', 'b']\nno_auth = true\n";
  EXPECT_EQ(parse({"serve", "--config", file_}).options->config.listen, "file:1");
  setenv("MIMON_LISTEN", "variable:2", 1);
  EXPECT_EQ(parse({"serve", "--config", file_}).options->config.listen, "variable:2");
  const auto config = parse({"serve", "--config", file_, "--listen", "flag:3"}).options->config;
  EXPECT_EQ(config.listen, "flag:3");
  EXPECT_EQ(config.interval, "5s");
  EXPECT_THAT(config.hosts, ElementsAre("a", "b"));
  EXPECT_TRUE(config.no_auth);
}

TEST_F(OptionsTest, SnapshotAndDoctorTakeRootAndLibrary) {
  const auto parsed = parse({"snapshot", "--root", "/tree", "--nvml", "/lib.so"});
  EXPECT_EQ(parsed.options->config.root, "/tree");
  EXPECT_EQ(parsed.options->config.nvml, "/lib.so");
  EXPECT_EQ(parse({"doctor"}).options->command, Command::doctor);
}

TEST_F(OptionsTest, ExportTakesARangeOrTwoTimes) {
  const auto parsed = parse({"export", "--data", "/d", "--gpu", "all", "--range", "6h"});
  ASSERT_TRUE(parsed.options) << parsed.text;
  EXPECT_EQ(parsed.options->command, Command::export_history);
  EXPECT_EQ(parsed.options->config.data, "/d");
  EXPECT_EQ(parsed.options->exporting.gpu, "all");
  EXPECT_EQ(parsed.options->exporting.range, "6h");
  EXPECT_EQ(parsed.options->exporting.format, "csv");
  const auto shared = parse({"export", "--store", "postgres://me@db/x", "--host", "node-2"});
  ASSERT_TRUE(shared.options) << shared.text;
  EXPECT_EQ(shared.options->config.store, "postgres://me@db/x");
  EXPECT_EQ(shared.options->exporting.host, "node-2");
  const auto named = parse({"export", "--store", "postgres://me@db/x", "--name", "node-1"});
  ASSERT_TRUE(named.options) << named.text;
  EXPECT_EQ(named.options->config.name, "node-1");
  EXPECT_FALSE(parse({"export", "--store", "postgres://me:pw@db/x"}).options);
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"export", "--end", "5"},
                                                {"export", "--range", "1h", "--start", "5"},
                                                {"export", "--format", "xml"},
                                                {"export", "--nvml", "lib.so"}}) {
    EXPECT_EQ(parse(wrong).exit_code, 2);
  }
}

TEST_F(OptionsTest, AWrongFlagIsOneLineAndAnExitCode) {
  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"serve", "--bogus"},
                                                {"serve", "--log-level", "loud"},
                                                {"dance"},
                                                {}}) {
    const auto parsed = parse(wrong);
    EXPECT_FALSE(parsed.options);
    EXPECT_EQ(parsed.exit_code, 2);
    EXPECT_EQ(std::count(parsed.text.begin(), parsed.text.end(), '\n'), 1) << parsed.text;
  }
}

TEST_F(OptionsTest, AWrongFileIsOneLineAndAnExitCode) {
  std::ofstream(file_) << "bogus = 1\n";
  const auto parsed = parse({"serve", "--config", file_});
  EXPECT_EQ(parsed.exit_code, 2);
  EXPECT_THAT(parsed.text, HasSubstr("unknown key 'bogus'"));
  EXPECT_EQ(parse({"serve", "--config", "/none.toml"}).exit_code, 2);
}

TEST_F(OptionsTest, APasswordOnTheCommandLineIsRefused) {
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"serve", "--store", "postgres://me:secret@db/metrics"},
        {"serve", "--store=postgres://db/metrics?sslmode=require&password=secret"},
        {"serve", "--store", "postgres://db/metrics?sslkey=k.pem&sslpassword=secret"},
        {"export", "--store", "prometheus+http://db?query=http://me:secret@other/"}}) {
    const auto parsed = parse(wrong);
    EXPECT_EQ(parsed.exit_code, 2);
    EXPECT_THAT(parsed.text, HasSubstr("--store-password-file"));
    EXPECT_THAT(parsed.text, testing::Not(HasSubstr("secret")));
  }
  for (const char* right : {"postgres://me@db:5432/metrics", "postgres://db/x?user=me:too@home",
                            "prometheus+http://me@db:1?query=http://other:2/a:b@c"})
    EXPECT_TRUE(parse({"serve", "--store", right}).options) << right;
}

TEST_F(OptionsTest, APasswordInAFileIsRefusedWhereEveryoneCanReadIt) {
  using std::filesystem::perms;
  std::ofstream(file_) << "store = \"postgres://me:secret@db/metrics\"\n";
  std::filesystem::permissions(file_, perms::owner_read | perms::group_read);
  EXPECT_TRUE(parse({"serve", "--config", file_}).options);
  std::filesystem::permissions(file_, perms::others_read, std::filesystem::perm_options::add);
  const auto parsed = parse({"serve", "--config", file_});
  EXPECT_EQ(parsed.exit_code, 2);
  EXPECT_THAT(parsed.text, HasSubstr("chmod o-r " + file_));
  EXPECT_THAT(parsed.text, testing::Not(HasSubstr("secret")));
}

TEST_F(OptionsTest, HelpAndVersionExitWell) {
  EXPECT_EQ(parse({"--help"}).exit_code, 0);
  EXPECT_THAT(parse({"--version"}).text, HasSubstr("mimon "));
}

}  // namespace
}  // namespace mimon::cli
