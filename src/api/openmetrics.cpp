#include "api/openmetrics.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "metrics/openmetrics_names.h"

namespace mimon::api {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string labels(const Device& device) {
  std::string out;
  for (const openmetrics::Label& label : openmetrics::labels_of(device))
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "{" : ",", label.name, escaped(label.value));
  return out.empty() ? out : out + "}";
}

using Families = std::vector<std::pair<const MetricSpec*, std::string>>;

std::string& family(Families& families, const MetricSpec& spec) {
  for (auto& [known, text] : families) {
    if (known == &spec) return text;
  }
  const std::string name = openmetrics::family_name(spec);
  const auto unit = openmetrics::base_unit(spec.unit);
  std::string head =
      fmt::format("# TYPE {} {}\n", name, spec.kind == Kind::counter ? "counter" : "gauge");
  if (!unit.empty()) head += fmt::format("# UNIT {} {}\n", name, unit);
  head += fmt::format("# HELP {} {}\n", name, escaped(spec.help));
  families.emplace_back(&spec, std::move(head));
  return families.back().second;
}

}  // namespace

std::string openmetrics_text(const Snapshot& snapshot, std::string_view more) {
  Families families;
  for (const DeviceSamplePtr& sample : snapshot.devices) {
    const std::string device_labels = labels(*sample->device);
    for (const Reading& reading : sample->values.readings()) {
      const auto value = reading.value();
      if (!value) continue;
      const MetricSpec& spec = reading.spec();
      family(families, spec) +=
          fmt::format("{}{} {}\n", openmetrics::sample_name(spec), device_labels,
                      *value * openmetrics::base_factor(spec.unit));
    }
  }
  std::string text;
  for (const auto& [spec, lines] : families) text += lines;
  text += more;
  return text + "# EOF\n";
}

Response openmetrics_response(const Snapshot& snapshot, std::string_view more) {
  Response response;
  response.content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
  response.body = std::make_shared<const std::string>(openmetrics_text(snapshot, more));
  return response;
}

}  // namespace mimon::api
