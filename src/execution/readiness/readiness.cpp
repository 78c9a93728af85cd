// What must be known before an order can be judged: its contract, a quote, a rate, the account.
#include "execution/readiness/readiness.hpp"

#include "base/log.hpp"
#include "execution/risk/adoption.hpp"
#include "execution/risk/fact_lives.hpp"
#include "execution/risk/usable_quote.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace trademind {
namespace {

/// Held instruments that are asked for at once, and whose quotes are watched: half of the data
/// lines that an account has at least are for orders (IBKR: 100 without boosters).
constexpr std::size_t most_a_look = 10, most_watched = 50;

/// The pair that a currency is quoted in, and whether its price must be inverted.
class Pair {
public:
    Contract contract;
    bool inverted = false;
};
Pair pair_of(const std::string& currency, const std::string& base)
{
    // the market's custom: the earlier of two is the pair's base
    constexpr std::array<std::string_view, 6> order{"EUR", "GBP", "AUD", "NZD", "USD", "CAD"};
    auto rank = [&](const std::string& c) { return std::ranges::find(order, c) - order.begin(); };
    if (rank(currency) < rank(base)) return {forex(currency, base), false};
    return {forex(base, currency), true};
}

Contract contract_of(const ComboLeg& leg)
{
    return contract_by_id(leg.contract_id, leg.exchange);
}

}  // namespace

void Readiness::prepare(const Contract& contract, Next next)
{
    // nothing is asked of a broker that cannot answer; the checks say so
    if (!context_.state.connected) return next();
    auto waiter = std::make_shared<Wait>();
    ask(contract, waiter);
    for (const auto& leg : contract.legs) ask(contract_of(leg), waiter);
    if (contract.type == SecurityType::combo) join_legs(contract);
    bool asked = ask_for_account(waiter);
    if (waiter->missing == 0) return next();
    waiter->next = [this, contract, asked, next = std::move(next)] {
        if (contract.type == SecurityType::combo) join_legs(contract);
        // the market's time goes on with the quote, the clock's with the wait for it
        if (asked && !context_.market_time) return next();
        auto again = std::make_shared<Wait>();
        if (!ask_for_account(again)) return next();
        again->next = next;
    };
}

void Readiness::identify(const Contract& contract, Next next)
{
    auto* known = context_.state.book.find(contract);
    if (!context_.state.connected || (known && known->details)) return next();
    if (!context_.state.capabilities.contract_search) return prepare(contract, std::move(next));
    auto waiter = std::make_shared<Wait>();
    waiter->wants_quotes = false;
    waiter->next = std::move(next);
    find(contract, waiter);
}

void Readiness::arrived(Waiters& waiters)
{
    // not within the event that brought it: the broker is called there
    for (const auto& waiter : std::exchange(waiters, {}))
        if (--waiter->missing == 0 && waiter->next)
            context_.turns->post(context_.guarded(std::move(waiter->next)));
}

void Readiness::ask(const Contract& contract, const Waiter& waiter)
{
    if (contract.type == SecurityType::combo) return;
    // by its id alone the currency is not known
    if (contract.id == 0) ask_for_rate(contract.currency, waiter);
    auto* known = context_.state.book.find(contract);
    if (known && known->details) {
        if (!renew(*known, contract, waiter)) ask_for_quote(contract, waiter);
        return;
    }
    if (context_.state.capabilities.contract_search) return find(contract, waiter);
    context_.state.book.add(contract);
    ask_for_quote(contract, waiter);
}

MarketHours Readiness::hours_of(const risk::Instrument& instrument,
                                const ContractDetails* details) const
{
    bool told = details && !details->liquid_hours.empty();
    const auto& its_own = context_.state.capabilities.calendar;
    if (!told && its_own) return MarketHours{its_own};
    return trademind::hours_of(instrument.contract, details);
}

void Readiness::find(const Contract& contract, const Waiter& waiter)
{
    ++waiter->missing;
    auto asked = std::ranges::find(searches_, contract, &Search::contract);
    if (asked != searches_.end()) return asked->waiting.push_back(waiter);
    if (auto* known = context_.state.book.find(contract))
        known->details_asked = context_.now().uptime;
    searches_.push_back({contract, {waiter}});
    auto search = std::prev(searches_.end());
    context_.inner->find_contracts(
        contract, context_.guarded([this, search](Result<std::vector<ContractDetails>> found) {
            bool is_over = take_details(search->contract, std::move(found));
            auto waiters = std::move(search->waiting);
            if (context_.state.book.find(search->contract))
                for (const auto& waiting : waiters)
                    if (waiting->wants_quotes) ask_for_quote(search->contract, waiting);
            auto named = std::move(search->contract);
            searches_.erase(search);
            // the broker still has the hours of the day before
            auto again = std::make_shared<Wait>();
            again->wants_quotes = std::ranges::any_of(waiters, &Wait::wants_quotes);
            if (is_over) find(named, again);
            arrived(waiters);
        }));
}

bool Readiness::are_details_due(const risk::Instrument& instrument) const
{
    // a tape has told all at its beginning
    if (!instrument.details || context_.market_time) return false;
    auto at = context_.now();
    bool asked = instrument.details_asked &&
                 at.uptime - *instrument.details_asked < risk::details_retry &&
                 *instrument.details_asked >= context_.ready_since;
    bool is_old = instrument.details_at < context_.ready_since ||
                  at.uptime - instrument.details_at >= risk::details_life ||
                  (instrument.hours_end && *instrument.hours_end <= at.time);
    return is_old && !asked;
}

bool Readiness::renew(risk::Instrument& instrument, const Contract& named, const Waiter& waiter)
{
    auto at = context_.now();
    instrument.details_too_old =
        !context_.market_time && at.uptime - instrument.details_at >= risk::oldest_details;
    if (!are_details_due(instrument)) return false;
    bool is_over = instrument.hours_end && *instrument.hours_end <= at.time;
    if (!instrument.details_too_old && !is_over) {
        find(instrument.contract, std::make_shared<Wait>());
        return false;
    }
    find(named, waiter);
    return true;
}

bool Readiness::take_details(const Contract& contract, Result<std::vector<ContractDetails>> found)
{
    std::vector<ContractDetails> fit;
    if (found) fit = std::move(*found);
    // the same instrument comes once for each exchange that it can be routed to
    bool anywhere = contract.id != 0 && contract.exchange.empty();
    auto smart = std::ranges::find_if(
        fit, [](const ContractDetails& d) { return d.contract.exchange == "SMART"; });
    if (anywhere && fit.size() > 1) fit = {smart == fit.end() ? fit.front() : *smart};
    if (fit.size() > 1)
        std::erase_if(fit, [&](const ContractDetails& d) {
            return d.contract.exchange != contract.exchange ||
                   d.contract.currency != contract.currency;
        });
    if (fit.size() != 1) {
        log::warning("contract {}: {}", contract.describe(),
                     found ? "more than one fits" : found.error().describe());
        return false;
    }
    auto& added = context_.state.book.add(fit[0].contract, &contract);
    bool is_first = !added.details;
    context_.state.book.set_details(added, std::move(fit[0]));
    auto at = context_.now();
    added.details_at = at.uptime;
    added.details_asked = at.uptime;
    added.details_too_old = false;
    added.hours_end = listed_until(*added.details);
    added.hours = hours_of(added, &*added.details);
    return is_first && !context_.market_time && added.hours_end && *added.hours_end <= at.time;
}

void Readiness::start_watch(Watch& watch, const Contract& contract, OnQuote on_quote)
{
    auto* place = &watch;
    auto take = [this, place, on_quote](const Quote& quote) {
        on_quote(quote);
        // IBKR sends bid and ask one after the other
        if (quote.bid && quote.ask && !quote.is_crossed()) wake(*place);
    };
    auto take_next = [place, take](const Quote& quote) {
        place->streamed = true;
        take(quote);
    };
    watch.streamed = false;
    watch.subscription = context_.inner->watch(
        contract, context_.guarded(take_next),
        context_.guarded([this, place, contract](const Error& error) {
            // the end of the program's own connection is no fault of the stream
            if (error != Errc::cancelled && error != Errc::not_connected)
                log::warning("no quotes of {}: {}", contract.describe(), error.describe());
            place->ended = true;
            wake(*place);
        }));
    take_first_quote(watch, contract, take);
}

void Readiness::take_first_quote(Watch& watch, const Contract& contract, OnQuote take)
{
    // a market that has a quote gives it at once: nobody needs to wait for the next
    auto* place = &watch;
    context_.inner->subscribe(contract, context_.guarded([this, place, contract, take](Result<>) {
        context_.inner->get_quote(contract,
                                  context_.guarded([this, place, take](Result<Quote> quote) {
                                      if (quote && !place->streamed) take(*quote);
                                      if (context_.state.config.risk.quote_wait == Duration{})
                                          wake(*place);
                                  }));
    }));
}

void Readiness::wake(Watch& watch)
{
    watch.answered = true;
    watch.timer.reset();
    arrived(watch.waiting);
}

void Readiness::wait_for(Watch& watch, const Waiter& waiter)
{
    if (watch.answered) return;
    ++waiter->missing;
    watch.waiting.push_back(waiter);
    if (watch.waiting.size() > 1 || context_.state.config.risk.quote_wait == Duration{}) return;
    watch.timer = context_.after(context_.state.config.risk.quote_wait,
                                 [this, place = &watch] { wake(*place); });
}

Duration Readiness::came_at(const Quote& quote) const
{
    // the first answer of a line that is open already may be old
    auto now = context_.now();
    if (context_.market_time) return now.uptime;
    return now.uptime - std::max(Duration{}, quote.age(now.time));
}

void Readiness::take_quote(risk::Instrument& instrument, const std::string& exchange,
                           const Quote& quote)
{
    if (context_.market_time) context_.latest_quote = std::max(context_.latest_quote, quote.time);
    context_.state.book.set_quote(instrument, quote, came_at(quote), exchange);
    // an order of an earlier run was told of before its quote
    risk::value_unpriced(context_.state, instrument, context_.now());
    for (risk::Instrument* combo : instrument.combos)
        risk::value_unpriced(context_.state, *combo, context_.now());
}

void Readiness::ask_for_quote(const Contract& contract, const Waiter& waiter)
{
    auto* instrument = context_.state.book.find(contract);
    if (!instrument->hours) instrument->hours = hours_of(*instrument, nullptr);
    ask_for_rate(instrument->contract.currency, waiter);
    // one price and one data line for an order: those of the market that it names
    auto market = contract.exchange.empty() ? instrument->contract.exchange : contract.exchange;
    // a row of a position has none, its details have
    if (market.empty() && instrument->details) market = instrument->details->contract.exchange;
    if (instrument->first_market.empty()) instrument->first_market = market;
    bool is_first = instrument->is_first_market(market);
    auto [found, fresh] = watches_.try_emplace({instrument, is_first ? "" : market});
    // a stream that ended is asked for again: a permission may have come since
    if (std::exchange(found->second.ended, false)) found->second = Watch{}, fresh = true;
    if (fresh) {
        if (is_first) instrument->watched_since = context_.now().uptime;
        auto asked = instrument->contract;
        asked.exchange = market;
        start_watch(found->second, asked, [this, instrument, market](const Quote& quote) {
            take_quote(*instrument, market, quote);
        });
    }
    // a crossed quote values nothing, and the one that uncrosses it is usually at hand
    const Quote* shown = instrument->shown_on(market).first;
    bool is_crossed = shown && shown->is_crossed();
    if (is_crossed && context_.state.config.risk.quote_wait > Duration{})
        found->second.answered = false;
    wait_for(found->second, waiter);
}

void Readiness::ask_for_rate(const std::string& currency, const Waiter& waiter)
{
    if (currency.empty() || currency == context_.state.book.currency()) return;
    context_.state.book.drop_old_rates(context_.now().uptime);
    auto [found, fresh] = rates_.try_emplace(currency);
    if (std::exchange(found->second.ended, false)) found->second = Watch{}, fresh = true;
    if (fresh) {
        auto pair = pair_of(currency, context_.state.book.currency());
        start_watch(found->second, pair.contract,
                    [this, currency, inverted = pair.inverted](const Quote& quote) {
                        if (quote.is_crossed()) return;
                        context_.state.book.set_exchange_rate(
                            currency, risk::usable_rate(quote, inverted), came_at(quote));
                    });
    }
    // the account's own rate values the order until the pair is quoted
    if (!context_.state.book.exchange_rate(currency)) wait_for(found->second, waiter);
}

bool Readiness::ask_for_account(const Waiter& waiter)
{
    // asked again well before the values are too old to use
    if (context_.state.account.is_fresh(context_.state.config.risk.max_account_age / 2,
                                        context_.now().uptime))
        return false;
    ++waiter->missing;
    for_account_.push_back(waiter);
    if (for_account_.size() > 1) return true;
    context_.inner->get_account(context_.guarded([this](Result<Account> account) {
        if (account)
            positions_.take_account(*account);
        else
            log::warning("account values: {}", account.error().describe());
        arrived(for_account_);
    }));
    return true;
}

void Readiness::join_legs(const Contract& combo)
{
    auto& joined = context_.state.book.add(combo);
    if (!joined.legs.empty()) return;
    std::vector<risk::Leg> legs;
    for (const auto& leg : combo.legs) {
        auto* instrument = context_.state.book.find(contract_of(leg));
        // unknown: the order is refused, and the next one looks again
        if (!instrument || leg.ratio <= 0) return;
        legs.emplace_back(instrument, Decimal{leg.ratio}, leg.side, leg.exchange);
    }
    context_.state.book.set_legs(joined, std::move(legs));
}

void Readiness::look_ahead(const Contract& contract)
{
    if (context_.state.connected) ask(contract, std::make_shared<Wait>());
}

void Readiness::look_after_held()
{
    std::vector<Contract> due;
    for (const auto& i : context_.state.book.instruments()) {
        bool matters = !i->position.is_zero() || !i->reported.is_zero() || !i->working.empty();
        if (context_.state.connected && matters && are_details_due(*i)) due.push_back(i->contract);
    }
    bool all = due.size() <= most_a_look;
    if (!all) due.resize(most_a_look);
    for (const auto& contract : due) find(contract, std::make_shared<Wait>());
    all = watch_held() && all;
    // orders come before what is held: TWS takes 50 messages a second from both
    if (!all) more_ = context_.after(std::chrono::seconds{1}, [this] { look_after_held(); });
}

bool Readiness::watch_held()
{
    if (!context_.state.config.kill_switch.watch_positions || !context_.state.connected)
        return true;
    std::vector<risk::Instrument*> fresh;
    for (const auto& i : context_.state.book.instruments()) {
        bool held = !i->position.is_zero() || !i->reported.is_zero();
        if (held && !watches_.contains({i.get(), ""}) && !looked_at_.contains(i.get()))
            fresh.push_back(i.get());
    }
    bool all = fresh.size() <= most_a_look;
    if (!all) fresh.resize(most_a_look);
    for (auto* instrument : fresh) {
        if (looked_at_.size() >= most_watched) {
            if (!std::exchange(told_most_, true))
                log::warning(
                    "{} instruments and more are held: no quotes of the others are "
                    "watched, to leave data lines to orders",
                    most_watched);
            return true;
        }
        looked_at_.insert(instrument);
        ask(instrument->contract, std::make_shared<Wait>());
    }
    return all;
}

}  // namespace trademind
