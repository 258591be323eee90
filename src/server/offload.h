#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <utility>

#include "server/io.h"
#include "server/worker_pool.h"

namespace mimon::server {

enum class Admission {
  first,  ///< a new request: refused where too many wait
  next,   ///< a part of one that was admitted
};

/// `co_await offload(…)`: runs `job` on a worker thread and goes on here when it has ended; false
/// where it was refused and did not run. `job` may use the caller's locals.
inline auto offload(Executor executor, WorkerPool& workers, Admission admission,
                    WorkerPool::Job job) {
  auto start = [executor, &workers, admission](auto done, WorkerPool::Job work) {
    struct State {
      decltype(done) handler;
      asio::executor_work_guard<Executor> busy;
    };
    auto state = std::make_shared<State>(
        State{std::move(done), asio::executor_work_guard<Executor>(executor)});
    const auto finish = [executor, state](bool ran) {
      asio::post(executor, [state, ran] { std::move(state->handler)(ran); });
    };
    auto run = [work = std::move(work), finish] {
      work();
      finish(true);
    };
    const bool taken = admission == Admission::first ? workers.submit(std::move(run))
                                                     : workers.resume(std::move(run));
    if (!taken) finish(false);
  };
  return asio::async_initiate<const asio::use_awaitable_t<Executor>, void(bool)>(
      std::move(start), asio::use_awaitable_t<Executor>(), std::move(job));
}

}  // namespace mimon::server
