// Reads a CSV tape of bars.
#include "base/escape.hpp"
#include "brokers/paper/market/faults.hpp"
#include "brokers/paper/tape/row_parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace trademind::paper {

boost::system::result<ParsedBar, RowFault> parse_bar_row(std::string_view line)
{
    constexpr std::array<std::string_view, 7> names{"time", "symbol", "open",  "high",
                                                    "low",  "close",  "volume"};
    ParsedBar row;
    std::array<std::optional<Decimal>, 7> numbers;
    auto parts = split_row(line, names.size());
    if (!parts) return parts.error();
    // not by the arrow, which gives a null pointer where there is no value
    const auto& cells = parts.value();
    auto time = read_time(cells[0]);
    if (!time) return time.error();
    row.bar.time = *time;
    row.symbol = cells[1].text;
    if (auto fault = fault_of_symbol(row.symbol)) return RowFault{cells[1].column, fault->text};
    for (std::size_t i = 2; i < names.size(); ++i) {
        if (i == 6 && cells[i].text.empty()) continue;
        auto number = read_number(names[i], cells[i]);
        if (!number) return number.error();
        numbers[i] = *number;
    }
    row.bar.open = *numbers[2];
    row.bar.high = *numbers[3];
    row.bar.low = *numbers[4];
    row.bar.close = *numbers[5];
    row.bar.volume = numbers[6];
    if (auto fault = fault_of(SecurityType::stock, row.bar)) {
        auto at = std::ranges::find(names, fault->field) - names.begin();
        return RowFault{cells[static_cast<std::size_t>(at)].column, fault->text};
    }
    return row;
}

}  // namespace trademind::paper
