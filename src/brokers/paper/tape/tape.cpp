// Tapes from CSV.
#include <trademind/brokers/paper/tape.hpp>

#include "brokers/paper/tape/contract_cells.hpp"
#include "brokers/paper/tape/csv_file.hpp"
#include "brokers/paper/tape/row_parser.hpp"
#include "brokers/paper/tape/stored_tape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace trademind::paper {
namespace {

/// Reads the lines of a tape into `Rows`, until one is wrong.
template <class Rows> class TapeReader {
public:
    explicit TapeReader(Rows& rows) : rows_{rows} {}

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
        auto row = parse_row(cells, *time, index_.contracts[*contract].type);
        if (!row) return row.error();
        bool is_bar = std::holds_alternative<Bar>(row.value());
        if (count_ > 0 && is_bar != has_bars_)
            return cells.fault(Column::kind, is_bar ? "a bar on a tape of quotes and trades"
                                                    : "a row that is no bar on a tape of bars");
        if (*time < last_)
            return cells.fault(Column::time, fmt::format("time goes back, from {} to {}",
                                                         format_time(last_), format_time(*time)));
        last_ = *time;
        has_bars_ = is_bar;
        ++count_;
        auto kept =
            is_bar ? rows_.add(BarRow{*contract, std::get<Bar>(std::move(row.value()))})
                   : rows_.add(TapeRow{*contract, std::get<MarketChange>(std::move(row.value()))});
        if (kept) return {};
        failure_ = kept.error();
        return RowFault{1, failure_->message};
    }

    /// Contracts and details, without rows.
    Tape take_index() && { return std::move(index_); }
    std::size_t count() const { return count_; }
    /// Why a row could be read and not be kept.
    const std::optional<Error>& failure() const { return failure_; }

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
        std::uint32_t index = index_.index_of(details->contract);
        if (*details != ContractDetails{details->contract})
            index_.details.try_emplace(index, *details);
        if (auto before = index_.details_of(index);
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
    Rows& rows_;
    Tape index_;
    std::size_t count_ = 0;
    bool has_bars_ = false;
    std::optional<Error> failure_;
};

/// Keeps rows in memory.
struct RowsInMemory {
    Result<> add(TapeRow row)
    {
        rows.push_back(std::move(row));
        return {};
    }
    Result<> add(BarRow bar)
    {
        bars.push_back(std::move(bar));
        return {};
    }

    std::vector<TapeRow> rows;
    std::vector<BarRow> bars;
};

/// Reads all rows; the tape has none of them itself.
template <class Rows>
Result<Tape> read_rows(std::unique_ptr<ByteSource> bytes, std::string_view name, Rows& rows)
{
    TapeReader<Rows> reader{rows};
    auto whole = read_csv(std::move(bytes), name, reader);
    if (reader.failure()) return *reader.failure();
    if (!whole) return whole.error();
    if (reader.count() == 0)
        return Error{Errc::data_file, fmt::format("{}:2:1: no row stands below the header", name)};
    return std::move(reader).take_index();
}

Result<Tape> read_into_memory(std::unique_ptr<ByteSource> bytes, std::string_view name)
{
    RowsInMemory all;
    auto tape = read_rows(std::move(bytes), name, all);
    if (!tape) return tape;
    tape->rows = std::move(all.rows);
    tape->bars = std::move(all.bars);
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

std::optional<TimePoint> Tape::begins() const
{
    return size() == 0 ? std::nullopt : std::optional{time_of(0)};
}

std::optional<TimePoint> Tape::ends() const
{
    return size() == 0 ? std::nullopt : std::optional{time_of(size() - 1)};
}

Result<std::size_t> Tape::first_from(TimePoint time) const
{
    auto time_of_row = [](const TapeRow& row) { return row.change.time; };
    auto time_of_bar = [](const BarRow& row) { return row.bar.time; };
    auto first = has_bars() ? std::ranges::lower_bound(bars, time, {}, time_of_bar) - bars.begin()
                            : std::ranges::lower_bound(rows, time, {}, time_of_row) - rows.begin();
    return static_cast<std::size_t>(first);
}

Result<> Tape::read(std::size_t first, std::span<TapeRow> room) const
{
    std::ranges::copy(std::span{rows}.subspan(first, room.size()), room.begin());
    return {};
}

Result<> Tape::read(std::size_t first, std::span<BarRow> room) const
{
    std::ranges::copy(std::span{bars}.subspan(first, room.size()), room.begin());
    return {};
}

Result<Tape> parse_tape(std::string_view text, std::string_view name)
{
    return read_into_memory(bytes_of(text), name);
}

Result<Tape> read_tape(const std::filesystem::path& file)
{
    auto bytes = open_csv(file, "tape");
    if (!bytes) return bytes.error();
    return read_into_memory(std::move(*bytes), file.string());
}

Result<std::shared_ptr<const TapeSource>> open_tape(const std::filesystem::path& file)
{
    auto bytes = open_csv(file, "tape");
    if (!bytes) return bytes.error();
    auto tape = std::make_shared<StoredTape>();
    auto index = read_rows(std::move(*bytes), file.string(), *tape);
    if (!index) return index.error();
    if (auto done = tape->finish(std::move(*index)); !done) return done.error();
    return std::shared_ptr<const TapeSource>{std::move(tape)};
}

}  // namespace trademind::paper
