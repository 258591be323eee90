#include <memory>

#include "api/http.h"
#include "api/json.h"

namespace mimon::api {

Response problem(unsigned status, std::string_view title, std::string_view detail) {
  Json json;
  json.begin_object();
  json.field("type", "about:blank");
  json.field("title", title);
  json.field("status", status);
  json.field("detail", detail);
  json.end_object();
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  response.body = std::make_shared<const std::string>(json.take());
  return response;
}

}  // namespace mimon::api
