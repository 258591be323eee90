#include "server/reply.h"

namespace mimon::server {

Reply problem_reply(unsigned status, std::string_view detail) {
  return {.response = api::problem(status, reason_phrase(status), detail), .static_body = {}};
}

}  // namespace mimon::server
