// Text fields as they stand in a frame.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace trademind::ibkr::wire {

inline std::string fields(std::initializer_list<std::string_view> all)
{
    std::string s;
    for (auto f : all) s.append(f).append(1, '\0');
    return s;
}

}  // namespace trademind::ibkr::wire
