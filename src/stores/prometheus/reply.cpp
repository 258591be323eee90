#include "stores/prometheus/reply.h"

#include <boost/json.hpp>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace mimon::store::prometheus {
namespace {

namespace json = boost::json;

Error bad(std::string_view what) {
  return {std::make_error_code(std::errc::bad_message),
          "the engine's answer is no answer of Prometheus' API: " + std::string(what)};
}

/// `data` of a success.
Result<json::value> parse_data(std::string_view text, const json::storage_ptr& memory) {
  boost::system::error_code error;
  json::value parsed = json::parse({text.data(), text.size()}, error, memory);
  if (error) return bad(error.message());
  const auto* object = parsed.if_object();
  const auto* status = object ? object->if_contains("status") : nullptr;
  const auto* data = object ? object->if_contains("data") : nullptr;
  if (!status || !data || *status != "success") return bad("no success");
  return *data;
}

Labels labels_of(const json::value* value) {
  std::vector<std::pair<std::string, std::string>> labels;
  if (const auto* object = value ? value->if_object() : nullptr) {
    for (const auto& [key, label] : *object) {
      if (const auto* text = label.if_string()) labels.emplace_back(key, std::string(*text));
    }
  }
  return Labels(std::move(labels));
}

std::optional<Sample> sample_of(const json::value& value) {
  const auto* pair = value.if_array();
  if (!pair || pair->size() != 2) return std::nullopt;
  const auto* text = (*pair)[1].if_string();
  boost::system::error_code error;
  const double time = (*pair)[0].to_number<double>(error);
  const auto number =
      text && !error ? parse_number<double>({text->data(), text->size()}) : std::nullopt;
  if (!number || !std::isfinite(*number)) return std::nullopt;
  return Sample{time, *number};
}

}  // namespace

std::string_view Labels::get(std::string_view name) const {
  for (const auto& [known, value] : labels_) {
    if (known == name) return value;
  }
  return {};
}

Result<std::vector<Series>> parse_series(std::string_view text) {
  json::monotonic_resource memory;
  const auto data = parse_data(text, &memory);
  if (!data) return data.error();
  const auto* object = data->if_object();
  const auto* list = object ? object->if_contains("result") : nullptr;
  if (!list || !list->is_array()) return bad("no result");
  std::vector<Series> all;
  for (const json::value& entry : list->get_array()) {
    const auto* one = entry.if_object();
    if (!one) return bad("a series that is no object");
    Series series{labels_of(one->if_contains("metric")), {}};
    if (const auto* value = one->if_contains("value")) {
      if (const auto sample = sample_of(*value)) series.samples.push_back(*sample);
    }
    const auto* values = one->if_contains("values");
    if (const auto* samples = values ? values->if_array() : nullptr) {
      series.samples.reserve(samples->size());
      for (const json::value& value : *samples) {
        if (const auto sample = sample_of(value)) series.samples.push_back(*sample);
      }
    }
    if (!series.samples.empty()) all.push_back(std::move(series));
  }
  return all;
}

Result<std::vector<Labels>> parse_labels(std::string_view text) {
  json::monotonic_resource memory;
  const auto data = parse_data(text, &memory);
  if (!data) return data.error();
  const auto* list = data->if_array();
  if (!list) return bad("no list of series");
  std::vector<Labels> all;
  all.reserve(list->size());
  for (const json::value& entry : *list) all.push_back(labels_of(&entry));
  return all;
}

std::string error_text(std::string_view body) {
  boost::system::error_code error;
  const json::value parsed = json::parse({body.data(), body.size()}, error);
  if (!error && parsed.is_object()) {
    const auto* why = parsed.get_object().if_contains("error");
    if (why && why->is_string()) return std::string(why->get_string());
  }
  std::string_view rest = body;
  return to_utf8(trim(next_line(rest)).substr(0, 300));
}

std::string status_text(long status, std::string_view body) {
  std::string text = std::to_string(status);
  if (status == 401 || status == 403) text += ": the password or the token is missing or wrong";
  const std::string why = error_text(body);
  return why.empty() ? text : text + ": " + why;
}

}  // namespace mimon::store::prometheus
