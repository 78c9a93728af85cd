// What this program is and what it speaks.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace trademind::cli {

/// "trademind 0.1.0" and, a line each, the versions of protocol, Boost and compiler; the last line
/// without its end.
std::string version_text();
/// The same under their keys in docs/JSON.md.
nlohmann::ordered_json version_json();

}  // namespace trademind::cli
