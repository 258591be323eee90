#include "metrics/units.h"

namespace mimon {

std::string_view unit_symbol(Unit unit) {
  switch (unit) {
    case Unit::none:
      return "";
    case Unit::percent:
      return "%";
    case Unit::bytes:
      return "B";
    case Unit::bytes_per_second:
      return "B/s";
    case Unit::per_second:
      return "/s";
    case Unit::seconds:
      return "s";
    case Unit::celsius:
      return "°C";
    case Unit::watts:
      return "W";
    case Unit::joules:
      return "J";
    case Unit::megahertz:
      return "MHz";
    case Unit::rpm:
      return "RPM";
    case Unit::volts:
      return "V";
  }
  return "";
}

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::none:
      return "none";
    case Unit::percent:
      return "percent";
    case Unit::bytes:
      return "bytes";
    case Unit::bytes_per_second:
      return "bytes_per_second";
    case Unit::per_second:
      return "per_second";
    case Unit::seconds:
      return "seconds";
    case Unit::celsius:
      return "celsius";
    case Unit::watts:
      return "watts";
    case Unit::joules:
      return "joules";
    case Unit::megahertz:
      return "megahertz";
    case Unit::rpm:
      return "rpm";
    case Unit::volts:
      return "volts";
  }
  return "none";
}

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::gauge:
      return "gauge";
    case Kind::counter:
      return "counter";
    case Kind::flags:
      return "flags";
  }
  return "gauge";
}

}  // namespace mimon
