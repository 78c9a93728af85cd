// Runs a judge over a file of vectors and reports.
#pragma once

#include "conformance/judge.hpp"

#include <cstddef>
#include <iosfwd>

namespace trademind::conformance {

using Judge = std::string (*)(const Json& vector);

struct Tally {
    std::size_t passed = 0, failed = 0;
};

/// One line for each failure: the vector's id and the first difference. Throws FileError when the
/// file cannot be read.
Tally run(Judge judge, const std::string& path, std::ostream& report);

}  // namespace trademind::conformance
