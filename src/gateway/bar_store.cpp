// History where a broker has one, and where it has none.
#include "gateway/bar_store.hpp"

#include "base/random.hpp"
#include "domain/history_text.hpp"
#include "domain/market_hours.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace trademind::gateway {
namespace {

using namespace std::chrono;

std::string key_of(const Contract& contract)
{
    if (contract.symbol.empty()) return std::to_string(contract.id);
    return contract.describe() + ' ' + contract.currency;
}

/// The sessions that begin before `end`, oldest first: the last so many of them and the one before,
/// or all since then.
std::vector<TradingSession> sessions_before(const TradingCalendar& calendar, TimePoint end,
                                            const HistorySpan& span)
{
    // a weekend and holidays more than asked for
    auto reach = span.unit == 'D' ? Duration{days{span.count * 2 + 10}} : Duration{span.length()};
    if (span.unit == 'S') reach += days{5};
    std::vector<TradingSession> out;
    auto at = end - std::min(reach, BarStore::longest_past);
    for (auto session = calendar.session_at_or_after(at); session && session->open < end;
         session = calendar.session_at_or_after(session->post_close)) {
        if (session->post_close <= at) break;
        at = session->post_close;
        out.push_back(*session);
    }
    auto wanted = span.unit == 'D' ? static_cast<std::size_t>(span.count) + 1 : out.size();
    if (out.size() > wanted)
        out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(wanted));
    return out;
}

std::shared_ptr<const TradingCalendar> calendar_for(const Contract& contract)
{
    auto calendar = calendar_of(contract, nullptr);
    return calendar ? calendar : every_day_calendar();
}

/// Bars of the sessions, each of `size` or of a whole session.
std::vector<Bar> bars_of(const std::vector<TradingSession>& sessions, const MadeUpPast& past,
                         Duration size, bool regular_hours, TimePoint from, TimePoint end)
{
    std::vector<Bar> out;
    for (const auto& session : sessions) {
        auto begin = regular_hours ? session.open : session.pre_open;
        auto close = std::min(regular_hours ? session.close : session.post_close, end);
        if (size >= days{1}) {
            auto bar = past.bar(begin, close);
            bar.time = session.date.ok() ? TimePoint{sys_days{session.date}} : floor<days>(begin);
            out.push_back(bar);
            continue;
        }
        for (auto at = begin - begin.time_since_epoch() % size; at < close; at += size)
            if (at >= from && at >= begin) out.push_back(past.bar(at, std::min(at + size, close)));
    }
    return out;
}

/// When the first bar begins: a session that has just begun does not make a whole day, so that the
/// one before it gives the rest. Drops what lies before it.
TimePoint begin_of(std::vector<TradingSession>& sessions, const HistorySpan& span, Duration size,
                   TimePoint end)
{
    if (sessions.empty()) return end;
    const auto& today = sessions.back();
    if (span.unit == 'S') return std::min(end, today.close) - span.length();
    if (span.unit != 'D') return {};
    bool is_whole = end >= today.close || size >= days{1};
    auto wanted = static_cast<std::size_t>(span.count);
    if (sessions.size() <= wanted) return {};
    auto elapsed = end - today.open;
    if (is_whole) sessions.erase(sessions.begin());
    return is_whole ? TimePoint{} : sessions.front().open + elapsed;
}

/// Weeks and months out of days.
std::vector<Bar> joined(const std::vector<Bar>& days_bars, Duration size)
{
    if (size <= days{1}) return days_bars;
    std::vector<Bar> out;
    for (const auto& bar : days_bars) {
        year_month_day date{floor<days>(bar.time)};
        auto start = size == days{7}
                         ? floor<days>(bar.time) - (weekday{floor<days>(bar.time)} - Monday)
                         : sys_days{date.year() / date.month() / 1};
        if (!out.empty() && out.back().time == TimePoint{start}) {
            join(out.back(), bar);
            continue;
        }
        out.push_back(bar);
        out.back().time = start;
    }
    return out;
}

}  // namespace

const MadeUpPast& BarStore::past_of(const Contract& contract, Decimal price)
{
    // made up once, from the price at which it was first asked for
    auto& known = pasts_[key_of(contract)];
    if (!known)
        known.emplace(mix(std::hash<std::string>{}(key_of(contract))), price,
                      broker_->clock()->now(), Decimal::from_raw(Decimal::one / 100));
    return *known;
}

std::optional<Decimal> BarStore::previous_close(const Quote& quote)
{
    auto price = quote.market_price() ? quote.market_price() : quote.midpoint();
    if (broker_->capabilities().history || !price || price->sign() <= 0) return std::nullopt;
    if (!pasts_.contains(key_of(quote.contract)) && pasts_.size() >= most_feeds)
        return std::nullopt;
    const auto& past = past_of(quote.contract, *price);
    auto sessions =
        sessions_before(*calendar_for(quote.contract), past.begin(), HistorySpan{2, 'D'});
    for (auto session = sessions.rbegin(); session != sessions.rend(); ++session)
        if (session->close <= past.begin()) return past.price_at(session->close);
    return std::nullopt;
}

std::shared_ptr<BarFeed> BarStore::feed(const Contract& contract)
{
    auto& feed = feeds_[key_of(contract)];
    if (feed && !feed->failed()) return feed;
    if (feeds_.size() > most_feeds) {
        feeds_.erase(key_of(contract));
        return nullptr;
    }
    feed = std::make_shared<BarFeed>(broker_, contract);
    feed->start();
    return feed;
}

void BarStore::bars(const HistoryRequest& request, Done done)
{
    auto then = [this, alive = std::weak_ptr{alive_}, request,
                 done](Result<std::vector<Bar>> bars) {
        if (alive.expired()) return;
        if (bars || bars.error() != Errc::not_supported) return done(std::move(bars));
        auto source = feed(request.contract);
        if (!source) return done(Error{Errc::not_supported, "too many instruments are followed"});
        source->when_priced([this, alive, request, done, weak = std::weak_ptr{source}] {
            auto held = weak.lock();
            if (held && !alive.expired()) made_up(request, *held, done);
        });
    };
    broker_->get_historical_data(request, std::move(then));
}

void BarStore::made_up(const HistoryRequest& request, const BarFeed& source, const Done& done)
{
    if (source.failed()) return done(*source.failed());
    const auto& quote = source.quote();
    auto kind = parse_bar_price(request.what_to_show);
    if (!kind) return done(Error{Errc::not_supported, "no history of " + request.what_to_show});
    auto size = parse_bar_size(request.bar_size);
    auto span = parse_history_span(request.duration);
    if (!size) return done(Error{Errc::invalid_argument, "bar size " + request.bar_size});
    if (!span) return done(Error{Errc::invalid_argument, "duration " + request.duration});
    auto now = broker_->clock()->now();
    auto end = std::min(request.end.value_or(now), now);
    auto price = quote.market_price() ? quote.market_price() : quote.midpoint();
    if (!price || price->sign() <= 0)
        return done(Error{Errc::no_price, request.contract.describe() + " has no price yet"});
    const auto& past = past_of(request.contract, *price);
    auto began = past.begin();
    auto calendar = calendar_for(request.contract);
    auto last = std::min(end, began);
    auto sessions = sessions_before(*calendar, last, *span);
    auto from = begin_of(sessions, *span, *size, last);
    auto out = joined(
        bars_of(sessions, past, *size, request.regular_hours, from, std::min(end, began)), *size);
    auto follow = [&](const Bar& bar) {
        if (!out.empty() && bar.time == out.back().time) return join(out.back(), bar);
        out.push_back(bar);
    };
    if (*size < days{1})
        for (const auto& bar : source.bars(*kind, *size, out.empty() ? from : out.back().time, end))
            follow(bar);
    if (out.size() > most_bars) out.erase(out.begin(), out.end() - most_bars);
    if (out.empty()) return done(Error{Errc::no_price, "HMDS query returned no data"});
    done(std::move(out));
}

}  // namespace trademind::gateway
