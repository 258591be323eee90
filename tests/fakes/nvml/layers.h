#pragma once

#include <toml++/toml.h>

#include <concepts>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mimon::fake_nvml {

/// Tables laid over one another: a key is read from the first that has it (the GPU, the
/// scenario's defaults, the card). Throws std::runtime_error for a value of the wrong type.
class Layers {
 public:
  /// `others`: keys that are somebody else's to read.
  explicit Layers(std::vector<const toml::table*> tables,
                  std::set<std::string, std::less<>> others = {})
      : tables_(std::move(tables)), asked_(std::move(others)) {}

  /// Null if no table has the key.
  [[nodiscard]] const toml::node* node_at(std::string_view key) const {
    asked_.emplace(key);
    for (const toml::table* table : tables_) {
      if (const toml::node* node = table->get(key)) return node;
    }
    return nullptr;
  }

  template <typename T>
  [[nodiscard]] std::optional<T> find(std::string_view key) const {
    const toml::node* node = node_at(key);
    if (node == nullptr) return std::nullopt;
    using Stored = std::conditional_t<
        std::same_as<T, bool>, bool,
        std::conditional_t<std::integral<T>, std::int64_t,
                           std::conditional_t<std::floating_point<T>, double, std::string>>>;
    const auto value = node->value<Stored>();
    if (!value) throw std::runtime_error("wrong type of value for " + std::string(key));
    return static_cast<T>(*value);
  }

  /// Leaves `target` as it is if no table has the key.
  template <typename T>
  void read(std::string_view key, T& target) const {
    if (auto value = find<T>(key)) target = std::move(*value);
  }

  template <typename T>
  void read(std::string_view key, std::optional<T>& target) const {
    if (auto value = find<T>(key)) target = std::move(*value);
  }

  /// The tables of the first `[[key]]` there is.
  [[nodiscard]] std::vector<const toml::table*> tables(std::string_view key) const {
    std::vector<const toml::table*> result;
    const toml::node* node = node_at(key);
    if (node == nullptr || !node->is_array()) return result;
    for (const toml::node& element : *node->as_array()) {
      if (element.is_table()) result.push_back(element.as_table());
    }
    return result;
  }

  /// Every `[key]`, the most general first, so that later ones override.
  [[nodiscard]] std::vector<const toml::table*> stack(std::string_view key) const {
    asked_.emplace(key);
    std::vector<const toml::table*> result;
    for (auto table = tables_.rbegin(); table != tables_.rend(); ++table) {
      const toml::node* node = (*table)->get(key);
      if (node != nullptr && node->is_table()) result.push_back(node->as_table());
    }
    return result;
  }

  /// Throws std::runtime_error for a key that nothing has asked for: a slip of the pen.
  void refuse_unknown() const {
    for (const toml::table* table : tables_) {
      for (const auto& [key, node] : *table) {
        if (asked_.contains(key.str())) continue;
        throw std::runtime_error("unknown key '" + std::string(key.str()) + "'");
      }
    }
  }

 private:
  std::vector<const toml::table*> tables_;
  mutable std::set<std::string, std::less<>> asked_;
};

}  // namespace mimon::fake_nvml
