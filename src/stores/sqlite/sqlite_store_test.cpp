#include "stores/sqlite/sqlite_store.h"

#include "stores/contract_of_answers.h"
#include "stores/contract_of_recording.h"
#include "stores/sqlite/temporary_folder.h"

namespace mimon::store::testing {
namespace {

class SqlitePlace final : public Place {
 public:
  std::unique_ptr<Store> open(const Retention& retention) override {
    return sqlite::SqliteStore::open({folder_.path("history.db"), retention}, null_logger())
        .value();
  }

 private:
  sqlite::TemporaryFolder folder_;
};

std::unique_ptr<Place> make_sqlite_place() {
  return std::make_unique<SqlitePlace>();
}

INSTANTIATE_TEST_SUITE_P(Sqlite, StoreContract, ::testing::Values(make_sqlite_place));

}  // namespace
}  // namespace mimon::store::testing
