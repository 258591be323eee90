#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/result.h"
#include "stores/sqlite/database.h"

namespace mimon::store::sqlite {

/// Connections that read one file, kept for the next query. Safe to use from any thread.
class Readers {
 public:
  explicit Readers(std::string path) : path_(std::move(path)) {}

  /// A connection that sees the file as it is now until it is given back, whatever is written
  /// meanwhile.
  class View {
   public:
    View(std::shared_ptr<Readers> owner, std::unique_ptr<Database> database)
        : owner_(std::move(owner)), database_(std::move(database)) {}
    View(View&&) = default;
    View(const View&) = delete;
    View& operator=(const View&) = delete;
    View& operator=(View&&) = delete;
    ~View();
    [[nodiscard]] Database& database() { return *database_; }

   private:
    std::shared_ptr<Readers> owner_;
    std::unique_ptr<Database> database_;
  };

  [[nodiscard]] static Result<View> view(const std::shared_ptr<Readers>& readers);

 private:
  [[nodiscard]] Result<std::unique_ptr<Database>> take();
  void give_back(std::unique_ptr<Database> database);

  static constexpr std::size_t kKept = 4;

  std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Database>> idle_;
};

}  // namespace mimon::store::sqlite
