#pragma once

#include <string_view>

namespace mimon {

/// Why a value is not there. Absent is never zero.
enum class Absence {
  unsupported,   ///< the hardware, driver or kernel does not give it
  denied,        ///< it needs more rights than this process has
  asleep,        ///< the device sleeps and is left alone
  lost,          ///< the device fell off the bus
  unresponsive,  ///< the driver does not answer
  stale,         ///< the last answer is too old to show as current
  not_ready,     ///< it needs a second sample, or nothing of the kind has happened yet
  invalid,       ///< what was given makes no sense
  failed,        ///< reading it failed for another reason, which the log names
};

/// The word used in answers: the enumerator's name.
[[nodiscard]] constexpr std::string_view absence_name(Absence absence) {
  switch (absence) {
    case Absence::unsupported:
      return "unsupported";
    case Absence::denied:
      return "denied";
    case Absence::asleep:
      return "asleep";
    case Absence::lost:
      return "lost";
    case Absence::unresponsive:
      return "unresponsive";
    case Absence::stale:
      return "stale";
    case Absence::not_ready:
      return "not_ready";
    case Absence::invalid:
      return "invalid";
    case Absence::failed:
      return "failed";
  }
  return "failed";
}

}  // namespace mimon
