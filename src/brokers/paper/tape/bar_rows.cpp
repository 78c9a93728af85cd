// Reads a CSV tape of bars.
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
            if (!time) return RowFault{1, fmt::format("time '{}' is not ISO 8601 in UTC", cell)};
            row.bar.time = *time;
        } else if (i == 1) {
            if (cell.empty()) return RowFault{columns[i], "symbol is empty"};
            row.symbol = cell;
        } else {
            numbers[i] = Decimal::parse(cell);
            bool may_be_empty = i == 6 && cell.empty();
            if (!may_be_empty && (!numbers[i] || numbers[i]->sign() < (i == 6 ? 0 : 1)))
                return RowFault{columns[i], fmt::format("{} '{}' is not a {}", names[i], cell,
                                                        i == 6 ? "size" : "price")};
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
    for (std::size_t i : {2U, 5U})
        if (*numbers[i] > row.bar.high || *numbers[i] < row.bar.low)
            return RowFault{columns[i],
                            fmt::format("{} {} is outside low {} and high {}", names[i],
                                        numbers[i]->str(), row.bar.low.str(), row.bar.high.str())};
    return row;
}

}  // namespace trademind::paper
