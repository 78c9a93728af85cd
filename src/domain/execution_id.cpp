// Execution ids, whose last number counts corrections.
#include "domain/execution_id.hpp"

#include <charconv>

namespace trademind {

ExecutionKey split_execution_id(std::string_view id)
{
    auto dot = id.rfind('.');
    if (dot == std::string_view::npos) return {id, 0};
    auto tail = id.substr(dot + 1);
    int revision = 0;
    auto [end, ec] = std::from_chars(tail.data(), tail.data() + tail.size(), revision);
    // An id that ends in no number cannot be corrected: all of it is its name.
    if (ec != std::errc{} || end != tail.data() + tail.size()) return {id, 0};
    return {id.substr(0, dot), revision};
}

}  // namespace trademind
