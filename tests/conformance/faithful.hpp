// Whether a frame that was read means what its bytes say: our own writing of the message is held
// against it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace trademind::conformance {

/// A text body as it came, and as we write the message that was read from it.
struct TextFrame {
    int id = 0;
    int server = 0;
    std::string_view read, written;
    std::size_t trailing = 0;  ///< last fields that were left over and counted
};

/// Field by field: an empty number is zero, a flag is set by any positive number, a negative count
/// is none. Empty when the frame was read for what it says.
std::string unfaithful_text(const TextFrame& frame);

/// Every field of what was read is in what was written with the same value, is zero or empty, or
/// is one of the `unknown` fields that were skipped and counted.
std::string unfaithful_protobuf(std::string_view read, std::string_view written,
                                std::size_t unknown);

}  // namespace trademind::conformance
