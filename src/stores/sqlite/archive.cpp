#include "stores/sqlite/archive.h"

#include <sys/stat.h>

#include <filesystem>

#include "stores/sqlite/schema.h"

namespace mimon::store::sqlite {
namespace {

constexpr int kLogPages = Archive::kLogBytes / 4120;  // about a minute of ticks

std::uint64_t inode_of(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 ? status.st_ino : 0;
}

int count_log_pages(void* counter, sqlite3*, const char*, int pages) {
  *static_cast<int*>(counter) = pages;
  return SQLITE_OK;
}

}  // namespace

Archive::Archive(Database database, FileLock lock, std::string path)
    : database_(std::move(database)),
      lock_(std::move(lock)),
      path_(std::move(path)),
      log_pages_(std::make_unique<int>(0)) {}

Result<Archive> Archive::open(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) return Error{error, folder.string() + ": cannot make the folder"};
  auto lock = FileLock::take(path + ".lock");
  if (!lock) return lock.error();
  auto database = Database::open(path, Database::Mode::read_write);
  if (!database) return database.error();
  Archive archive(std::move(*database), std::move(*lock), path);
  if (const auto loaded = archive.load(); !loaded) return loaded.error();
  return archive;
}

Result<void> Archive::load() {
  if (const auto ready = prepare_for_writing(database_); !ready) return ready;
  // After the settings, one of which takes the hook's place.
  sqlite3_wal_hook(database_.handle(), count_log_pages, log_pages_.get());
  if (const auto migrated = migrate(database_, migrations()); !migrated) return migrated;
  auto contents = Contents::read(database_);
  if (!contents) return contents.error();
  contents_ = std::move(*contents);
  inode_ = inode_of(path_);
  return erase_unreadable();
}

// What comes after them would be read as if it built on them.
Result<void> Archive::erase_unreadable() {
  if (contents_.unreadable.empty()) return {};
  auto transaction = Transaction::begin(database_);
  if (!transaction) return transaction.error();
  for (const std::int64_t row : contents_.unreadable) {
    const auto erased = database_.run("DELETE FROM tick WHERE id = ?", row);
    if (!erased) return erased;
  }
  return transaction->commit();
}

bool Archive::in_place() const {
  return inode_of(path_) == inode_;
}

Result<std::uint64_t> Archive::used_bytes() {
  const auto pages = database_.number("PRAGMA page_count");
  if (!pages) return pages.error();
  const auto free = database_.number("PRAGMA freelist_count");
  if (!free) return free.error();
  return static_cast<std::uint64_t>(*pages - *free) * 4096;
}

Result<void> Archive::shrink() {
  const auto pages = database_.number("PRAGMA page_count");
  if (!pages) return pages.error();
  const auto free = database_.number("PRAGMA freelist_count");
  if (!free) return free.error();
  if (*free < 64 || *free < *pages / 8) return {};
  return database_.run("PRAGMA incremental_vacuum(32)");
}

Result<void> Archive::checkpoint() {
  if (*log_pages_ < kLogPages) return {};
  const int code = sqlite3_wal_checkpoint_v2(database_.handle(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             nullptr, nullptr);
  // A reader may hold a part of the log back: it comes along the next time.
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return {};
  return Error{std::error_code(code & 0xff, sqlite_category()), path_ + ": cannot checkpoint"};
}

}  // namespace mimon::store::sqlite
