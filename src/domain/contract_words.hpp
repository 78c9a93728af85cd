// Words of a contract, as people write them.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace trademind {

/// Of "202612" or "20261218", if that day is one; of a month its first day.
std::optional<std::chrono::year_month_day> expiry_date(std::string_view text);
/// "USD": three capital letters.
bool is_currency(std::string_view text);
/// "EUR.USD": a dot between three letters and three.
bool is_pair(std::string_view text);

}  // namespace trademind
