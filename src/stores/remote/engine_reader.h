#pragma once

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "stores/remote/engine.h"
#include "stores/store.h"

namespace mimon::store::remote {

/// An engine that is only asked: nothing is sent, no spool is needed. What is appended to it is
/// ignored. Threads and errors as in `Engine`.
class EngineReader final : public Store {
 public:
  explicit EngineReader(std::unique_ptr<Engine> engine) : engine_(std::move(engine)) {}

  void append(const Snapshot&) override {}
  [[nodiscard]] Result<QueryResult> query(const Query& query) const override;
  [[nodiscard]] Resolution resolution_for(const Query& query) const override;
  [[nodiscard]] std::vector<SeriesInfo> series(std::string_view host) const override;
  [[nodiscard]] Result<std::vector<HostSummary>> hosts() const override;
  [[nodiscard]] StoreStatus status() const override;

 private:
  const std::unique_ptr<Engine> engine_;
};

}  // namespace mimon::store::remote
