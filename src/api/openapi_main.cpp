// Prints the OpenAPI document: the build makes the web client's types from it and puts it into the
// program.
#include <cstdio>
#include <exception>

#include "api/openapi.h"
#include "collectors/all_collectors.h"

int main() {
  try {
    std::puts(mimon::api::openapi_document(mimon::make_catalog()).c_str());
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
