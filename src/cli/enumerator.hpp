// Words of the command line that name an enumerator.
#pragma once

#include "cli/options.hpp"

#include <string>
#include <utility>

namespace trademind::cli {

/// One of the words of an enumeration, as to_string spells them: the refusal names all of them.
/// `parse` may know more spellings.
template <class E, class Parse> Reading<E> enumerator(Parse parse, std::string type)
{
    constexpr int most = 64;
    std::string known;
    for (int i = 0; i < most; ++i) {
        auto word = to_string(static_cast<E>(i));
        auto value = parse(word);
        if (value && *value == static_cast<E>(i))
            (known += known.empty() ? "is none of " : ", ") += word;
    }
    return as(std::move(parse), std::move(type), std::move(known));
}

}  // namespace trademind::cli
