#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "metrics/device_kind.h"
#include "metrics/snapshot.h"
#include "metrics/units.h"
#include "stores/resolution.h"

/// History: what keeps the samples, and what answers for them later.
namespace mimon::store {

/// Names one series. `device` is a device's identity (see `identity_of`) or its id, such as
/// `gpu/0`, which stands for the device that bore it last.
struct SeriesKey {
  std::string device;
  std::string metric;  ///< `MetricSpec::id`

  auto operator<=>(const SeriesKey&) const = default;
};

/// What a device is known by over restarts: a GPU's UUID, so that history follows the card when the
/// numbers change; the device's id where it has none.
[[nodiscard]] std::string identity_of(const Device& device);

/// A question for history.
struct Query {
  std::vector<SeriesKey> series;  ///< at least one
  WallTime start{};               ///< first moment
  WallTime end{};                 ///< the moment after the last
  /// Absent: the finest that has data from `start` on and gives no more than `max_points` points,
  /// or about `kAutoPoints` where there is no limit.
  std::optional<Resolution> resolution;
  std::size_t max_points = 0;  ///< 0: no limit; otherwise at least 2
  bool min_max = false;        ///< fill `Column::min` and `Column::max`
  /// The most values that the answer may have, see `values_in`; where it would have more, the store
  /// refuses before it makes them. 0: no limit.
  std::size_t max_values = 0;
  std::string host;  ///< empty: this machine, the only one that a local store knows
};

inline constexpr std::size_t kAutoPoints = 4000;
/// The most points times series that one answer may hold, whatever its question says.
inline constexpr std::size_t kMaxValues = 20'000'000;

/// One series of an answer: as many entries as there are times, NaN where there is no value.
struct Column {
  SeriesKey key;       ///< as it was asked for
  bool known = false;  ///< false: the store has never seen this series; all is NaN
  Kind kind = Kind::gauge;
  int decimals = 0;  ///< of minima, maxima and 1 s values; an average has one more
  /// Mean of the samples; of flags, every bit that was set. A bucket that SQLite's store makes of
  /// stored ones is their mean, in which one with few samples counts as much as a full one.
  std::vector<double> avg;
  std::vector<double> min;  ///< of flags, the bits that were always set
  std::vector<double> max;  ///< of flags, every bit that was set
};

/// An answer. Nothing in it is made up: no interpolation, no last value carried on.
///
/// Gap rule: where a tick, or at coarser resolutions a bucket, is missing between two points, one
/// entry stands at the first missing time with NaN in every column. So a line drawn through
/// neighbouring points that both have a value never crosses a gap. A series that alone lacks a
/// value has NaN there. Times at which no device was sampled do not appear otherwise, and a range
/// without any data is empty.
struct QueryResult {
  Resolution resolution = Resolution::s1;  ///< what was answered with
  /// Width of a bucket, which begins at its time: the resolution's step, or a multiple of it where
  /// points were merged to keep within `max_points`; then `min` and `max` are filled in any case,
  /// so that no extreme is lost.
  std::chrono::seconds step{1};
  bool min_max = false;                         ///< `min` and `max` are filled
  std::vector<std::chrono::sys_seconds> times;  ///< strictly ascending
  std::vector<Column> columns;                  ///< in the order asked
};

/// The values that an answer to `query` has once its times are known: one a time and series, three
/// with minimum and maximum.
[[nodiscard]] std::size_t values_in(const Query& query, const QueryResult& result);

/// Refuses, as `check` does, what has more than `query.max_values`.
[[nodiscard]] Result<void> check_size(const Query& query, const QueryResult& result);

/// A series that a store holds, or held.
struct SeriesInfo {
  std::string host;      ///< empty: this machine
  std::string identity;  ///< of the device
  std::string device;    ///< the id that the device bore last, such as `gpu/0`
  DeviceKind device_kind = DeviceKind::host;
  std::string device_name;
  std::string metric;
  Kind kind = Kind::gauge;
  int decimals = 0;
};

/// The newest that a store knows of one device of a host.
struct DeviceSummary {
  std::string id;  ///< such as `gpu/0`
  std::string identity;
  DeviceKind kind = DeviceKind::host;
  std::string name;
  DeviceState state = DeviceState::ok;
  std::vector<std::pair<std::string, double>>
      values;  ///< by `MetricSpec::id`; what is absent lacks
};

/// A host that writes to a store, as of its newest tick.
struct HostSummary {
  std::string host;
  std::string url;      ///< where people reach its mimon; empty where it said nothing
  std::string version;  ///< of its mimon; empty where unknown
  bool simulated = false;
  WallTime last{};                           ///< the newest tick
  std::chrono::milliseconds interval{1000};  ///< between its ticks, to the second in some stores
  std::vector<DeviceSummary> devices;  ///< the host itself and its GPUs, in the order of their ids
};

/// How a store fares. Live monitoring goes on whatever it says.
struct StoreStatus {
  enum class State {
    ok,
    degraded,  ///< samples are not reaching the disk, or some were lost; `detail` says why
  };

  State state = State::ok;
  std::string detail;           ///< one sentence in plain words; empty while `ok`
  std::string location;         ///< the file, or the server without its credentials
  std::string set_aside;        ///< where a damaged file was moved since the start; empty: none
  std::uint64_t bytes = 0;      ///< on disk, everything included; 0 where not known
  std::uint64_t ticks = 0;      ///< recorded since the start
  std::uint64_t dropped = 0;    ///< ticks lost since the start
  std::uint64_t unwritten = 0;  ///< ticks that wait in memory for the disk
  /// Of a store elsewhere: how far behind the newest tick it is, or, where it took nothing since
  /// the start, how long ticks have been waiting for it; absent where the store is local.
  std::optional<std::chrono::milliseconds> lag;
  std::optional<WallTime> oldest;      ///< the oldest data of any resolution
  std::optional<WallTime> last_write;  ///< the newest tick that is safe from a kill
};

/// Keeps every value of every snapshot and answers for them.
///
/// Threads: `append` belongs to one thread; everything else may be called from any, at the same
/// time. A store never throws after construction.
///
/// Time: a tick is kept under its wall time, rounded to the second. A second that is known already
/// is not recorded twice: a clock that is set back by a moment gives nothing until it has caught
/// up; one that is set back further is recorded anew, and what is asked for that time is the newer
/// record. Retention counts recorded time, so that a clock set forward wrongly deletes nothing.
class Store {
 public:
  virtual ~Store() = default;

  /// Takes a tick in. What fails is retried at the next tick and shows in `status`.
  virtual void append(const Snapshot& snapshot) = 0;

  /// `invalid_argument` where the question makes no sense, and then the message is for its author;
  /// any other code where the store cannot be read.
  [[nodiscard]] virtual Result<QueryResult> query(const Query& query) const = 0;

  /// The resolution that `query` would be answered with.
  [[nodiscard]] virtual Resolution resolution_for(const Query& query) const = 0;

  /// Everything that can be asked for of a host, by device and metric. `host` as `Query::host`;
  /// empty where the host is not known, or the store cannot be read.
  [[nodiscard]] virtual std::vector<SeriesInfo> series(std::string_view host) const = 0;

  /// The hosts that wrote to a shared store within the last day, by name, each with its newest
  /// tick. Empty for a local store, which knows this machine alone.
  [[nodiscard]] virtual Result<std::vector<HostSummary>> hosts() const;

  [[nodiscard]] virtual StoreStatus status() const = 0;
};

/// What every store refuses before it looks for data: no series, an empty or inverted range, times
/// outside the years 1970 to 9999, a limit of one point, more than `kMaxValues` values.
[[nodiscard]] Result<void> check(const Query& query);

}  // namespace mimon::store
