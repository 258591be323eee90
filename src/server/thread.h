#pragma once

#include <functional>
#include <thread>

namespace mimon::server {

/// Starts a thread that receives no signals, under a name of up to 15 characters.
[[nodiscard]] std::jthread start_thread(const char* name, std::function<void()> body);

}  // namespace mimon::server
