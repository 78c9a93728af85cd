// The judges: each takes one vector and says what is wrong with the library, or nothing.
#pragma once

#include "conformance/vector_file.hpp"

#include <string>

namespace trademind::conformance {

/// A request: our frame means the same as the official one, and our server's side reads the
/// official bytes back to the same arguments.
std::string judge_outbound(const Json& vector);
/// An answer: our decoder yields the values of the official callbacks, and what our server's side
/// writes for them reads back identically.
std::string judge_inbound(const Json& vector);
/// The server's greeting: version and time are read, and a version outside of ours is refused.
std::string judge_handshake(const Json& vector);
/// A broken answer: an error or a counted skip; never a wrong value taken for right.
std::string judge_malformed(const Json& vector);

}  // namespace trademind::conformance
