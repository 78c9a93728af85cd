// Codes that a program has put before the table.
#pragma once

#include <trademind/tws_code.hpp>

namespace trademind {

/// Of the last call of extend_tws_codes; nullptr where it did not name the code. Takes no lock.
const TwsCode* find_added_tws_code(int code) noexcept;

}  // namespace trademind
