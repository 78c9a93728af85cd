// Compares two payloads of the same message under the rules of equivalence.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::conformance {

/// The NUL-terminated fields of a text body; a last field without its NUL ends in "<cut>".
std::vector<std::string> split_fields(std::string_view body);

/// Two text bodies, field by field: numbers may be spelt differently, an unset mark stands for an
/// unset mark. `same` may allow more at a field: it gets the field's number, the official text and
/// ours. Texts that merely look like numbers are told apart by comparing the decoded messages.
using SameField =
    std::function<bool(std::size_t index, std::string_view official, std::string_view ours)>;
std::string text_difference(std::string_view official, std::string_view ours,
                            const SameField& same = {});

/// Two protobuf bodies as trees: the same fields with the same values; entries of maps in any
/// order. `same` may allow more at a path of field numbers such as "3.39": it gets the raw value
/// of either side, empty when the field is absent there.
using SameValue =
    std::function<bool(std::string_view path, std::string_view official, std::string_view ours)>;
std::string protobuf_difference(std::string_view official, std::string_view ours,
                                const SameValue& same = {});

}  // namespace trademind::conformance
