// A name that the official client has differently.
#pragma once

namespace trademind::conformance {

struct Rename {
    const char* from;
    const char* to;
};

}  // namespace trademind::conformance
