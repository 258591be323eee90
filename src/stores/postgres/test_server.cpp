#include "stores/postgres/test_server.h"

#include <fcntl.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/test_port.h"
#include "stores/postgres/connection.h"

namespace mimon::store::postgres {
namespace {

namespace fs = std::filesystem;

// Those of the folder that MIMON_TEST_POSTGRES names, or the newest that Debian has put here.
std::string find_programs() {
  if (const char* named = std::getenv("MIMON_TEST_POSTGRES")) return named;
  std::string newest;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const auto path = entry.path() / "bin";
    if (fs::exists(path / "initdb") && path.string() > newest) newest = path.string();
  }
  if (newest.empty()) throw std::runtime_error("there is no PostgreSQL in /usr/lib/postgresql");
  return newest;
}

}  // namespace

TestServer& TestServer::instance() {
  static TestServer server;
  return server;
}

TestServer::TestServer() : programs_(find_programs()), port_(free_port()) {
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (user == nullptr || chown(folder_.path().c_str(), user->pw_uid, user->pw_gid) != 0)
      throw std::runtime_error("there is no user postgres");
  }
  const pid_t made = spawn({programs_ + "/initdb", "-D", folder_.path("data"), "-A", "trust", "-N",
                            "-U", "mimon", "-E", "UTF8", "--locale=C"});
  int status = 0;
  if (waitpid(made, &status, 0) != made || status != 0) fail("initdb failed");
  start();
}

TestServer::~TestServer() {
  end(SIGINT);
}

// As root PostgreSQL does not run. It ends when this program does.
pid_t TestServer::spawn(std::vector<std::string> command) const {
  if (geteuid() == 0)
    command.insert(command.begin(), {"setpriv", "--reuid=postgres", "--regid=postgres",
                                     "--clear-groups", "--pdeathsig=QUIT"});
  const pid_t pid = fork();
  if (pid != 0) return pid;
  const int log = open((folder_.path() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  (void)!chdir("/");
  execvp(arguments[0], arguments.data());
  _exit(127);
}

bool TestServer::answers() const {
  const auto pq = Libpq::load();
  return pq && Connection::open(**pq, {.url = url("postgres"), .password = {}, .interrupted = {}});
}

void TestServer::start() {
  pid_ = spawn({programs_ + "/postgres", "-D", folder_.path("data"), "-p", std::to_string(port_),
                "-c", "listen_addresses=127.0.0.1", "-c",
                "unix_socket_directories=" + folder_.path().string(), "-c", "fsync=off", "-c",
                "max_connections=200", "-c", "autovacuum=off"});
  for (int i = 0; i < 600; ++i) {
    if (answers()) return;
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  fail("PostgreSQL does not start");
}

void TestServer::fail(const std::string& what) const {
  std::ifstream log(folder_.path() / "log");
  throw std::runtime_error(what + ": " + std::string(std::istreambuf_iterator<char>(log), {}));
}

void TestServer::end(int signal) {
  if (pid_ <= 0) return;
  ::kill(pid_, signal);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void TestServer::stop() {
  end(SIGINT);
}

void TestServer::kill() {
  end(SIGKILL);
}

std::string TestServer::url(const std::string& database) const {
  return "postgres://mimon@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

std::string TestServer::make_database() {
  const std::string name = "history_" + std::to_string(++databases_);
  ask(url("postgres"), "CREATE DATABASE " + name);
  return url(name);
}

std::string TestServer::ask(const std::string& url, const std::string& sql) const {
  const auto connection =
      Connection::open(*Libpq::load().value(), {.url = url, .password = {}, .interrupted = {}})
          .value();
  const auto rows = connection->query(sql).value();
  return rows.size() == 0 ? "" : std::string(rows.text(0, 0));
}

}  // namespace mimon::store::postgres
