#include "collectors/jetson/source.h"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <memory>

#include "base/text.h"

namespace mimon::jetson {

Source absent(Absence why) {
  return [why] { return Found{std::nullopt, why}; };
}

Absence absence_of(const Error& error) {
  switch (error.code.value()) {
    case EACCES:
    case EPERM:
      return Absence::denied;
    case EAGAIN:
      return Absence::asleep;
    case ENOENT:
    case ENOTDIR:
    case EOPNOTSUPP:
    case ENODATA:  // a sensor that is switched off
      return Absence::unsupported;
    default:
      return Absence::failed;
  }
}

Found Number::read() {
  const auto content = file_.read();
  if (!content) return {std::nullopt, absence_of(content.error())};
  std::string_view text = *content;
  const auto number = parse_number<std::int64_t>(trim(next_word(text)));
  if (!number) return {std::nullopt, Absence::invalid};
  const double value = static_cast<double>(*number) * scale_.factor;
  if (value < scale_.min || value > scale_.max) return {std::nullopt, Absence::invalid};
  return {value};
}

Source from_file(const FileTree& files, std::string_view path, Scale scale) {
  return [number = std::make_shared<Number>(files, path, scale)] { return number->read(); };
}

Absence debugfs_absence(const FileTree& files) {
  const auto names = files.list(kDebug);
  return names && !names->empty() ? Absence::unsupported : Absence::denied;
}

std::string first_existing(const FileTree& files, const std::vector<std::string>& paths) {
  const auto found = std::find_if(paths.begin(), paths.end(),
                                  [&](const std::string& path) { return files.exists(path); });
  return found == paths.end() ? std::string() : *found;
}

std::string join(std::string_view folder, std::string_view name) {
  std::string path(folder);
  return path.append("/").append(name);
}

std::vector<std::string> entries(const FileTree& files, std::string_view folder) {
  std::vector<std::string> paths;
  const auto names = files.list(folder);
  if (!names) return paths;
  for (const std::string& name : *names) paths.push_back(join(folder, name));
  return paths;
}

std::string text_of(const FileTree& files, std::string_view path) {
  const auto line = files.read_line(path);
  return line ? *line : std::string();
}

}  // namespace mimon::jetson
