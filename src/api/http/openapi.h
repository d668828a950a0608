/// The OpenAPI document of /api/v1, docs/protocol/openapi.json, built into the program.
///
/// Thread:     any.
/// Elsewhere:  src/api/CMakeLists.txt writes openapi.cc from the document.
#pragma once

#include <string_view>

namespace api::http {

extern const std::string_view kOpenApi;

}  // namespace api::http
