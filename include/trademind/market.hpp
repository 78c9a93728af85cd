// Market data: quotes, bars and what history is asked for.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace trademind {

/// What kind of quotes a connection gets; the numbers are TWS's.
enum class MarketDataType { realtime = 1, frozen = 2, delayed = 3, delayed_frozen = 4 };
std::string_view to_string(MarketDataType);
/// "realtime" (or "live"), "frozen", "delayed", "delayed_frozen"; nothing for anything else.
std::optional<MarketDataType> parse_market_data_type(std::string_view);

/// The current state of one contract's market, whole: all ticks that arrived together, by one read
/// of the socket, are in it. TWS sends bid and ask as separate messages; what it sends in separate
/// packets comes as separate quotes, and such a quote can be locked, crossed or one-sided. Single
/// ticks: ibkr::ReadingClient::follow with a MarketDataRequest.
///
/// A field is empty until the market has told it, and again when it says that there is none (TWS:
/// price -1).
class Quote {
public:
    Quote() = default;
    explicit Quote(Contract contract) : contract{std::move(contract)} {}

    std::optional<Decimal> midpoint() const;
    /// Last, else close: what the plan calls the market price.
    std::optional<Decimal> market_price() const { return last ? last : close; }
    /// Bid above ask: torn, or wrong. Nothing is valued by such a quote.
    bool is_crossed() const { return bid && ask && *bid > *ask; }
    /// Bid at or above ask.
    bool is_locked_or_crossed() const { return bid && ask && *bid >= *ask; }
    /// Since the last change; zero where nothing has come yet. `now` is the broker's clock.
    Duration age(TimePoint now) const { return time == TimePoint{} ? Duration{} : now - time; }
    /// "AAPL bid 189.08 x 300, ask 189.1 x 200, last 189.09 x 100"; "-" for what is unknown.
    std::string describe() const;
    bool operator==(const Quote&) const = default;

    Contract contract;
    std::optional<Decimal> bid, bid_size, ask, ask_size, last, last_size;
    std::optional<Decimal> open, high, low, close, volume;
    MarketDataType type = MarketDataType::realtime;
    bool halted = false;
    TimePoint time{};  ///< of the last change, UTC
    /// Of the last trade as the market tells it, UTC, in whole seconds.
    std::optional<TimePoint> last_time;
};

/// What a mark is made from; empty: not known.
class MarkInput {
public:
    std::optional<Decimal> bid, ask, last, close;
};
/// The price that a position is valued at, as IBKR marks: the last trade, but the ask where that is
/// below it and the bid where that is above it, since the market has left the trade. Without a
/// trade the midpoint, else the close. A crossed market says nothing: the trade stands.
/// Source: Client Portal Web API, market data field 7635 "Mark Price".
std::optional<Decimal> mark_price(const MarkInput& market);

/// One bar of history. Prices in the contract's currency.
class Bar {
public:
    Bar() = default;
    /// "2026-11-24T15:30:00Z open 189 high 189.2 low 188.9 close 189.1 volume 1200".
    std::string describe() const;
    bool operator==(const Bar&) const = default;

    TimePoint time{};  ///< start of the bar, UTC; midnight UTC of the trading date for daily and
                       ///< longer bars
    Decimal open, high, low, close;
    std::optional<Decimal> volume, weighted_average;
    int trade_count{};
};

/// What history to fetch. Defaults: the last day, in minutes, of trades, in regular hours.
class HistoryRequest {
public:
    HistoryRequest() = default;
    explicit HistoryRequest(Contract contract) : contract{std::move(contract)} {}
    HistoryRequest until(TimePoint when) &&
    {
        end = when;
        return std::move(*this);
    }
    HistoryRequest over(std::string how_long) &&
    {
        duration = std::move(how_long);
        return std::move(*this);
    }
    HistoryRequest in_bars_of(std::string size) &&
    {
        bar_size = std::move(size);
        return std::move(*this);
    }
    HistoryRequest showing(std::string what) &&
    {
        what_to_show = std::move(what);
        return std::move(*this);
    }
    HistoryRequest all_hours() &&
    {
        regular_hours = false;
        return std::move(*this);
    }
    bool operator==(const HistoryRequest&) const = default;

    Contract contract;
    std::optional<TimePoint> end;         ///< nothing: now
    std::string duration = "1 D";         ///< TWS's spelling: "60 S", "1 D", "2 W", "1 M", "1 Y"
    std::string bar_size = "1 min";       ///< "1 secs" ... "1 month"
    std::string what_to_show = "TRADES";  ///< TRADES, MIDPOINT, BID, ASK, ...
    bool regular_hours = true;
};

}  // namespace trademind
