#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace mimon::server {

namespace asio = boost::asio;

/// The one I/O thread's executor, named instead of type-erased: each operation is one allocation
/// and one virtual call cheaper.
using Executor = asio::io_context::executor_type;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

/// A coroutine on the I/O thread.
template <typename T = void>
using Task = asio::awaitable<T, Executor>;

/// Completion token: `co_await socket.async_read_some(buffer, await(error))`.
inline auto await(boost::system::error_code& error) {
  return asio::redirect_error(asio::use_awaitable_t<Executor>(), error);
}

}  // namespace mimon::server
