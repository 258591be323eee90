#include "stores/postgres/postgres_engine.h"

#include "stores/contract_of_answers.h"
#include "stores/contract_of_recording.h"
#include "stores/postgres/test_place.h"
#include "stores/postgres/test_server.h"

namespace mimon::store::testing {
namespace {

std::unique_ptr<Place> make_postgres_place() {
  return std::make_unique<postgres::TestPlace>();
}

INSTANTIATE_TEST_SUITE_P(Postgres, StoreContract, ::testing::Values(make_postgres_place));

}  // namespace
}  // namespace mimon::store::testing
