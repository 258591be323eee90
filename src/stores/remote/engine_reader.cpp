#include "stores/remote/engine_reader.h"

namespace mimon::store::remote {

Result<QueryResult> EngineReader::query(const Query& query) const {
  if (const auto sense = check(query); !sense) return sense.error();
  return engine_->query(query);
}

Resolution EngineReader::resolution_for(const Query& query) const {
  return engine_->resolution_for(query);
}

std::vector<SeriesInfo> EngineReader::series(std::string_view host) const {
  auto series = engine_->series(host);
  return series ? std::move(*series) : std::vector<SeriesInfo>();
}

Result<std::vector<HostSummary>> EngineReader::hosts() const {
  return engine_->hosts();
}

StoreStatus EngineReader::status() const {
  StoreStatus status;
  status.location = engine_->location();
  return status;
}

}  // namespace mimon::store::remote
