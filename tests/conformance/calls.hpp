// The official client's calls: which request each sends, and how its arguments are named there.
#pragma once

#include "conformance/vector_file.hpp"

#include <optional>
#include <string_view>

namespace trademind::conformance {

/// The request id that an official call sends; nothing for a call without a message of its own.
std::optional<int> request_id_of(std::string_view call);

/// The arguments of an official call as the members of our message: the protocol's names in
/// snake_case. Pure renaming and regrouping; nothing is dropped, so what has no place stays and is
/// reported when the message is built.
Json to_members(std::string_view call, Json args);

}  // namespace trademind::conformance
