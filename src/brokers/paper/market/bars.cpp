// Bars out of a tape's rows.
#include "brokers/paper/market/bars.hpp"

#include "brokers/paper/market/instruments.hpp"
#include "brokers/paper/market/market.hpp"
#include "brokers/paper/tape/tape_window.hpp"
#include "domain/history_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace trademind::paper {
namespace {

using namespace std::chrono;

constexpr Duration week = days{7}, month_size = days{30};

/// Weeks begin on Monday, months on their first day.
TimePoint start_of_bar(TimePoint time, Duration size)
{
    sys_days day = floor<days>(time);
    if (size == week) return day - (weekday{day} - Monday);
    if (size == month_size) {
        year_month_day date{day};
        return sys_days{date.year() / date.month() / 1};
    }
    return time - time.time_since_epoch() % size;
}

/// Where a closing print counts: it is told after the close, and closes the session.
TimePoint before_close(const MarketHours& hours, TimePoint time)
{
    const auto& session = hours.session_at_or_after(time);
    return session && time >= session->close ? session->close - Duration{1} : time;
}

/// What the bars are made of, after a change; nothing: it says nothing of it.
std::optional<Decimal> shown(std::string_view what, const Market& market, const Effect& effect)
{
    auto price = [](const Level& level) {
        return level.exists() ? std::optional{level.price()} : std::nullopt;
    };
    if (what == "BID") return effect.bid ? price(market.bid()) : std::nullopt;
    if (what == "ASK") return effect.ask ? price(market.ask()) : std::nullopt;
    if (what == "MIDPOINT") return effect.bid || effect.ask ? market.midpoint() : std::nullopt;
    return effect.print ? market.last() : std::nullopt;
}

class BarMaker {
public:
    BarMaker(TimePoint from, Duration size) : from_{from}, size_{size} {}

    void add(TimePoint time, Decimal price, std::optional<Decimal> traded)
    {
        TimePoint start = start_of_bar(time, size_);
        if (bars_.empty() || bars_.back().time != start) {
            Bar bar;
            bar.time = start;
            bar.open = bar.high = bar.low = price;
            if (traded) bar.volume = Decimal{};
            bars_.push_back(bar);
            value_ = Decimal{};
        }
        Bar& bar = bars_.back();
        bar.high = std::max(bar.high, price);
        bar.low = std::min(bar.low, price);
        bar.close = price;
        if (!traded) return;
        *bar.volume += *traded;
        value_ += *traded * price;
        ++bar.trade_count;
        if (bar.volume->sign() > 0) bar.weighted_average = value_ / *bar.volume;
    }
    void add(const Bar& part)
    {
        add(part.time, part.open, {});
        Bar& bar = bars_.back();
        bar.high = std::max(bar.high, part.high);
        bar.low = std::min(bar.low, part.low);
        bar.close = part.close;
        if (part.volume) bar.volume = bar.volume.value_or(Decimal{}) + *part.volume;
    }
    std::vector<Bar> take()
    {
        std::erase_if(bars_, [&](const Bar& bar) { return bar.time < from_; });
        return std::move(bars_);
    }

private:
    TimePoint from_;
    Duration size_;
    std::vector<Bar> bars_;
    Decimal value_;
};

/// Where the quote stood before row `first`, as rows of the contracts asked for told it.
template <class Asked>
Result<MarketChange> quote_before(const TapeSource& tape, std::size_t first, Asked asked)
{
    constexpr std::size_t most = 256;
    MarketChange quote;
    std::vector<TapeRow> rows;
    auto keep = [](std::optional<Decimal>& known, const std::optional<Decimal>& told) {
        if (!known) known = told;
    };
    while (first > 0 && !(quote.bid && quote.bid_size && quote.ask && quote.ask_size)) {
        rows.resize(std::min(first, most));
        first -= rows.size();
        if (auto read = tape.read(first, std::span{rows}); !read) return read.error();
        for (auto row = rows.rbegin(); row != rows.rend(); ++row) {
            if (!asked(row->contract)) continue;
            keep(quote.bid, row->change.bid);
            keep(quote.bid_size, row->change.bid_size);
            keep(quote.ask, row->change.ask);
            keep(quote.ask_size, row->change.ask_size);
        }
    }
    return quote;
}

}  // namespace

Result<std::vector<Bar>> make_bars(const TapeSource& tape, const HistoryRequest& request,
                                   TimePoint now, const MarketHours& hours)
{
    auto size = parse_bar_size(request.bar_size);
    if (!size)
        return Error{
            Errc::invalid_argument,
            fmt::format("bar size '{}' is not one of TWS's, such as '1 min'", request.bar_size)};
    auto length = parse_history_span(request.duration);
    if (!length)
        return Error{
            Errc::invalid_argument,
            fmt::format("duration '{}' is not one of TWS's, such as '1 D'", request.duration)};
    constexpr std::array kinds{"TRADES", "MIDPOINT", "BID", "ASK"};
    if (std::ranges::find(kinds, request.what_to_show) == kinds.end())
        return Error{Errc::not_supported,
                     fmt::format("history of {}: the paper broker knows TRADES, MIDPOINT, BID "
                                 "and ASK",
                                 request.what_to_show)};
    TimePoint end = std::min(request.end.value_or(now), now), from = end - length->length();
    BarMaker maker{from, *size};
    Instruments known;
    InstrumentId wanted = known.add(request.contract);
    std::vector<bool> is_wanted;
    for (const Contract& contract : tape.listed())
        is_wanted.push_back(known.find(contract) == wanted);
    auto asked = [&](std::uint32_t index) { return is_wanted[index]; };
    auto counts = [&](TimePoint time) {
        return !request.regular_hours || hours.state_at(time) == MarketState::open;
    };
    auto first = tape.first_from(from);
    if (!first) return first.error();
    if (tape.has_bars()) {
        TapeWindow<BarRow> bars{tape};
        for (std::size_t i = *first; const BarRow* row = bars.at(i); ++i) {
            if (row->bar.time >= end) break;
            if (asked(row->contract) && counts(row->bar.time)) maker.add(row->bar);
        }
        if (bars.failure()) return *bars.failure();
        return maker.take();
    }
    Market market;
    market.take_any_sign(price_may_be_negative(request.contract.type));
    bool trades = request.what_to_show == "TRADES";
    if (!trades) {
        auto quote = quote_before(tape, *first, asked);
        if (!quote) return quote.error();
        market.apply(*quote);
    }
    TapeWindow<TapeRow> rows{tape};
    for (std::size_t i = *first; const TapeRow* row = rows.at(i); ++i) {
        if (row->change.time >= end) break;
        if (!asked(row->contract)) continue;
        Effect effect = market.apply(row->change);
        auto price = shown(request.what_to_show, market, effect);
        if (!price) continue;
        TimePoint time = row->change.time;
        if (trades && row->change.print == PrintKind::closing) time = before_close(hours, time);
        if (!counts(time)) continue;
        maker.add(time, *price, trades ? std::optional{market.last_size()} : std::nullopt);
    }
    if (rows.failure()) return *rows.failure();
    return maker.take();
}

}  // namespace trademind::paper
