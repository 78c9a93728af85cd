// Trading days: openings, closings, expiry and what waits over night.
#include "brokers/paper/engine/trading_sessions.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::paper {

TradingSessions::Calendar& TradingSessions::calendar_of(const Order& order)
{
    return calendars_[state_.listings.book_of(order).calendar];
}

std::size_t TradingSessions::add(std::shared_ptr<const TradingCalendar> rules)
{
    for (std::size_t i = 0; i < calendars_.size(); ++i)
        if (calendars_[i].rules == rules) return i;
    calendars_.emplace_back();
    calendars_.back().rules = std::move(rules);
    if (state_.scheduler.started()) enter_session(calendars_.size() - 1, state_.now());
    return calendars_.size() - 1;
}

void TradingSessions::follow(Book& book, std::shared_ptr<const TradingCalendar> rules)
{
    book.calendar = add(std::move(rules));
    calendars_[book.calendar].followers.push_back(book.instrument);
}

void TradingSessions::follow_another(Book& book, std::shared_ptr<const TradingCalendar> rules)
{
    std::erase(calendars_[book.calendar].followers, book.instrument);
    follow(book, std::move(rules));
}

void TradingSessions::start()
{
    state_.account.begin_day(state_.now());
    for (std::size_t i = 0; i < calendars_.size(); ++i) enter_session(i, state_.now());
}

void TradingSessions::settle_restored()
{
    expire_due();
    for (std::size_t i = 0; i < calendars_.size(); ++i) {
        Phase phase = calendars_[i].phase;
        if (phase != Phase::regular) hold_for_night(i, phase == Phase::closed);
        for (InstrumentId id : calendars_[i].followers) release_held(state_.listings[id]);
    }
}

void TradingSessions::enter_session(std::size_t calendar, TimePoint at)
{
    Calendar& c = calendars_[calendar];
    auto session = c.rules->session_at_or_after(at);
    c.phase = Phase::closed;
    c.opening_done = c.closing_pending = false;
    if (!session) {
        c.session = TradingSession{};
        return;
    }
    c.session = *session;
    // joined in the middle: what is past is not made up for
    if (at > c.session.open) c.opening_done = true;
    if (at >= c.session.pre_open && at < c.session.open) c.phase = Phase::pre_market;
    if (at > c.session.open && c.session.state_at(at) == MarketState::open)
        c.phase = Phase::regular;
    if (at >= c.session.close && at < c.session.post_close) c.phase = Phase::post_market;
    schedule_session(calendar);
}

void TradingSessions::schedule_session(std::size_t calendar)
{
    const TradingSession& s = calendars_[calendar].session;
    auto at = [&](TimePoint when, auto task) {
        if (when >= state_.now() && when != TimePoint::max() && when != TimePoint::min())
            state_.scheduler.at(when, std::move(task));
    };
    if (s.pre_open == TimePoint::min()) calendars_[calendar].phase = Phase::regular;
    if (s.pre_open < s.open)
        at(s.pre_open, [this, calendar] { open_extended(calendar, Phase::pre_market); });
    at(s.open, [this, calendar] { open_regular(calendar); });
    for (const TradingBreak& rest : s.breaks) {
        at(rest.from, [this, calendar] { begin_break(calendar); });
        at(rest.until, [this, calendar] { open_extended(calendar, Phase::regular); });
    }
    at(s.close, [this, calendar] { close_regular(calendar); });
    // the closing print comes after the close
    TimePoint end = s.post_close;
    if (s.auctions) end = std::max(end, s.close + state_.options.auction_grace);
    at(end, [this, calendar] { close_extended(calendar); });
}

ValidationRules TradingSessions::rules_for(InstrumentId instrument) const
{
    const Calendar& calendar = calendars_[state_.listings[instrument].calendar];
    const Instruments& instruments = state_.instruments();
    SecurityType type = instruments.contract(instrument).type;
    ValidationRules rules;
    rules.capabilities = &state_.capabilities;
    rules.details = &instruments[instrument];
    rules.price_increments = &instruments.increments(instrument);
    rules.calendar = calendar.rules.get();
    rules.time_zone = state_.options.time_zone;
    rules.auctions = calendar.session.auctions;
    // what sums of value stay exact for; TWS has limits of its own
    rules.largest = Decimal{1'000'000'000};
    rules.allow_negative_prices = price_may_be_negative(type);
    rules.now = state_.now();
    return rules;
}

bool TradingSessions::allows(const Order& order)
{
    switch (calendar_of(order).phase) {
    case Phase::regular: return true;
    case Phase::pre_market:
    case Phase::post_market: return order.outside_rth;
    case Phase::closed: break;
    }
    return false;
}

TimePoint TradingSessions::expiry_of(const Order& order)
{
    if (order.time_in_force == TimeInForce::good_till_date) {
        auto until = trademind::expiry_of(order.rare->good_till_date, rules_for(order.instrument));
        if (!until) return TimePoint::max();
        watch_expiry(*until);
        return *until;
    }
    if (order.time_in_force != TimeInForce::day && order.time_in_force != TimeInForce::opening)
        return TimePoint::max();
    const Calendar& c = calendar_of(order);
    auto end_of = [&](const TradingSession& s) {
        return order.outside_rth ? s.post_close : s.close;
    };
    bool closing =
        order.type == OrderType::market_on_close || order.type == OrderType::limit_on_close;
    if (closing) return c.session.post_close;
    // a day order lives on the day on which it begins to work
    TimePoint begins = std::max(state_.now(), good_after(order).value_or(state_.now()));
    bool today = begins < c.session.post_close;
    auto session = today ? std::optional{c.session} : c.rules->session_at_or_after(begins);
    bool missed =
        session && (end_of(*session) <= begins ||
                    (today && order.time_in_force == TimeInForce::opening && c.opening_done));
    // after the close: it is for the next session
    if (missed) session = c.rules->session_at_or_after(session->post_close);
    return session ? end_of(*session) : TimePoint::max();
}

bool TradingSessions::checks_overnight() const
{
    using std::chrono::minutes;
    return std::ranges::any_of(calendars_, [&](const Calendar& c) {
        return c.session.auctions && state_.now() >= c.session.close - minutes{10} &&
               state_.now() < c.session.close + minutes{80};
    });
}

std::optional<TimePoint> TradingSessions::next_opening(const Order& order)
{
    const Calendar& c = calendar_of(order);
    auto begin_of = [&](const TradingSession& s) {
        return order.outside_rth ? s.pre_open : s.open;
    };
    if (begin_of(c.session) > state_.now()) return begin_of(c.session);
    for (const TradingBreak& rest : c.session.breaks)
        if (rest.from <= state_.now() && state_.now() < rest.until) return rest.until;
    auto next = c.rules->session_at_or_after(std::max(state_.now(), c.session.post_close));
    return next ? std::optional{begin_of(*next)} : std::nullopt;
}

std::optional<TimePoint> TradingSessions::good_after(const Order& order) const
{
    if (!order.rare || order.rare->good_after_time.empty()) return std::nullopt;
    auto from = begin_of(order.rare->good_after_time, rules_for(order.instrument));
    return from ? std::optional{*from} : std::nullopt;
}

void TradingSessions::watch_expiry(TimePoint at)
{
    state_.scheduler.at(at, [this] { expire_due(); });
}

void TradingSessions::expire_due()
{
    // collected first: the end of a parent ends its children, which may come next in the list
    std::vector<Order*> due;
    state_.orders.for_each_live([&](Order& order) {
        if (order.expires_at <= state_.now() && order.place != Place::untransmitted)
            due.push_back(&order);
    });
    for (Order* order : due) expire(*order);
}

void TradingSessions::expire(Order& order)
{
    actions_.cancel(order,
                    fmt::format("its time in force {} has ended", to_string(order.time_in_force)));
}

void TradingSessions::release_held(Book& book)
{
    std::vector<Order*> waiting;
    for (const auto& entry : book.held()) waiting.push_back(entry.order);
    for (Order* order : waiting) {
        if (order->done() || order->place != Place::held || !allows(*order)) continue;
        if (auto from = good_after(*order); from && *from > state_.now()) continue;
        state_.listings.unfile(*order);
        actions_.route(*order);
    }
}

void TradingSessions::hold_for_night(std::size_t calendar, bool extended_too)
{
    state_.orders.for_each_live([&](Order& order) {
        Book& book = state_.listings.book_of(order);
        if (book.calendar != calendar || (order.outside_rth && !extended_too)) return;
        switch (order.place) {
        case Place::armed:
        case Place::trailing:
        case Place::queue:
        case Place::resting:
        case Place::pegged: break;
        default: return;
        }
        state_.listings.unfile(order);
        state_.listings.file(order, Place::held);
        state_.outbox.touch(order.id);
    });
}

void TradingSessions::open_extended(std::size_t calendar, Phase phase)
{
    calendars_[calendar].phase = phase;
    for (InstrumentId id : calendars_[calendar].followers) {
        state_.listings[id].awaits_quote = true;
        release_held(state_.listings[id]);
    }
}

void TradingSessions::begin_break(std::size_t calendar)
{
    calendars_[calendar].phase = Phase::closed;
    hold_for_night(calendar, true);
}

void TradingSessions::open_regular(std::size_t calendar)
{
    Calendar& c = calendars_[calendar];
    c.phase = Phase::regular;
    state_.account.begin_day(state_.now());
    for (InstrumentId id : c.followers) {
        state_.listings[id].market.start_day();
        // what stands in the book is from before the opening
        state_.listings[id].awaits_quote = true;
        release_held(state_.listings[id]);
    }
    state_.scheduler.at(state_.now() + state_.options.auction_grace,
                        [this, calendar] { calendars_[calendar].opening_done = true; });
}

void TradingSessions::close_regular(std::size_t calendar)
{
    Calendar& c = calendars_[calendar];
    bool extended = c.session.post_close > c.session.close;
    c.phase = extended ? Phase::post_market : Phase::closed;
    c.opening_done = true;
    c.closing_pending = c.session.auctions;
    for (InstrumentId id : c.followers) state_.listings[id].market.end_session();
    expire_due();
    hold_for_night(calendar, false);
    if (!c.closing_pending) return;
    state_.scheduler.at(state_.now() + state_.options.auction_grace,
                        [this, calendar] { end_closing_auction(calendar); });
}

void TradingSessions::close_extended(std::size_t calendar)
{
    if (calendars_[calendar].closing_pending) end_closing_auction(calendar);
    Calendar& c = calendars_[calendar];
    c.phase = Phase::closed;
    expire_due();
    hold_for_night(calendar, true);
    for (InstrumentId id : c.followers) state_.listings[id].market.end_day();
    enter_session(calendar, state_.now());
}

}  // namespace trademind::paper
