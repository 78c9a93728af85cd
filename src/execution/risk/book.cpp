// Finding, adding and updating what the account holds and has working.
#include "execution/risk/book.hpp"

#include "execution/risk/fact_lives.hpp"
#include "execution/risk/usable_quote.hpp"

#include <functional>
#include <stdexcept>
#include <utility>

namespace trademind::risk {
namespace {

std::size_t hash_of(std::string_view symbol)
{
    return std::hash<std::string_view>{}(symbol);
}

}  // namespace

bool Instrument::is(const Contract& other) const
{
    return contract.same_instrument(other) || std::ranges::any_of(aliases, [&](const Contract& a) {
               return a.same_instrument(other);
           });
}

std::pair<const Quote*, Duration> Instrument::shown_on(std::string_view exchange) const
{
    if (is_first_market(exchange)) return {quote ? &*quote : nullptr, quote_at};
    auto other = other_markets.find(exchange);
    if (other == other_markets.end()) return {nullptr, Duration{}};
    return {&other->second.quote, other->second.at};
}

Decimal Instrument::unit_value(const Contract* written) const
{
    const Contract* known = &contract;
    if (!known->multiplier && details) known = &details->contract;
    Decimal unit = known->unit_value(Decimal{details ? details->price_magnifier : 1});
    // nobody has told it: the larger of both
    bool is_told = known->multiplier || details || !written;
    return is_told ? unit : std::max(unit, written->value_multiplier());
}

std::optional<Decimal> Instrument::multiplier() const
{
    if (contract.multiplier) return contract.multiplier;
    if (!details) return std::nullopt;
    return details->contract.value_multiplier();
}

Instrument* Book::find(const Contract& contract)
{
    if (contract.id) {
        auto known = by_contract_id_.find(contract.id);
        if (known != by_contract_id_.end()) return known->second;
    }
    auto [from, to] = by_symbol_.equal_range(hash_of(contract.symbol));
    for (auto i = from; i != to; ++i)
        if (i->second->is(contract)) return i->second;
    return nullptr;
}

Instrument& Book::add(const Contract& contract, const Contract* alias)
{
    Instrument* found = find(contract);
    if (!found) {
        instruments_.push_back(std::make_unique<Instrument>(contract));
        found = instruments_.back().get();
        by_symbol_.emplace(hash_of(contract.symbol), found);
        if (contract.id) by_contract_id_.emplace(contract.id, found);
    }
    if (!alias || found->is(*alias)) return *found;
    found->aliases.push_back(*alias);
    if (alias->symbol != contract.symbol) by_symbol_.emplace(hash_of(alias->symbol), found);
    if (alias->id) by_contract_id_.emplace(alias->id, found);
    return *found;
}

std::optional<Decimal> Book::exchange_rate(std::string_view currency) const
{
    if (currency == currency_) return Decimal{1};
    auto quoted = rates_.find(currency);
    auto told = account_rates_.find(currency);
    bool is_quoted = quoted != rates_.end(), is_told = told != account_rates_.end();
    if (!is_quoted) return is_told ? std::optional{told->second.value} : std::nullopt;
    // two that contradict each other value nothing
    if (is_told && !rates_agree(quoted->second.value, told->second.value)) return std::nullopt;
    return quoted->second.value;
}

void Book::take_rates(const Account& account, Duration now)
{
    auto told = std::exchange(account_rates_, {});
    // rates are into the account's own currency
    if (account.currency == currency_)
        for (const auto& balance : account.balances)
            if (const auto& rate = balance.exchange_rate; rate && rate->sign() > 0)
                account_rates_[balance.currency] = {*rate, now};
    for (const auto& [currency, rate] : account_rates_) {
        auto before = told.extract(currency);
        if (before.empty() || before.mapped().value != rate.value) refresh_all_in(currency);
    }
    for (const auto& [currency, rate] : told) refresh_all_in(currency);
}

void Book::set_exchange_rate(const std::string& currency, std::optional<Decimal> rate, Duration now)
{
    if (rate && rate->sign() > 0)
        rates_[currency] = {*rate, now};
    else
        rates_.erase(currency);
    refresh_all_in(currency);
}

void Book::drop_old_rates(Duration now)
{
    drop(rates_, now - rate_life);
    drop(account_rates_, now - rate_life);
}

void Book::drop(Rates& rates, Duration before)
{
    for (auto rate = rates.begin(); rate != rates.end();) {
        if (rate->second.at >= before) {
            ++rate;
            continue;
        }
        auto currency = rate->first;
        rate = rates.erase(rate);
        refresh_all_in(currency);
    }
}

void Book::refresh_all_in(std::string_view currency)
{
    for (auto& instrument : instruments_)
        if (instrument->contract.currency == currency) refresh(*instrument);
}

Decimal Book::reservation(const TrackedOrder& order)
{
    if (!order.unit_value) return {};
    return checked_multiply(std::min(order.leaves(), order.opening), *order.unit_value)
        .value_or(Decimal{});
}

void Book::changed(TrackedOrder& order)
{
    auto& booked = order.booked;
    bool works = order.leaves().sign() > 0, worked = booked.works;
    Decimal reserved = works ? reservation(order) : Decimal{};
    totals_.reserved += reserved - booked.reservation;
    booked.reservation = reserved;
    totals_.working += (works ? 1 : 0) - (worked ? 1 : 0);
    if (!order.instrument) return;
    order.instrument->working.update(order);
    refresh(*order.instrument);
    for (const auto& leg : order.instrument->legs) refresh(*leg.instrument);
}

void Book::set_details(Instrument& i, ContractDetails details)
{
    i.details = std::move(details);
    refresh(i);
}

void Book::set_legs(Instrument& combo, std::vector<Leg> legs)
{
    combo.legs = std::move(legs);
    for (const auto& leg : combo.legs) {
        leg.instrument->combos.push_back(&combo);
        refresh(*leg.instrument);
    }
}

void Book::set_position(Instrument& i, Decimal quantity, std::optional<Decimal> price, Duration now,
                        std::optional<Decimal> worth)
{
    i.reported = quantity;
    if (price) i.reported_price = price;
    if (worth && !quantity.is_zero())
        i.reported_worth = checked_divide(*worth, quantity);
    else if (price)
        i.reported_worth.reset();
    if (i.position == i.reported)
        i.differs_since = {};
    else if (i.differs_since == Duration{})
        i.differs_since = now;
    refresh(i);
}

void Book::fill(Instrument& i, Side side, Decimal quantity, Duration now)
{
    i.position += side == Side::buy ? quantity : -quantity;
    if (i.position == i.reported)
        i.differs_since = {};
    else if (i.differs_since == Duration{})
        i.differs_since = now;
    refresh(i);
}

void Book::set_quote(Instrument& i, const Quote& quote, Duration now, std::string_view exchange)
{
    if (!i.is_first_market(exchange)) {
        i.other_markets.insert_or_assign(std::string{exchange}, MarketQuote{quote, now});
        return;
    }
    i.quote = quote;
    i.quote_at = now;
    // exposure only depends on the quote where something is held
    if (!i.position.is_zero() || !i.reported.is_zero()) refresh(i);
}

}  // namespace trademind::risk
