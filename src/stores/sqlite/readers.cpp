#include "stores/sqlite/readers.h"

namespace mimon::store::sqlite {

Readers::View::~View() {
  if (!database_) return;
  if (database_->run("END")) owner_->give_back(std::move(database_));
}

Result<Readers::View> Readers::view(const std::shared_ptr<Readers>& readers) {
  auto database = readers->take();
  if (!database) return database.error();
  if (const auto begun = (*database)->run("BEGIN"); !begun) return begun.error();
  View view(readers, std::move(*database));
  // BEGIN alone does not fix what is seen; the first look does.
  const auto looked = view.database().number("SELECT id FROM block LIMIT 1");
  if (!looked) return looked.error();
  return view;
}

Result<std::unique_ptr<Database>> Readers::take() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      auto database = std::move(idle_.back());
      idle_.pop_back();
      return database;
    }
  }
  auto database = Database::open(path_, Database::Mode::read_only);
  if (!database) return database.error();
  const auto ready = database->script("PRAGMA cache_size=-512; PRAGMA busy_timeout=100");
  if (!ready) return ready.error();
  return std::make_unique<Database>(std::move(*database));
}

void Readers::give_back(std::unique_ptr<Database> database) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kKept) idle_.push_back(std::move(database));
}

}  // namespace mimon::store::sqlite
