// Default values of the official structs: what a member is that arguments leave out.
#pragma once

#include <string_view>

namespace trademind::conformance {

enum class Default { zero, unset, yes, minus_one };

/// `holder` is the name of the argument, member or list that holds the struct: "contract",
/// "order", "ticks". Arguments of a call have no holder ("") and are never left out unless unset.
Default official_default(std::string_view holder, std::string_view member);

}  // namespace trademind::conformance
