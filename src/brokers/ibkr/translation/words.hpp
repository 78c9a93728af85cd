// Words of TWS as the domain's values: what is not known stays so, with the word.
#pragma once

#include <trademind/contract.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace trademind::ibkr_broker {

/// `known`, or the enumerator `unknown` with the word noted under the member's name. An empty word
/// is unknown, too: there is nothing to note.
template <auto unknown, class E>
E known_or(std::optional<E> known, std::string_view field, std::string_view word,
           UnknownWords& words)
{
    if (known) return *known;
    if (!word.empty()) words.emplace_back(std::string{field}, std::string{word});
    return unknown;
}

/// Sides as TWS spells them: SSHORT and SLONG are sales of institutions.
inline std::optional<Side> side_of(std::string_view word)
{
    if (word == "SSHORT" || word == "SLONG") return Side::sell;
    return parse_side(word);
}

}  // namespace trademind::ibkr_broker
