#include "stores/prometheus/http_client.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <system_error>

#include "base/version.h"

namespace mimon::store::prometheus {
namespace {

constexpr std::size_t kIdleConnections = 4;
constexpr long kConnectLimitMs = 3000;

struct Received {
  std::string body;
  std::size_t limit;
};

std::size_t receive(char* data, std::size_t size, std::size_t count, void* user) {
  auto& received = *static_cast<Received*>(user);
  if (received.body.size() + size * count > received.limit) return 0;
  received.body.append(data, size * count);
  return size * count;
}

// Any answer but 0 ends the request.
int is_interrupted(void* user, curl_off_t /*to_receive*/, curl_off_t /*received*/,
                   curl_off_t /*to_send*/, curl_off_t /*sent*/) {
  return *static_cast<const std::atomic<bool>*>(user) ? 1 : 0;
}

class HeaderList {
 public:
  explicit HeaderList(const CurlLibrary& curl) : curl_(curl) {}
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_.free_list(list_); }

  void add(const std::string& header) { list_ = curl_.append(list_, header.c_str()); }
  [[nodiscard]] curl_slist* get() const { return list_; }

 private:
  const CurlLibrary& curl_;
  curl_slist* list_ = nullptr;
};

// One plain cause: libcurl's words for a refused connection are three.
std::string reason(const CurlLibrary& curl, CURL* easy, CURLcode code, const char* why) {
  long os_error = 0;
  curl.get(easy, CURLINFO_OS_ERRNO, &os_error);
  if (code == CURLE_COULDNT_CONNECT && os_error != 0)
    return std::generic_category().message(static_cast<int>(os_error));
  return why[0] != 0 ? why : curl.message(code);
}

}  // namespace

struct HttpClient::Connection {
  explicit Connection(const CurlLibrary& library) : curl(library), easy(library.init()) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() { curl.cleanup(easy); }

  const CurlLibrary& curl;
  CURL* easy;
};

Result<std::unique_ptr<HttpClient>> HttpClient::make(HttpOptions options) {
  auto curl = CurlLibrary::load();
  if (!curl) return curl.error();
  return std::unique_ptr<HttpClient>(  // NOLINT(modernize-make-unique): the constructor is private
      new HttpClient(std::move(options), std::move(*curl)));
}

HttpClient::HttpClient(HttpOptions options, std::shared_ptr<const CurlLibrary> curl)
    : options_(std::move(options)), curl_(std::move(curl)) {}

HttpClient::~HttpClient() = default;

HttpClient::ConnectionPtr HttpClient::take() const {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<Connection>(*curl_);
  auto connection = std::move(idle_.back());
  idle_.pop_back();
  return connection;
}

void HttpClient::give(ConnectionPtr connection) const {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleConnections) idle_.push_back(std::move(connection));
}

Result<HttpReply> HttpClient::post(const std::string& url, std::string_view body,
                                   std::span<const std::string> headers,
                                   std::chrono::milliseconds limit) const {
  ConnectionPtr connection = take();
  const CurlLibrary& curl = *curl_;
  CURL* easy = connection->easy;
  if (!easy) return Error{std::make_error_code(std::errc::not_enough_memory), "libcurl"};
  HeaderList list(curl);
  for (const std::string& header : headers) list.add(header);
  // Without this a large body waits for the server's leave.
  list.add("Expect:");
  if (!options_.token.empty()) list.add("Authorization: Bearer " + options_.token);
  if (!options_.tenant.empty()) list.add("X-Scope-OrgID: " + options_.tenant);
  Received received{{}, options_.max_body};
  std::array<char, CURL_ERROR_SIZE> why{};
  curl.reset(easy);
  curl.set(easy, CURLOPT_URL, url.c_str());
  curl.set(easy, CURLOPT_NOSIGNAL, 1L);
  curl.set(easy, CURLOPT_USERAGENT, ("mimon/" + std::string(kVersion)).c_str());
  curl.set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limit.count()));
  curl.set(easy, CURLOPT_CONNECTTIMEOUT_MS,
           std::min(kConnectLimitMs, static_cast<long>(limit.count())));
  curl.set(easy, CURLOPT_HTTPHEADER, list.get());
  curl.set(easy, CURLOPT_POST, 1L);
  curl.set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  curl.set(easy, CURLOPT_POSTFIELDS,
           body.data());  // NOLINT(bugprone-suspicious-stringview-data-usage): its size is given
  curl.set(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl.set(easy, CURLOPT_WRITEFUNCTION, &receive);
  curl.set(easy, CURLOPT_WRITEDATA, &received);
  curl.set(easy, CURLOPT_NOPROGRESS, 0L);
  curl.set(easy, CURLOPT_XFERINFOFUNCTION, &is_interrupted);
  curl.set(easy, CURLOPT_XFERINFODATA, &interrupted_);
  curl.set(easy, CURLOPT_ERRORBUFFER, why.data());
  if (!options_.ca_file.empty()) curl.set(easy, CURLOPT_CAINFO, options_.ca_file.c_str());
  if (!options_.user.empty()) {
    curl.set(easy, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl.set(easy, CURLOPT_USERNAME, options_.user.c_str());
    curl.set(easy, CURLOPT_PASSWORD, options_.password.c_str());
  }
  const CURLcode code = curl.perform(easy);
  HttpReply reply;
  curl.get(easy, CURLINFO_RESPONSE_CODE, &reply.status);
  curl.set(easy, CURLOPT_ERRORBUFFER, nullptr);
  if (code != CURLE_OK) {
    if (code == CURLE_WRITE_ERROR)
      return Error{std::make_error_code(std::errc::file_too_large), "the answer is too large"};
    return Error{{}, reason(curl, easy, code, why.data())};
  }
  reply.body = std::move(received.body);
  give(std::move(connection));
  return reply;
}

}  // namespace mimon::store::prometheus
