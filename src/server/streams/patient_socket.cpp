#include "server/streams/patient_socket.h"

namespace mimon::server {

PatientSocket::PatientSocket(Socket socket, std::string read_ahead)
    : socket_(std::move(socket)), read_ahead_(std::move(read_ahead)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
}

void PatientSocket::flush(error_code& error) {
  error = {};
  while (!error && kept() > 0) {
    sent_ += socket_.write_some(asio::buffer(kept_.data() + sent_, kept()), error);
  }
  if (error == asio::error::would_block || error == asio::error::try_again) error = {};
  if (kept() > 0) return;
  kept_ = std::string();
  sent_ = 0;
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
