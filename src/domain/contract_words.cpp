// Words of a contract.
#include "domain/contract_words.hpp"

#include <algorithm>
#include <charconv>

namespace trademind {

std::optional<std::chrono::year_month_day> expiry_date(std::string_view text)
{
    using namespace std::chrono;
    bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits || (text.size() != 6 && text.size() != 8)) return std::nullopt;
    auto part = [&](std::size_t at, std::size_t count) {
        int number = 0;
        std::from_chars(text.data() + at, text.data() + at + count, number);
        return number;
    };
    auto date = year{part(0, 4)} / part(4, 2) / (text.size() == 8 ? part(6, 2) : 1);
    return date.ok() ? std::optional{date} : std::nullopt;
}

bool is_currency(std::string_view text)
{
    return text.size() == 3 &&
           std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_pair(std::string_view text)
{
    return text.size() == 7 && text.find('.') == 3;
}

}  // namespace trademind
