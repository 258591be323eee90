#include "server/streams/patient_socket.h"

#include <algorithm>
#include <array>

namespace mimon::server {

PatientSocket::PatientSocket(Socket socket, std::string read_ahead)
    : socket_(std::move(socket)), read_ahead_(std::move(read_ahead)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
}

void PatientSocket::flush(error_code& error) {
  error = {};
  while (!error && kept() > 0) {
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(rest()), asio::buffer(kept_)};
    drop(socket_.write_some(buffers, error));
  }
  if (error == asio::error::would_block || error == asio::error::try_again) error = {};
}

void PatientSocket::send(Message message, error_code& error) {
  message_ = std::move(message);
  flush(error);
}

void PatientSocket::drop(std::size_t size) {
  const auto of_message = std::min(size, rest().size());
  sent_ += of_message;
  if (rest().empty()) {
    message_ = nullptr;
    sent_ = 0;
  }
  kept_.erase(0, size - of_message);
  if (kept_.empty()) kept_ = std::string();
}

void PatientSocket::close() {
  error_code ignored;
  socket_.close(ignored);
}

void beast_close_socket(PatientSocket& socket) {
  socket.close();
}

void teardown(boost::beast::role_type /*role*/, PatientSocket& socket,
              boost::system::error_code& error) {
  socket.socket().shutdown(asio::socket_base::shutdown_both, error);
}

}  // namespace mimon::server
