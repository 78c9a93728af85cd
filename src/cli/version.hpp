// What this program is and what it speaks.
#pragma once

#include <string>

namespace trademind::cli {

/// "trademind 0.1.0" and, a line each, the versions of protocol, Boost and compiler; the last line
/// without its end.
std::string version_text();

}  // namespace trademind::cli
