#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace mimon {

/// Why something could not be done: a code to branch on, and words that name the thing that failed.
struct Error {
  std::error_code code;
  std::string message;

  /// The words, and what the code means where there is one.
  [[nodiscard]] std::string what() const {
    return code ? message + ": " + code.message() : message;
  }
};

/// `Error` for the current `errno`; `message` names what was attempted.
[[nodiscard]] inline Error errno_error(int error, std::string message) {
  return {std::error_code(error, std::generic_category()), std::move(message)};
}

/// A value or an `Error`. Test with `if (result)`, read with `*result`, ask why with `.error()`.
template <typename T>
using Result = boost::system::result<T, Error>;

/// Called by `Result::value()` when there is none: for use at construction and in tests only.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location& /*where*/) {
  throw std::runtime_error(error.what());
}

}  // namespace mimon
