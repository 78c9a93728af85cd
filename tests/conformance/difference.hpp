// Finds the first difference between two contents, and says where it is.
#pragma once

#include "conformance/value.hpp"
#include "conformance/vector_file.hpp"

#include <functional>

namespace trademind::conformance {

/// May pardon a difference at a path; gets the wanted and the found value.
using Excuse = std::function<bool(std::string_view path, const Value& wanted, const Value& found)>;

/// "path: wanted x, found y", or empty when both are the same. Numbers compare by value, texts by
/// bytes, lists by order; a missing member differs from every value.
std::string first_difference(const Value& wanted, const Value& found, const Excuse& excuse = {});

/// What a vector says about values that are not in its arguments.
struct Omissions {
    std::vector<std::string> unset;           ///< paths left out because they are unset
    std::vector<std::string> undefined;       ///< paths where the official value has no meaning
    std::vector<std::string> droppable = {};  ///< paths that may also be left out
};

/// Compares arguments of a callback in the official form with ours. Members that the official form
/// leaves out have the default of their struct, unless `omissions` names them; arguments of the
/// callback itself that are left out are unset. `path` is the callback's number.
std::string first_difference(const Json& wanted, const Value& found, std::string_view path,
                             const Omissions& omissions);

}  // namespace trademind::conformance
