#pragma once

#include <cstdint>
#include <random>

namespace mimon::simulation {

/// What a made-up GPU does at one moment.
struct GpuWork {
  double utilization = 0;  ///< 0 to 1
  double memory = 0;       ///< 0 to 1, of all there is
};

/// The work of one host: training jobs and the pauses between them. A job loads its data, then
/// computes for a while with short stops to save what it learnt. Its GPUs do the same, not quite at
/// the same pace. Some hosts stay idle. The same seed gives the same work.
class Training {
 public:
  Training(std::uint32_t seed, int gpus);

  /// Goes on by so many seconds.
  void advance(double seconds);

  /// Of GPU `index`; moves from call to call, as measurements do.
  [[nodiscard]] GpuWork work(int index);
  /// How busy the host's CPU is, 0 to 1.
  [[nodiscard]] double cpu();
  /// 0 to 1: how much of the RAM the job takes.
  [[nodiscard]] double memory() const;
  /// Data that the job reads, bytes a second.
  [[nodiscard]] double reading();

 private:
  enum class Phase { idle, loading, computing, saving };

  void enter(Phase phase);
  [[nodiscard]] double between(double low, double high);

  std::minstd_rand random_;
  bool always_idle_ = false;
  Phase phase_ = Phase::idle;
  double left_ = 0;         ///< seconds of this phase
  double job_left_ = 0;     ///< seconds of this job's computing
  double loaded_ = 0;       ///< 0 to 1
  double job_memory_ = 0;   ///< what the job takes of a GPU's memory
  double job_load_ = 0.95;  ///< how busy it keeps a GPU
  int gpus_in_use_;         ///< by this job
  const int gpus_;
};

}  // namespace mimon::simulation
