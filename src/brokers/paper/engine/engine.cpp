// The paper market: time, market changes and what follows from them.
#include "brokers/paper/engine/engine.hpp"

#include <algorithm>

namespace trademind::paper {

Engine::Engine(const Options& options)
    : state_{options},
      groups_{state_, *this},
      lifecycle_{state_, groups_},
      matching_{options, state_.listings, state_.orders, state_.account, *this},
      bars_{options, state_.listings, matching_, *this},
      sessions_{state_, matching_, *this},
      routing_{state_, sessions_, groups_, lifecycle_, matching_},
      admission_{state_, sessions_, groups_},
      commands_{state_, admission_, groups_, routing_, lifecycle_, bars_},
      resumption_{state_, sessions_, groups_, routing_, lifecycle_, matching_},
      liquidation_{state_, sessions_, commands_, lifecycle_},
      bookings_{state_, lifecycle_},
      expiries_{state_, sessions_, bookings_},
      exercises_{state_, bookings_},
      actions_{state_, lifecycle_, bookings_}
{}

void Engine::list_all()
{
    for (const auto& instrument : options().instruments) list(instrument);
    if (!options().tape) return;
    for (std::uint32_t i = 0; i < options().tape->listed().size(); ++i)
        list(options().tape->details_of(i));
}

void Engine::start(TimePoint at)
{
    if (started()) return;
    // what happened before a new account's first moment is in its first prices
    actions_.start(state_.now() == TimePoint{} ? at : state_.now());
    state_.scheduler.start(at);
    sessions_.start();
    resumption_.end_lost_orders();
    sessions_.settle_restored();
}

void Engine::advance(TimePoint to)
{
    if (!started()) return start(to);
    while (auto task = state_.scheduler.take(to)) {
        (*task)();
        groups_.route_woken();
    }
}

void Engine::drain()
{
    while (auto task = state_.scheduler.take_urgent()) {
        advance(task->first);
        task->second();
        groups_.route_woken();
    }
}

const std::shared_ptr<const TradingCalendar>& Engine::calendar_for(const Contract& contract) const
{
    bool us_stock = options().us_stock_calendar && is_us_listed(contract);
    return us_stock ? options().us_stock_calendar : options().calendar;
}

ValidationRules Engine::rules_for(const Contract& contract) const
{
    if (auto instrument = instruments().find(contract)) return sessions_.rules_for(*instrument);
    ValidationRules rules;
    rules.capabilities = &capabilities();
    rules.calendar = calendar_for(contract).get();
    rules.time_zone = options().time_zone;
    rules.now = now();
    return rules;
}

InstrumentId Engine::list(const Instrument& instrument)
{
    Instruments& instruments = state_.listings.instruments();
    InstrumentId id = instruments.add(instrument.details, instrument.increments);
    if (state_.listings.has_book(id)) {
        if (instrument.calendar) sessions_.follow_another(state_.listings[id], instrument.calendar);
        instruments.refine(id, instrument.details, instrument.increments);
        return id;
    }
    const Contract& contract = instrument.details.contract;
    Book& book = state_.listings.add_book();
    book.market.take_any_sign(price_may_be_negative(contract.type));
    sessions_.follow(book, instrument.calendar ? instrument.calendar : calendar_for(contract));
    state_.account.define(id, instrument.details, instruments.underlying_of(id));
    expiries_.watch(id);
    // options that were listed before what they stand on
    for (InstrumentId option : instruments.options_on(id))
        state_.account.define(option, instruments[option], id);
    return id;
}

void Engine::relist(const std::vector<ContractDetails>& listed)
{
    for (const auto& details : listed) list(Instrument{details});
    // what the options know better must be known before an order is filed by it
    list_all();
}

template <class Change>
void Engine::take(InstrumentId instrument, const Change& change, bool quotes)
{
    Book& book = state_.listings[instrument];
    advance(std::max(now(), change.time));
    bool renews = quotes && wants_renewal(book);
    TimePoint time = change.time == TimePoint{} ? now() : change.time;
    after_change(book, book.market.apply(change, time), renews);
}

void Engine::change(InstrumentId instrument, const MarketChange& change)
{
    take(instrument, change, change.bid || change.bid_size || change.ask || change.ask_size);
}

void Engine::quote(InstrumentId instrument, const Quote& quote)
{
    take(instrument, quote, true);
}

void Engine::bar(InstrumentId instrument, const Bar& bar)
{
    Book& book = state_.listings[instrument];
    advance(std::max(now(), bar.time));
    bars_.begin(bar);
    ++book.event;
    ++state_.statistics.market_events;
    // what waited for a price, or for the day's first trade, has it with the bar's open
    if (!book.unpriced().empty() || sessions_.opens_with(book, bar)) {
        MarketChange open{bar.time};
        open.last = bar.open;
        open.last_size = Decimal{};
        book.market.apply(open);
        routing_.fund_unpriced(book);
        if (sessions_.opens_with(book, bar)) sessions_.auction_print(book);
    }
    if (sessions_.is_open(book) && !book.market.halted()) bars_.match(book, bar);
    bars_.follow(book, bar);
    book.stale = routing_.is_old(bar.time);
    if (auto price = book.market.mark()) mark(instrument, *price);
    groups_.route_woken();
    liquidation_.review();
    state_.outbox.add(QuoteNews{instrument});
}

void Engine::mark(InstrumentId instrument, Decimal price)
{
    actions_.saw(instrument, price);
    state_.account.mark(instrument, price, now());
}

Result<> Engine::exercise(const Contract& option, Decimal quantity, bool override_value)
{
    auto done = exercises_.exercise(option, quantity, override_value);
    groups_.route_woken();
    liquidation_.review();
    return done;
}

bool Engine::wants_renewal(const Book& book) const
{
    return book.awaits_quote || book.cut_off || routing_.is_stale(book);
}

void Engine::after_change(Book& book, Effect effect, bool renews)
{
    if (renews && !book.market.halted()) {
        // the night's quote may stand unchanged: orders that waited for the opening fill from it
        // now
        if (book.awaits_quote) book.market.renew();
        // after a break it is the same quote repeated: what was taken of it stays taken
        book.awaits_quote = book.cut_off = false;
        effect.renewed = true;
    }
    ++book.event;
    ++state_.statistics.market_events;
    bool is_news = effect.bid || effect.ask || effect.print;
    if (auto price = book.market.mark(); price && is_news) mark(book.instrument, *price);
    if (is_news && !book.unpriced().empty()) routing_.fund_unpriced(book);
    // after a halt what stands in the book is old: wait for the reopening quote or print
    if (effect.halt) book.awaits_quote = !is_news;
    if (is_news && !book.market.halted()) book.awaits_quote = false;
    bool crossed = book.market.crossed();
    if (crossed) ++state_.statistics.crossed_quotes;
    if (effect.bid) matching_.follow_queue(book, Side::buy);
    if (effect.ask) matching_.follow_queue(book, Side::sell);
    if (routing_.can_trade(book)) {
        if (effect.print) sessions_.auction_print(book);
        routing_.fire(book, effect);
        if (!book.relative().empty() && (effect.bid || effect.ask))
            matching_.follow_relatives(book);
        // a fired order may take from a side that did not change: it did so when it fired
        // a side that stood while the market was crossed becomes good when it is not any more
        bool all =
            effect.halt || effect.renewed || (book.was_crossed && (effect.bid || effect.ask));
        if (effect.ask || all) matching_.match_quote(book, Side::buy);
        if (effect.bid || all) matching_.match_quote(book, Side::sell);
        if (effect.print) matching_.match_print(book);
    } else if (effect.print) {
        sessions_.auction_print(book);
    }
    book.was_crossed = crossed;
    groups_.route_woken();
    if (is_news) liquidation_.review();
    state_.outbox.add(QuoteNews{book.instrument});
}

void Engine::touch_followers()
{
    state_.orders.for_each_live([&](Order& order) {
        bool follows = order.place == Place::trailing ||
                       (order.place == Place::resting && order.type == OrderType::relative);
        if (follows) state_.outbox.touch(order.id);
    });
}

std::vector<OrderReport> Engine::orders(OrderFilter filter)
{
    std::vector<OrderReport> found;
    auto take = [&](Order& order) {
        if (matches(filter, order.status)) found.push_back(report(order));
    };
    if (filter == OrderFilter::open)
        state_.orders.for_each_live(take);
    else
        state_.orders.for_each(take);
    return found;
}

Result<OrderPreview> Engine::preview(OrderRequest request)
{
    normalize(request);
    auto instrument = admission_.admit(request);
    if (!instrument) return instrument.error();
    Order order;
    order.instrument = *instrument;
    order.set_terms(request, instruments().contract(*instrument));
    order.active_quantity = order.quantity;
    auto preview = state_.account.preview(
        {order, order.quantity, state_.listings.value_price(order), 0, now()});
    if (!preview || order.parent()) return preview;
    if (auto fault = matching_.find_short_fault(order)) preview->warning = fault->describe();
    return preview;
}

Account Engine::account_of_today()
{
    state_.account.begin_day(now());
    return state_.account.account(now());
}

}  // namespace trademind::paper
