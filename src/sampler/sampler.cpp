#include "sampler/sampler.h"

#include <algorithm>
#include <string>
#include <utility>

#include "sampler/schedule.h"

namespace mimon {

Sampler::Sampler(SamplerOptions options, const Clock& clock, Logger log, Collectors collectors)
    : options_(options),
      clock_(clock),
      failures_(std::move(log)),
      host_(std::move(collectors.host)),
      processes_(std::move(collectors.processes)) {
  for (auto& collector : collectors.slow_host) {
    slow_.push_back(std::make_unique<SlowLane>(std::move(collector), clock_));
  }
  for (auto& vendor : collectors.vendors) {
    vendors_.push_back(
        std::make_unique<VendorLane>(std::move(vendor), options_.discover_every, clock_));
  }
}

Sampler::~Sampler() {
  stop();
}

void Sampler::add_listener(Listener listener) {
  listeners_.push_back(std::move(listener));
}

void Sampler::start() {
  thread_ = std::thread([this] { run(); });
}

bool Sampler::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    wake_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  bool ended = crew_.stop();
  for (const auto& lane : slow_) ended = lane->stop() && ended;
  for (const auto& lane : vendors_) ended = lane->stop() && ended;
  return ended;
}

bool Sampler::wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [&] { return stop_; });
}

void Sampler::run() {
  constexpr std::chrono::milliseconds kWarmUp{150};
  tick();
  if (!wait(kWarmUp)) return;
  tick();
  while (wait(until_next_tick(clock_.wall(), options_.interval))) {
    const SnapshotPtr snapshot = tick();
    for (const Listener& listener : listeners_) listener(snapshot);
  }
}

Tick Sampler::next_tick() {
  Tick tick{1, clock_.wall(), clock_.mono()};
  if (last_.number > 0) {
    tick.number = last_.number + ticks_passed(last_.mono, tick.mono, options_.interval);
  }
  return last_ = tick;
}

SnapshotPtr Sampler::tick() {
  auto snapshot = std::make_shared<Snapshot>();
  const Tick tick = next_tick();
  snapshot->tick = tick.number;
  snapshot->wall = tick.wall;
  snapshot->mono = tick.mono;
  snapshot->interval = options_.interval;

  std::vector<GpuVendor::Report> reports;
  for (const auto& vendor : vendors_) {
    reports.push_back(vendor->latest(tick.mono, options_.unresponsive_after));
    snapshot->vendors.push_back(reports.back().status);
  }
  update_lanes(reports);
  ask_gpus(tick);
  collect_host(tick, *snapshot);
  wait_for_gpus();
  collect_gpus(tick, *snapshot);

  SnapshotPtr published = std::move(snapshot);
  latest_.store(published);
  return published;
}

void Sampler::update_lanes(const std::vector<GpuVendor::Report>& reports) {
  std::vector<std::unique_ptr<GpuLane>> lanes;
  for (const GpuVendor::Report& report : reports) {
    for (const std::shared_ptr<GpuCollector>& gpu : report.gpus) {
      const auto known = std::find_if(gpus_.begin(), gpus_.end(), [&](const auto& lane) {
        return lane && lane->gpu() == gpu.get();
      });
      lanes.push_back(known != gpus_.end()
                          ? std::move(*known)
                          : std::make_unique<GpuLane>(gpu, clock_, crew_.queue(), arrivals_));
    }
  }
  gpus_ = std::move(lanes);
}

void Sampler::collect_host(const Tick& tick, Snapshot& snapshot) {
  Batch batch(tick);
  for (const auto& collector : host_) {
    snapshot.collectors.push_back(collector->collect(batch));
    note(snapshot.collectors.back());
  }
  snapshot.cores = batch.take_cores();
  for (DeviceSample& sample : batch.take()) {
    snapshot.devices.push_back(std::make_shared<const DeviceSample>(std::move(sample)));
  }
  for (const auto& lane : slow_) {
    auto answer = lane->latest(tick);
    note(answer.status);
    snapshot.collectors.push_back(std::move(answer.status));
    snapshot.devices.insert(snapshot.devices.end(), answer.samples.begin(), answer.samples.end());
  }
  std::stable_sort(snapshot.devices.begin(), snapshot.devices.end(),
                   [](const DeviceSamplePtr& a, const DeviceSamplePtr& b) {
                     return a->device->kind < b->device->kind;
                   });
}

void Sampler::ask_gpus(const Tick& tick) {
  std::vector<GpuCrew::Job> jobs;
  for (const auto& gpu : gpus_) {
    if (auto job = gpu->request(tick)) jobs.push_back(std::move(*job));
  }
  arrivals_->expect(tick.number, jobs.size());
  crew_.queue()->push(std::move(jobs));
}

void Sampler::wait_for_gpus() {
  constexpr std::chrono::milliseconds kRelief{10};
  const auto end = std::chrono::steady_clock::now() + options_.gpu_deadline;
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0 || arrivals_->wait(std::min(left, kRelief))) return;
    crew_.relieve();
  }
}

void Sampler::collect_gpus(const Tick& tick, Snapshot& snapshot) {
  std::vector<DeviceSample> samples;
  for (const auto& gpu : gpus_) {
    auto latest = gpu->latest(tick, options_.unresponsive_after);
    std::move(latest.begin(), latest.end(), std::back_inserter(samples));
  }
  std::stable_sort(samples.begin(), samples.end(),
                   [](const DeviceSample& a, const DeviceSample& b) {
                     return a.device->index < b.device->index;
                   });
  processes_.complete(tick, samples);
  idle_times_.complete(tick.mono, samples);
  for (DeviceSample& sample : samples) {
    snapshot.devices.push_back(std::make_shared<const DeviceSample>(std::move(sample)));
  }
}

void Sampler::note(const CollectorStatus& status) {
  if (status.ok) {
    failures_.works(status.name);
  } else {
    failures_.failed(status.name, status.detail);
  }
}

void Sampler::wait_for_sources(std::chrono::milliseconds patience) const {
  for (const auto& vendor : vendors_) vendor->wait_for_first(patience);
  for (const auto& lane : slow_) lane->wait_for_first(patience);
}

}  // namespace mimon
