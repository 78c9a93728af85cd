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
    std::array<std::size_t, 7> columns{};
    std::size_t start = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (start > line.size())
            return RowFault{line.size() + 1,
                            fmt::format("{} cells where {} belong", i, names.size())};
        std::size_t end = std::min(line.find(',', start), line.size());
        std::string_view cell = line.substr(start, end - start);
        columns[i] = start + 1;
        if (i == 0) {
            auto time = parse_time(cell);
            if (!time) return fault_of_time(cell, columns[i]);
            row.bar.time = *time;
        } else if (i == 1) {
            if (auto fault = fault_of_symbol(cell)) return RowFault{columns[i], fault->text};
            row.symbol = cell;
        } else if (i != 6 || !cell.empty()) {
            auto number = read_number(names[i], cell, columns[i]);
            if (!number) return number.error();
            numbers[i] = *number;
        }
        start = end + 1;
    }
    if (start <= line.size())
        return RowFault{start, fmt::format("more than {} cells", names.size())};
    row.bar.open = *numbers[2];
    row.bar.high = *numbers[3];
    row.bar.low = *numbers[4];
    row.bar.close = *numbers[5];
    row.bar.volume = numbers[6];
    if (auto fault = fault_of(SecurityType::stock, row.bar)) {
        auto at = std::ranges::find(names, fault->field) - names.begin();
        return RowFault{columns[static_cast<std::size_t>(at)], fault->text};
    }
    return row;
}

}  // namespace trademind::paper
