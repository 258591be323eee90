#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>

#include "stores/store_place.h"
#include "stores/store_testing.h"

/// What every store must do is in contract_of_recording.h and contract_of_answers.h. An engine's
/// test includes both, and says how its stores are made:
///
///   INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, testing::Values(make_sqlite_place));
namespace mimon::store::testing {

using PlaceMaker = std::unique_ptr<Place> (*)();

class StoreContract : public ::testing::TestWithParam<PlaceMaker> {
 protected:
  void reopen() {
    store_.reset();
    store_ = place_->open(retention_);
  }
  QueryResult get(const Query& query) {
    place_->settle(*store_);
    return answer(*store_, query);
  }
  void tick_for(std::int64_t count, const std::function<double(std::int64_t)>& load) {
    for (std::int64_t i = 0; i < count; ++i) machine_.tick(*store_, load(machine_.now()));
  }

  Retention retention_;
  std::unique_ptr<Place> place_ = GetParam()();
  std::unique_ptr<Store> store_ = place_->open(retention_);
  Machine machine_;
  const std::int64_t start_ = machine_.now();
};

}  // namespace mimon::store::testing
