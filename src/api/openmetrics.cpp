#include "api/openmetrics.h"

#include <fmt/format.h>

#include <iterator>
#include <unordered_map>
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

struct Family {
  std::string sample_name;
  double factor;
  std::string text;
};

Family begin_family(const MetricSpec& spec, MetricsFormat format) {
  const bool open = format == MetricsFormat::openmetrics;
  Family family{openmetrics::sample_name(spec), openmetrics::base_factor(spec.unit), {}};
  const std::string name = open ? openmetrics::family_name(spec) : family.sample_name;
  const auto unit = openmetrics::base_unit(spec.unit);
  family.text = fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, escaped(spec.help),
                            spec.kind == Kind::counter ? "counter" : "gauge");
  if (open && !unit.empty()) family.text += fmt::format("# UNIT {} {}\n", name, unit);
  return family;
}

// The families of a snapshot, in the order in which they first have a value.
class Families {
 public:
  explicit Families(MetricsFormat format) : format_(format) {}

  void add(const DeviceSample& sample) {
    const std::string device_labels = labels(*sample.device);
    for (const Reading& reading : sample.values.readings()) {
      const auto value = reading.value();
      if (!value) continue;
      Family& family = of(reading.spec());
      fmt::format_to(std::back_inserter(family.text), "{}{} {}\n", family.sample_name,
                     device_labels, *value * family.factor);
    }
  }

  [[nodiscard]] std::string text() const {
    std::size_t size = 0;
    for (const Family& family : families_) size += family.text.size();
    std::string all;
    all.reserve(size + 8);
    for (const Family& family : families_) all += family.text;
    return all;
  }

 private:
  Family& of(const MetricSpec& spec) {
    const auto [place, fresh] = places_.try_emplace(&spec, families_.size());
    if (fresh) families_.push_back(begin_family(spec, format_));
    return families_[place->second];
  }

  MetricsFormat format_;
  std::unordered_map<const MetricSpec*, std::size_t> places_;
  std::vector<Family> families_;
};

}  // namespace

MetricsFormat metrics_format(std::string_view accept) {
  return accept.find("application/openmetrics-text") == std::string_view::npos
             ? MetricsFormat::text
             : MetricsFormat::openmetrics;
}

std::string metrics_text(const Snapshot& snapshot, MetricsFormat format, std::string_view more) {
  Families families(format);
  for (const DeviceSamplePtr& sample : snapshot.devices) families.add(*sample);
  std::string text = families.text();
  text += more;
  if (format == MetricsFormat::openmetrics) text += "# EOF\n";
  return text;
}

Response metrics_response(const Snapshot& snapshot, MetricsFormat format, std::string_view more) {
  Response response;
  response.content_type = format == MetricsFormat::openmetrics
                              ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                              : "text/plain; version=0.0.4; charset=utf-8";
  response.headers.emplace_back("Vary", "Accept");
  response.body = std::make_shared<const std::string>(metrics_text(snapshot, format, more));
  return response;
}

}  // namespace mimon::api
