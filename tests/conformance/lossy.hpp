// What the official client loses on the way, and what this library does not.
#pragma once

#include "conformance/value.hpp"
#include "conformance/vector_file.hpp"

#include <optional>

namespace trademind::conformance {

/// True when the official text is our number cut to the 14 digits of its text encoding, or to the
/// six of its condition prices (those only when it shows no more than six).
bool is_cut_double(std::string_view official, std::string_view ours);
bool is_cut_double(double full, double cut, bool of_condition);

/// What the official client makes of an order's quantity, given as text: 16 digits at most, and in
/// protobuf a positive exponent loses its zeros ("1E+3" goes out as 1). Nothing when it is no
/// number.
std::optional<Decimal> official_quantity(std::string_view argument, bool protobuf);

/// A multiplier is text in our message and a number in protobuf; text that is no number is zero.
bool same_multiplier(const Value& text, const Value& number);
/// Options in one text field: pairs may be cut elsewhere when a value holds the separators.
bool same_joined(const Pairs& a, const Pairs& b);
/// Options in a map: of equal tags the first stays; the order has no meaning.
bool same_map(const Pairs& list, const Pairs& map);

/// Takes a member out that an encoder refused; the name is a protocol name such as
/// "order.postOnly", at the top or in any part. False when there is none.
bool remove_member(Json& members, std::string_view field);

}  // namespace trademind::conformance
