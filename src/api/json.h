#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mimon::api {

/// Writes one JSON document. Strings must be valid UTF-8. For one thread.
class Json {
 public:
  void begin_object() { writer_.StartObject(); }
  void end_object() { writer_.EndObject(); }
  void begin_array() { writer_.StartArray(); }
  void end_array() { writer_.EndArray(); }
  void key(std::string_view name) {
    writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
  }

  void null() { writer_.Null(); }
  void value(bool flag) { writer_.Bool(flag); }
  void value(std::string_view text) {
    writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  }
  void value(const char* text) { value(std::string_view(text)); }
  template <std::signed_integral T>
  void value(T number) {
    writer_.Int64(number);
  }
  template <std::unsigned_integral T>
    requires(!std::same_as<T, bool>)
  void value(T number) {
    writer_.Uint64(number);
  }
  /// Absent is null.
  template <typename T>
  void value(const std::optional<T>& maybe) {
    if (maybe) {
      value(*maybe);
    } else {
      null();
    }
  }
  /// Rounded to `decimals`; whole numbers are written without a point. Null where absent.
  void number(std::optional<double> maybe, int decimals);

  template <typename T>
  void field(std::string_view name, const T& content) {
    key(name);
    value(content);
  }
  void number_field(std::string_view name, std::optional<double> maybe, int decimals) {
    key(name);
    number(maybe, decimals);
  }

  [[nodiscard]] std::string take() const { return {buffer_.GetString(), buffer_.GetSize()}; }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace mimon::api
