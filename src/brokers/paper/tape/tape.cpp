// Tapes from CSV.
#include <trademind/brokers/paper/tape.hpp>

#include "brokers/paper/tape/contract_cells.hpp"
#include "brokers/paper/tape/csv_file.hpp"
#include "brokers/paper/tape/row_parser.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_map>

namespace trademind::paper {
namespace {

/// Makes a tape of lines, until one is wrong.
class TapeReader {
public:
    RowResult<void> header(std::string_view line)
    {
        auto columns = Columns::parse(line);
        if (!columns) return columns.error();
        columns_ = *columns;
        return {};
    }

    RowResult<void> row(std::string_view line)
    {
        if (auto fault = split_row(line, cells_)) return *fault;
        if (cells_.size() > columns_.count())
            return RowFault{cells_[columns_.count()].column,
                            fmt::format("more than {} cells", columns_.count())};
        if (cells_.size() < columns_.count())
            return RowFault{line.size() + 1, fmt::format("{} cells where {} belong", cells_.size(),
                                                         columns_.count())};
        RowCells cells{columns_, cells_};
        auto time = read_time(cells[Column::time]);
        if (!time) return time.error();
        auto contract = contract_of(cells);
        if (!contract) return contract.error();
        auto row = parse_row(cells, *time, tape_.contracts[*contract].type);
        if (!row) return row.error();
        bool is_bar = std::holds_alternative<Bar>(row.value());
        if (is_bar ? !tape_.rows.empty() : !tape_.bars.empty())
            return cells.fault(Column::kind, is_bar ? "a bar on a tape of quotes and trades"
                                                    : "a row that is no bar on a tape of bars");
        if (*time < last_)
            return cells.fault(Column::time, fmt::format("time goes back, from {} to {}",
                                                         format_time(last_), format_time(*time)));
        last_ = *time;
        if (is_bar)
            tape_.bars.emplace_back(*contract, std::get<Bar>(std::move(row.value())));
        else
            tape_.rows.emplace_back(*contract, std::get<MarketChange>(std::move(row.value())));
        return {};
    }

    Tape take() && { return std::move(tape_); }

private:
    RowResult<std::uint32_t> contract_of(const RowCells& cells)
    {
        key_ = cells[Column::symbol].text;
        for (auto i = static_cast<std::size_t>(first_contract_column); i < column_count; ++i)
            if (columns_.has(column_at(i))) (key_ += '\n') += cells[column_at(i)].text;
        if (auto known = known_.find(key_); known != known_.end())
            return {boost::system::in_place_value, known->second};
        auto details = parse_contract(cells);
        if (!details) return details.error();
        std::uint32_t index = tape_.index_of(details->contract);
        if (*details != ContractDetails{details->contract})
            tape_.details.try_emplace(index, *details);
        if (auto before = tape_.details_of(index);
            before.minimum_tick != details->minimum_tick ||
            before.price_magnifier != details->price_magnifier)
            return cells.fault(
                columns_.has(Column::tick) ? Column::tick : Column::magnifier,
                fmt::format("{} has another tick or magnifier in a row before this one",
                            details->contract.describe()));
        known_.emplace(key_, index);
        return {boost::system::in_place_value, index};
    }

    Columns columns_;
    std::vector<Cell> cells_;
    std::string key_;  ///< the cells that name the contract
    std::unordered_map<std::string, std::uint32_t> known_;
    TimePoint last_ = TimePoint::min();
    Tape tape_;
};

Result<Tape> read_rows(std::unique_ptr<ByteSource> bytes, std::string_view name)
{
    TapeReader reader;
    if (auto whole = read_csv(std::move(bytes), name, reader); !whole) return whole.error();
    auto tape = std::move(reader).take();
    if (tape.size() == 0)
        return Error{Errc::data_file, fmt::format("{}:2:1: no row stands below the header", name)};
    return tape;
}

}  // namespace

std::uint32_t Tape::index_of(const Contract& contract)
{
    for (std::size_t i = 0; i < contracts.size(); ++i)
        if (contracts[i].same_instrument(contract)) return static_cast<std::uint32_t>(i);
    contracts.push_back(contract);
    return static_cast<std::uint32_t>(contracts.size() - 1);
}

Result<Tape> parse_tape(std::string_view text, std::string_view name)
{
    return read_rows(bytes_of(text), name);
}

Result<Tape> read_tape(const std::filesystem::path& file)
{
    auto bytes = open_csv(file, "tape");
    if (!bytes) return bytes.error();
    return read_rows(std::move(*bytes), file.string());
}

}  // namespace trademind::paper
