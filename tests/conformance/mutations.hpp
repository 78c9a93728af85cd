// Changed copies of vectors, for tests that the judges see every change.
#pragma once

#include "conformance/vector_file.hpp"

#include <string>
#include <vector>

namespace trademind::conformance {

struct Mutation {
    std::string what;  ///< for messages
    Json vector;
};

/// The vector with one value of `part` ("args", "callbacks") changed at a time: another number,
/// text, flag, one element less.
std::vector<Mutation> change_each_value(const Json& vector, const char* part);
/// The vector with one value of `part` left out at a time, and with one too many.
std::vector<Mutation> change_each_member(const Json& vector, const char* part);
/// The vector with its text frame changed: each field another, missing, doubled, swapped with the
/// next.
std::vector<Mutation> change_each_field(const Json& vector);
/// The vector with each byte of its frame's body changed.
std::vector<Mutation> change_each_byte(const Json& vector);

/// Every `step`th vector of a golden file.
std::vector<Json> sample(const char* file, std::size_t step);

}  // namespace trademind::conformance
