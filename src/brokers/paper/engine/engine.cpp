// The paper market: time, market changes and what follows from them.
#include "brokers/paper/engine/engine.hpp"

#include <algorithm>

namespace trademind::paper {

Engine::Engine(const Options& options) : options_{options}, account_{options} {}

void Engine::list_all()
{
    for (const auto& instrument : options_.instruments) list(instrument);
    if (options_.tape)
        for (const auto& contract : options_.tape->contracts) list(contract);
}

void Engine::start(TimePoint at)
{
    if (started_) return;
    started_ = true;
    now_ = std::max(now_, at);
    account_.begin_day(now_);
    for (std::size_t i = 0; i < calendars_.size(); ++i) enter_session(i, now_);
    end_lost_orders();
}

void Engine::advance(TimePoint to)
{
    if (!started_) return start(to);
    while (auto task = scheduler_.take(to)) {
        now_ = std::max(now_, task->first);
        task->second();
        settle_down();
    }
    now_ = std::max(now_, to);
}

void Engine::drain()
{
    while (auto task = scheduler_.take_urgent()) {
        advance(task->first);
        task->second();
        settle_down();
    }
}

InstrumentId Engine::list(const Instrument& instrument)
{
    InstrumentId id = instruments_.add(instrument.details, instrument.increments);
    if (id < books_.size()) {
        if (instrument.calendar) follow_calendar(books_[id], instrument.calendar);
        instruments_.refine(id, instrument.details, instrument.increments);
        return id;
    }
    Book& book = books_.emplace_back(id);
    book.calendar =
        add_calendar(instrument.calendar ? instrument.calendar
                     : options_.us_stock_calendar && is_us_listed(instrument.details.contract)
                         ? options_.us_stock_calendar
                         : options_.calendar);
    calendars_[book.calendar].followers.push_back(id);
    account_.define(id, instrument.details, instruments_.underlying_of(id));
    // options that were listed before what they stand on
    for (InstrumentId option : instruments_.options_on(id))
        account_.define(option, instruments_[option], id);
    return id;
}

void Engine::follow_calendar(Book& book, std::shared_ptr<const TradingCalendar> rules)
{
    std::erase(calendars_[book.calendar].followers, book.instrument);
    book.calendar = add_calendar(std::move(rules));
    calendars_[book.calendar].followers.push_back(book.instrument);
}

void Engine::change(InstrumentId instrument, const MarketChange& change)
{
    Book& book = books_[instrument];
    advance(std::max(now_, change.time));
    bool tells_quote = change.bid || change.bid_size || change.ask || change.ask_size;
    bool renews = tells_quote && wants_renewal(book);
    if (change.time == TimePoint{}) {
        MarketChange timed = change;
        timed.time = now_;
        return after_change(book, book.market.apply(timed), renews);
    }
    after_change(book, book.market.apply(change), renews);
}

void Engine::quote(InstrumentId instrument, const Quote& quote)
{
    Book& book = books_[instrument];
    advance(std::max(now_, quote.time));
    bool renews = wants_renewal(book);
    if (quote.time == TimePoint{}) {
        Quote timed = quote;
        timed.time = now_;
        return after_change(book, book.market.apply(timed), renews);
    }
    after_change(book, book.market.apply(quote), renews);
}

bool Engine::wants_renewal(const Book& book) const
{
    return book.awaits_quote || book.cut_off || is_stale(book);
}

void Engine::after_change(Book& book, Effect effect, bool renews)
{
    if (renews && !book.market.halted()) {
        // the night's quote may stand unchanged: who waited for the opening fills from it now
        if (book.awaits_quote) book.market.renew();
        // after a break it is the same quote told again: what we took of it stays taken
        book.awaits_quote = book.cut_off = false;
        effect.renewed = true;
    }
    ++book.event;
    ++statistics_.market_events;
    bool is_news = effect.bid || effect.ask || effect.print;
    if (auto price = book.market.mark(); price && is_news)
        account_.mark(book.instrument, *price, now_);
    // after a halt what stands in the book is old: wait for the reopening quote or print
    if (effect.halt) book.awaits_quote = !is_news;
    if (is_news && !book.market.halted()) book.awaits_quote = false;
    if (book.market.crossed()) ++statistics_.crossed_quotes;
    if (can_trade(book)) {
        if (effect.print) auction_print(book);
        book.collect_fired(effect, fired_);
        for (std::size_t i = 0; i < fired_.size(); ++i) {
            Order& order = *fired_[i];
            if (order.place == Place::armed || order.place == Place::trailing) fire(order);
        }
        if (!book.relative.empty() && (effect.bid || effect.ask)) follow_relatives(book);
        // a fired order may take from a side that did not change: it did so when it fired
        // a side that stood while the market was crossed becomes good when it is not any more
        bool all =
            effect.halt || effect.renewed || (book.was_crossed && (effect.bid || effect.ask));
        if (effect.ask || all) match_quote(book, Side::buy);
        if (effect.bid || all) match_quote(book, Side::sell);
        if (effect.print) match_print(book);
    } else if (effect.print) {
        auction_print(book);
    }
    book.was_crossed = book.market.crossed();
    settle_down();
    outbox_.add(QuoteNews{book.instrument});
}

void Engine::settle_down()
{
    // a child that fills may wake others
    for (std::size_t i = 0; i < to_route_.size(); ++i)
        if (!to_route_[i]->done() && to_route_[i]->place == Place::child) route(*to_route_[i]);
    to_route_.clear();
}

void Engine::announce(Order& order)
{
    order.updated_at = now_;
    order.announced = true;
    outbox_.touch(order.id);
    outbox_.add(report(order));
}

void Engine::notice(Error error, std::optional<OrderId> order)
{
    outbox_.add(Notice{std::move(error), order});
}

template <class Terms> void Engine::settle_stop(Terms& terms, const Order& order) const
{
    auto stop = books_[order.instrument].stop_of(order, method_of(order));
    if (!stop) return;
    bool has_limit = order.type == OrderType::trailing_stop_limit && terms.limit_price;
    if (has_limit && terms.stop_price)
        terms.limit_price = *terms.limit_price + (*stop - *terms.stop_price);
    terms.stop_price = stop;
}

template void Engine::settle_stop(Order& terms, const Order& order) const;

void Engine::touch_followers()
{
    orders_.for_each_live([&](Order& order) {
        bool follows = order.place == Place::trailing ||
                       (order.place == Place::resting && order.type == OrderType::relative);
        if (follows) outbox_.touch(order.id);
    });
}

OrderReport Engine::report(const Order& order) const
{
    OrderReport report = order.report(instruments_);
    if (order.place == Place::trailing) settle_stop(report.order, order);
    return report;
}

std::vector<OrderReport> Engine::orders(OrderFilter filter)
{
    std::vector<OrderReport> found;
    auto take = [&](Order& order) {
        if (matches(filter, order.status)) found.push_back(report(order));
    };
    if (filter == OrderFilter::open)
        orders_.for_each_live(take);
    else
        orders_.for_each(take);
    return found;
}

Result<OrderPreview> Engine::preview(OrderRequest request)
{
    normalize(request);
    auto instrument = instruments_.find(request.contract);
    if (!instrument) return unlisted(request.contract);
    Book& book = books_[*instrument];
    ValidationContext context{instruments_, *instrument, options_,
                              calendars_[book.calendar].session.auctions, now_};
    if (auto fault = find_fault(request, context)) return *fault;
    if (auto fault = find_relation_fault(request)) return *fault;
    if (auto fault = find_auction_fault(request, *instrument)) return *fault;
    Order order;
    order.instrument = *instrument;
    order.set_terms(request, instruments_.contract(*instrument));
    order.active_quantity = order.quantity;
    auto preview = account_.preview({order, order.quantity, price_of(order), 0, now_});
    if (!preview || order.parent()) return preview;
    if (auto fault = find_short_fault(order)) preview->warning = fault->describe();
    return preview;
}

std::optional<Decimal> Engine::price_of(const Order& order) const
{
    const Market& market = books_[order.instrument].market;
    if (order.limit_price) return order.limit_price;
    if (order.stop_price && has_trigger(order.type) && !order.triggered) return order.stop_price;
    const Level& level = order.side == Side::buy ? market.ask() : market.bid();
    if (level.exists()) return level.price();
    if (market.mark()) return market.mark();
    const Level& own = market.own(order.side);
    return own.exists() ? std::optional{own.price()} : std::nullopt;
}

Error unlisted(const Contract& contract)
{
    return make_tws_error(200, "No security definition has been found for " + contract.describe() +
                                   ": the paper market does not list it");
}

Quote Engine::quote_of(InstrumentId instrument) const
{
    Quote quote{instruments_.contract(instrument)};
    books_[instrument].market.fill_in(quote);
    return quote;
}

}  // namespace trademind::paper
