#include "stores/prometheus/test_server.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/test_port.h"

extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace mimon::store::prometheus::testing {
namespace {

using std::chrono::milliseconds;

const char* program_of(TestServer::Product product) {
  return product == TestServer::Product::prometheus ? "prometheus" : "victoria-metrics";
}

constexpr std::string_view kScrapeNothing = "global: {scrape_interval: 1h}\n";

}  // namespace

bool TestServer::is_installed(Product product) {
  return std::system(("command -v " + std::string(program_of(product)) + " >/dev/null").c_str()) ==
         0;
}

TestServer::TestServer(Product product, Options options)
    : product_(product),
      options_(std::move(options)),
      port_(free_port()),
      url_((options_.tls ? "https" : "http") + ("://127.0.0.1:" + std::to_string(port_))),
      http_(HttpClient::make(options_.http).value()) {
  std::ofstream(folder_.path("prometheus.yml"))
      << (options_.config.empty() ? kScrapeNothing : options_.config);
  start();
}

TestServer::~TestServer() {
  stop();
}

void TestServer::start() {
  const std::string listen = url_.substr(url_.find("//") + 2);
  std::vector<std::string> command;
  if (product_ == Product::prometheus) {
    command = {"prometheus",
               "--web.listen-address=" + listen,
               "--config.file=" + folder_.path("prometheus.yml"),
               "--storage.tsdb.path=" + folder_.path("data"),
               "--storage.tsdb.retention.time=100y",
               "--web.enable-remote-write-receiver",
               "--log.level=error"};
  } else {
    command = {"victoria-metrics",
               "-httpListenAddr=" + listen,
               "-storageDataPath=" + folder_.path("data"),
               "-retentionPeriod=100y",
               "-dedup.minScrapeInterval=1ms",
               "-memory.allowedBytes=256MiB",
               "-loggerLevel=ERROR"};
  }
  command.insert(command.end(), options_.flags.begin(), options_.flags.end());
  run(command);
  for (int tries = 0; tries < 1200; ++tries) {
    if (answers()) return;
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) break;
    std::this_thread::sleep_for(milliseconds(25));
  }
  std::ifstream log(folder_.path("log"));
  throw std::runtime_error(std::string(program_of(product_)) + " does not start: " +
                           std::string(std::istreambuf_iterator<char>(log), {}));
}

void TestServer::run(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    posix_spawn_file_actions_addopen(&actions, stream, folder_.path("log").c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  const int error =
      ::posix_spawnp(&pid_, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot run " + command[0]);
}

bool TestServer::answers() const {
  // The query API answers only when the database is open.
  const std::string headers[] = {"Content-Type: application/x-www-form-urlencoded"};
  const auto reply = http_->post(url_ + "/api/v1/query", "query=1", headers, milliseconds(1000));
  return reply && reply->status == 200;
}

void TestServer::flush() const {
  if (product_ == Product::victoria_metrics)
    (void)http_->post(url_ + "/internal/force_flush", "", {}, milliseconds(10'000));
}

void TestServer::stop() {
  if (pid_ <= 0) return;
  // Nothing in the folder is needed longer, unless it is started again, which TERM is enough for.
  ::kill(pid_, SIGTERM);
  for (int tries = 0; tries < 400; ++tries) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) {
      pid_ = -1;
      return;
    }
    std::this_thread::sleep_for(milliseconds(25));
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace mimon::store::prometheus::testing
