#include "clock.h"

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <thread>

namespace mimon::fake_nvml {
namespace {

using Steady = std::chrono::steady_clock;
using System = std::chrono::system_clock;

constexpr long long kFileEpochUsec = 1'700'000'000'000'000;

const Steady::time_point kLoaded = Steady::now();
const System::time_point kLoadedWall = System::now();

}  // namespace

Clock Clock::from_environment() {
  const char* file = std::getenv("MIMON_FAKE_NVML_TIME");
  return Clock(file == nullptr ? "" : file);
}

double Clock::now() const {
  if (file_.empty()) return std::chrono::duration<double>(Steady::now() - kLoaded).count();
  double seconds = 0;
  std::ifstream stream(file_);
  return stream >> seconds ? seconds : 0.0;
}

void Clock::wait_until(double seconds) const {
  while (now() < seconds) {
    const double left = file_.empty() ? seconds - now() : 0.005;
    std::this_thread::sleep_for(std::chrono::duration<double>(left));
  }
}

long long Clock::unix_usec(double seconds) const {
  const auto origin =
      file_.empty()
          ? std::chrono::duration_cast<std::chrono::microseconds>(kLoadedWall.time_since_epoch())
                .count()
          : kFileEpochUsec;
  return static_cast<long long>(origin) + static_cast<long long>(seconds * 1e6);
}

}  // namespace mimon::fake_nvml
