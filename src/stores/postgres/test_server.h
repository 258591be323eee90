#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "stores/sqlite/temporary_folder.h"

namespace mimon::store::postgres {

/// A real PostgreSQL in a throw-away folder, on a free port of the loopback interface, ended with
/// the test program.
class TestServer {
 public:
  /// The one of this program, started when it is first asked for. Throws where it cannot start.
  static TestServer& instance();

  /// An empty database.
  [[nodiscard]] std::string make_database();
  [[nodiscard]] std::string url(const std::string& database) const;
  /// Runs statements in a database; the first field of the last one's first row, as text.
  std::string ask(const std::string& url, const std::string& sql) const;

  void start();
  void stop();
  void kill();

  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

 private:
  TestServer();
  [[nodiscard]] pid_t spawn(std::vector<std::string> command) const;
  [[nodiscard]] bool answers() const;
  [[noreturn]] void fail(const std::string& what) const;
  void end(int signal);

  sqlite::TemporaryFolder folder_{sqlite::TemporaryFolder::Medium::disk};
  std::string programs_;
  int port_;
  pid_t pid_ = -1;
  int databases_ = 0;
};

}  // namespace mimon::store::postgres
