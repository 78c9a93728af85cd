// Market data that the paper broker trades against: single changes, whole tapes and a generator.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/detail/exact.hpp>
#include <trademind/market.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::paper {

/// What a trade print was.
enum class PrintKind {
    regular,
    opening,  ///< the official opening price
    closing,  ///< the official closing price
};

/// One change of one contract's market. An empty field is unchanged; a price of -1 or 0 or a size
/// of 0 on the bid or the ask says that there is none (TWS spells it so).
///
/// A present `last` is a trade print, also when it repeats the price before.
class MarketChange {
public:
    MarketChange() = default;
    explicit MarketChange(TimePoint time) : time{time} {}
    MarketChange with_bid(Decimal price, Decimal size) &&
    {
        bid = price;
        bid_size = size;
        return std::move(*this);
    }
    MarketChange with_ask(Decimal price, Decimal size) &&
    {
        ask = price;
        ask_size = size;
        return std::move(*this);
    }
    MarketChange with_print(Decimal price, Decimal size, PrintKind kind = PrintKind::regular) &&
    {
        last = price;
        last_size = size;
        print = kind;
        return std::move(*this);
    }
    MarketChange with_aggressor(Side side) &&
    {
        aggressor = side;
        return std::move(*this);
    }
    MarketChange with_halt(detail::Exactly<bool> is_halted) &&
    {
        halted = is_halted;
        return std::move(*this);
    }
    bool operator==(const MarketChange&) const = default;

    TimePoint time{};  ///< UTC; the epoch: now
    std::optional<Decimal> bid, bid_size, ask, ask_size, last, last_size;
    std::optional<bool> halted;
    /// Who started the trade; nothing: told from the quote (at or above the midpoint's far side: a
    /// buyer, below: a seller, at the midpoint: unknown).
    std::optional<Side> aggressor;
    PrintKind print = PrintKind::regular;
};

/// One row of a tape.
class TapeRow {
public:
    TapeRow() = default;
    TapeRow(std::uint32_t contract, MarketChange change)
        : contract{contract}, change{std::move(change)}
    {}
    bool operator==(const TapeRow&) const = default;

    std::uint32_t contract{};  ///< index into Tape::contracts
    MarketChange change;
};

/// One bar of a tape.
class BarRow {
public:
    BarRow() = default;
    BarRow(std::uint32_t contract, Bar bar) : contract{contract}, bar{std::move(bar)} {}
    bool operator==(const BarRow&) const = default;

    std::uint32_t contract{};  ///< index into Tape::contracts
    Bar bar;
};

/// A recorded market to play, in time order: either rows or bars. A Tape holds all of them; what
/// open_tape returns reads them as they are played.
///
/// Constant once it is played: any thread may read.
class TapeSource {
public:
    virtual ~TapeSource() = default;

    /// The contracts that rows and bars are of, by their index there.
    virtual const std::vector<Contract>& listed() const = 0;
    /// What is known of contract `i`.
    virtual ContractDetails details_of(std::uint32_t i) const = 0;
    virtual bool has_bars() const = 0;
    /// Of rows, or of bars.
    virtual std::size_t size() const = 0;
    /// Times of the first and of the last row or bar; nothing: it is empty.
    virtual std::optional<TimePoint> begins() const = 0;
    virtual std::optional<TimePoint> ends() const = 0;
    /// The first row or bar at `time` or after it; size() where there is none. Errors:
    /// Errc::input_output.
    virtual Result<std::size_t> first_from(TimePoint time) const = 0;
    /// Copies rows from number `first` on, as many as there is room for; first + room <= size().
    /// Errors: Errc::input_output.
    virtual Result<> read(std::size_t first, std::span<TapeRow> room) const = 0;
    virtual Result<> read(std::size_t first, std::span<BarRow> room) const = 0;

protected:
    TapeSource() = default;
    TapeSource(const TapeSource&) = default;
    TapeSource(TapeSource&&) = default;
    TapeSource& operator=(const TapeSource&) = default;
    TapeSource& operator=(TapeSource&&) = default;
};

/// A tape in memory.
class Tape final : public TapeSource {
public:
    Tape() = default;
    bool operator==(const Tape& other) const
    {
        return contracts == other.contracts && details == other.details && rows == other.rows &&
               bars == other.bars;
    }

    /// The index of the contract, which is added if it is new.
    std::uint32_t index_of(const Contract& contract);

    std::vector<Contract> contracts;
    /// Of contracts of which the tape says more than the contract: minimum_tick, price_magnifier.
    std::map<std::uint32_t, ContractDetails> details;
    std::vector<TapeRow> rows;
    std::vector<BarRow> bars;

    const std::vector<Contract>& listed() const override { return contracts; }
    ContractDetails details_of(std::uint32_t i) const override
    {
        auto known = details.find(i);
        return known == details.end() ? ContractDetails{contracts[i]} : known->second;
    }
    bool has_bars() const override { return !bars.empty(); }
    std::size_t size() const override { return bars.empty() ? rows.size() : bars.size(); }
    std::optional<TimePoint> begins() const override;
    std::optional<TimePoint> ends() const override;
    Result<std::size_t> first_from(TimePoint time) const override;
    Result<> read(std::size_t first, std::span<TapeRow> room) const override;
    Result<> read(std::size_t first, std::span<BarRow> room) const override;
    /// Of row or bar `i`.
    TimePoint time_of(std::size_t i) const
    {
        return bars.empty() ? rows[i].change.time : bars[i].bar.time;
    }
};

/// Reads CSV; its first line names the columns, in any order.
///
/// Needed are `time` and `symbol`, and pairs of `bid,bid_size`, `ask,ask_size`, `last,last_size`,
/// or the bars' `open,high,low,close` with or without `volume`. An empty cell is unchanged.
///
/// - `time`: ISO 8601 in UTC, or a whole count of s, ms, us or ns since 1970 (of seconds also with
/// a
///   fraction), never decreasing; of a bar its start.
/// - `kind`: what the row is: `quote`, `trade`, `bar`, `halt`, `resume`, or `opening` or `closing`
///   for the official print. Empty: what its cells say.
/// - `aggressor`: `buy` or `sell`, who started the trade.
/// - `security_type` (TWS's code), `exchange`, `primary_exchange`, `currency`, `expiry`, `strike`,
///   `right`, `multiplier`, `local_symbol`, `trading_class`, `contract_id`, `tick` (the least price
///   step), `magnifier` (100 where prices are in cents): which contract the row is of. Without them
///   a symbol is a US stock on SMART; an empty cell is what its type has by itself. Prices at or
///   below zero are those of contracts that may have them (price_may_be_negative).
///
/// A tape has bars or rows of other kinds, not both. Lines are at most 64 KiB long. A byte order
/// mark, CRLF and quoted cells are taken; files of gzip and xz are read as what they hold.
///
/// The whole file is checked before anything is returned: the first broken line fails it with
/// Errc::data_file and "file:line:column: what is wrong".
Result<Tape> read_tape(const std::filesystem::path& file);
/// The same as read_tape, to be played from the file: the whole of it is read and checked once, and
/// a long one is kept packed in a scratch file (64 bytes a row, in the folder for temporary files),
/// so that memory does not grow with the rows. Errors: also Errc::input_output of that folder.
Result<std::shared_ptr<const TapeSource>> open_tape(const std::filesystem::path& file);
/// The same as read_tape from memory; `name` stands for the file in errors.
Result<Tape> parse_tape(std::string_view text, std::string_view name = "tape");
/// Writes what read_tape reads: bars where the tape has them, else rows; optional columns where
/// something stands in them. A change that is a halt and a print of an auction as well is written
/// as two rows.
void write_tape(const Tape& tape, std::ostream& out);

/// A made-up market: each price walks at random, quoted in cents around it.
class GeneratorOptions {
public:
    std::uint64_t seed = 1;
    std::vector<std::string> symbols{"AAPL", "MSFT", "SPY"};
    /// Start of the first session; each session lasts six and a half hours; a day later the next,
    /// weekends left out.
    TimePoint start = std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} +
                      std::chrono::hours{14} + std::chrono::minutes{30};
    int days = 1;
    std::size_t rows_per_day = 3000;  ///< over all symbols
    bool auction_prints = true;       ///< an opening and a closing print for each symbol and day
};

/// Same options, same bytes, on every compiler.
Tape generate_tape(const GeneratorOptions& options = {});

/// Random walks of US stocks, in the clock's time, for as long as the broker is connected.
///
/// Same options, same sequence of quotes and prints. Starting prices are drawn: 20 to 400 dollars.
class GeneratedMarket {
public:
    bool operator==(const GeneratedMarket&) const = default;

    std::vector<std::string> symbols{"AAPL", "MSFT", "SPY"};   ///< at least one
    Decimal volatility = Decimal::from_raw(Decimal::one / 5);  ///< a year's, 0 to 100: 0.2 is 20%
    /// Between two changes of the same symbol; > 0.
    Duration interval = std::chrono::milliseconds{250};
    std::uint64_t seed = 1;
};

}  // namespace trademind::paper
