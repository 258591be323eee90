#include "load.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace mimon::fake_nvml {
namespace {

constexpr double kEpoch = 180;  // seconds: training, then validation, then a checkpoint

double hashed(unsigned seed, std::int64_t step) {
  std::uint64_t x = static_cast<std::uint64_t>(step) * 0x9e3779b97f4a7c15u + seed * 0xbf58476du;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  x ^= x >> 31;
  return static_cast<double>(x >> 11) / 4503599627370496.0 - 1.0;
}

double wave(double seconds, double period) {
  return std::sin(2 * std::numbers::pi * seconds / period);
}

double epoch_second(double seconds) {
  return seconds - std::floor(seconds / kEpoch) * kEpoch;
}

double training(unsigned seed, double seconds) {
  const double s = epoch_second(seconds);
  double level = 0.06 + 0.88 * smoothstep(0, 5, s);
  level -= 0.32 * smoothstep(144, 147, s);
  level -= 0.56 * smoothstep(168, 170, s);
  const double steps = 0.03 * wave(seconds, 7) + 0.04 * noise(seed, seconds, 2);
  return level + steps * smoothstep(0.05, 0.5, level);
}

double inference(unsigned seed, double seconds) {
  return 0.38 + 0.2 * wave(seconds, 75) + 0.25 * noise(seed, seconds, 4);
}

}  // namespace

double noise(unsigned seed, double seconds, double period) {
  const double x = seconds / period;
  const double whole = std::floor(x);
  const auto step = static_cast<std::int64_t>(whole);
  const double weight = smoothstep(0, 1, x - whole);
  return hashed(seed, step) * (1 - weight) + hashed(seed, step + 1) * weight;
}

double smoothstep(double from, double to, double x) {
  const double t = std::clamp((x - from) / (to - from), 0.0, 1.0);
  return t * t * (3 - 2 * t);
}

double busy(Load load, unsigned seed, double seconds) {
  double level = 0;
  switch (load) {
    case Load::training:
      level = training(seed, seconds);
      break;
    case Load::inference:
      level = inference(seed, seconds);
      break;
    case Load::full:
      level = 0.99 + 0.01 * noise(seed, seconds, 3);
      break;
    case Load::idle:
      level = 0.004 + 0.008 * noise(seed, seconds, 9);
      break;
  }
  return std::clamp(level, 0.0, 1.0);
}

double occupied(Load load, unsigned seed, double seconds) {
  const double s = epoch_second(seconds);
  switch (load) {
    case Load::training:
      return 0.76 + 0.005 * noise(seed, seconds, 20) - 0.07 * smoothstep(144, 150, s) +
             0.07 * smoothstep(170, 178, s);
    case Load::inference:
      return 0.55 + 0.04 * noise(seed, seconds, 12);
    case Load::full:
      return 0.93;
    case Load::idle:
      return 0;
  }
  return 0;
}

}  // namespace mimon::fake_nvml
