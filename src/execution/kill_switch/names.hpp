// Who may resume trading: somebody with a name.
#pragma once

#include <algorithm>
#include <string_view>

namespace trademind {

/// Nothing but white space: no name, no reason.
inline bool is_blank(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

}  // namespace trademind
