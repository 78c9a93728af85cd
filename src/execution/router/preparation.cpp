// What must be known before an order can be judged: its contract, a quote, a rate, the account.
#include "base/log.hpp"
#include "execution/router/core.hpp"

#include <algorithm>
#include <array>

namespace trademind {
namespace {

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

/// What one unit costs, on the dearer side.
std::optional<Decimal> rate_of(const Quote& quote, bool inverted)
{
    auto price = inverted ? quote.bid : quote.ask;
    if (!price) price = quote.last;
    if (!price || price->sign() <= 0) return std::nullopt;
    return inverted ? checked_divide(Decimal{1}, *price) : price;
}

}  // namespace

void ExecutionRouter::Core::prepare(const Contract& contract, Next next)
{
    // nothing is asked of a broker that cannot answer; the checks say so
    if (!state_.connected) return next();
    if (contract.type == SecurityType::combo) return prepare_leg(contract, 0, std::move(next));
    resolve(contract, [this, contract, next = std::move(next)] {
        auto* instrument = state_.book.find(contract);
        if (!instrument) return next();
        await_quote(contract, [this, currency = instrument->contract.currency, next] {
            await_exchange_rate(currency, [this, next] { await_account(next); });
        });
    });
}

MarketHours ExecutionRouter::Core::hours_of(const risk::Instrument& instrument,
                                            const ContractDetails* details) const
{
    // a simulated market has hours of its own, and refuses by them
    bool told = details && !details->liquid_hours.empty();
    if (!told && inner_->name() == "paper") return MarketHours{always_open_calendar()};
    return trademind::hours_of(instrument.contract, details);
}

void ExecutionRouter::Core::resolve(const Contract& contract, Next next)
{
    auto* known = state_.book.find(contract);
    if (known && known->details) return next();
    if (!state_.capabilities.contract_search) {
        auto& added = state_.book.add(contract);
        if (!added.hours) added.hours = hours_of(added, nullptr);
        return next();
    }
    inner_->find_contracts(
        contract, guarded([this, contract, next](Result<std::vector<ContractDetails>> found) {
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
            if (fit.size() == 1) {
                auto& added = state_.book.add(fit[0].contract, &contract);
                state_.book.set_details(added, std::move(fit[0]));
                added.hours = hours_of(added, &*added.details);
            } else {
                log::warning("contract {}: {}", contract.describe(),
                             found ? "more than one fits" : found.error().describe());
            }
            next();
        }));
}

void ExecutionRouter::Core::start_watch(Watch& watch, const Contract& contract,
                                        std::function<void(const Quote&)> on_quote)
{
    auto* place = &watch;
    auto take = [place, on_quote](const Quote& quote) {
        on_quote(quote);
        // IBKR sends bid and ask one after the other
        if (quote.bid && quote.ask && !quote.is_crossed()) wake(*place);
    };
    auto take_next = [place, take](const Quote& quote) {
        place->streamed = true;
        take(quote);
    };
    watch.started = now().uptime;
    watch.streamed = false;
    watch.subscription = inner_->watch(
        contract, guarded(take_next), guarded([place, contract](const Error& error) {
            // the end of the program's own connection is no fault of the stream
            if (error != Errc::cancelled && error != Errc::not_connected)
                log::warning("no quotes of {}: {}", contract.describe(), error.describe());
            place->ended = true;
            wake(*place);
        }));
    take_first_quote(watch, contract, take);
}

void ExecutionRouter::Core::take_first_quote(Watch& watch, const Contract& contract,
                                             std::function<void(const Quote&)> take)
{
    // a market that has a quote gives it at once: nobody needs to wait for the next
    auto* place = &watch;
    inner_->subscribe(contract, guarded([this, place, contract, take](Result<>) {
                          inner_->get_quote(contract,
                                            guarded([this, place, take](Result<Quote> quote) {
                                                if (quote && !place->streamed) take(*quote);
                                                if (state_.config.risk.quote_wait == Duration{})
                                                    wake(*place);
                                            }));
                      }));
}

void ExecutionRouter::Core::wake(Watch& watch)
{
    watch.answered = true;
    watch.timer.reset();
    for (auto& next : std::exchange(watch.waiting, {})) next();
}

void ExecutionRouter::Core::wait_for(Watch& watch, Next next)
{
    if (watch.answered) return next();
    watch.waiting.push_back(std::move(next));
    if (watch.waiting.size() > 1 || state_.config.risk.quote_wait == Duration{}) return;
    watch.timer = after(state_.config.risk.quote_wait, [place = &watch] { wake(*place); });
}

void ExecutionRouter::Core::take_quote(risk::Instrument& instrument, const Quote& quote)
{
    if (options_.market_time) market_time_ = std::max(market_time_, quote.time);
    state_.book.set_quote(instrument, quote, now().uptime);
    // an order of an earlier run was told of before its quote
    value_unpriced(instrument);
    for (risk::Instrument* combo : instrument.combos) value_unpriced(*combo);
}

void ExecutionRouter::Core::await_quote(const Contract& contract, Next next)
{
    auto* instrument = state_.book.find(contract);
    auto [found, fresh] = watches_.try_emplace(instrument);
    // a stream that ended is asked for again: a permission may have come since
    if (std::exchange(found->second.ended, false)) found->second = Watch{}, fresh = true;
    if (fresh)
        start_watch(found->second, instrument->contract,
                    [this, instrument](const Quote& quote) { take_quote(*instrument, quote); });
    // a crossed quote values nothing, and the one that uncrosses it is usually at hand
    bool is_crossed = instrument->quote && instrument->quote->is_crossed();
    if (is_crossed && state_.config.risk.quote_wait > Duration{}) found->second.answered = false;
    wait_for(found->second, std::move(next));
}

void ExecutionRouter::Core::await_exchange_rate(const std::string& currency, Next next)
{
    if (currency == state_.book.currency()) return next();
    auto [found, fresh] = rates_.try_emplace(currency);
    if (std::exchange(found->second.ended, false)) found->second = Watch{}, fresh = true;
    if (fresh) {
        auto pair = pair_of(currency, state_.book.currency());
        start_watch(found->second, pair.contract,
                    [this, currency, inverted = pair.inverted](const Quote& quote) {
                        if (quote.is_crossed()) return;
                        state_.book.set_exchange_rate(currency, rate_of(quote, inverted));
                    });
    }
    wait_for(found->second, std::move(next));
}

void ExecutionRouter::Core::await_account(Next next)
{
    // asked again well before the values are too old to use
    if (state_.account.is_fresh(state_.config.risk.max_account_age / 2, now().uptime))
        return next();
    inner_->get_account(guarded([this, next = std::move(next)](Result<Account> account) {
        if (account)
            take_account(*account);
        else
            log::warning("account values: {}", account.error().describe());
        next();
    }));
}

}  // namespace trademind
