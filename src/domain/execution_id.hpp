// Execution ids, whose last number counts corrections.
#pragma once

#include <string_view>

namespace trademind {

/// An execution id without and with the number that corrections raise:
/// "0000e0d5.69e02bfb.01.02" is correction 2 of "0000e0d5.69e02bfb.01".
struct ExecutionKey {
    std::string_view base;
    int revision = 0;
};
ExecutionKey split_execution_id(std::string_view id);

}  // namespace trademind
