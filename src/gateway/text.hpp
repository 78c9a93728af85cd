// Numbers as the protocol writes them.
#pragma once

#include <trademind/decimal.hpp>

#include <string>

namespace trademind::gateway {

inline std::string text_of(Decimal number)
{
    char buffer[Decimal::max_chars];
    return {buffer, number.to_chars(buffer)};
}

}  // namespace trademind::gateway
