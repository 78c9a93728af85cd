// What an order would do: which part closes, what it is valued by.
#include "execution/risk/case.hpp"

#include "execution/risk/usable_quote.hpp"

#include <algorithm>

namespace trademind::risk {

Case::Case(const State& state, const OrderRequest& order, const Instrument* instrument,
           const TrackedOrder* replaces, Now now)
    : state{state}, order{order}, instrument{instrument}, replaces{replaces}, now{now}
{
    find_quote();
}

void Case::find_quote()
{
    if (instrument)
        quote_.usable = usable_quote_of(*instrument, order.contract.exchange, quote_.fault);
}

const Quote* Case::usable_quote_of(const Instrument& of, std::string_view exchange,
                                   RiskReason& fault) const
{
    auto [shown, at] = of.shown_on(exchange);
    return risk::usable_quote(shown, now.uptime - at, of.contract.type, limits(), fault);
}

void Case::appraise()
{
    leaves =
        order.quantity - (replaces ? std::min(replaces->report.filled, order.quantity) : Decimal{});
    if (instrument) {
        before = state.book.exposure_without(*instrument, replaces);
        exchange_rate = state.book.rate_of(*instrument);
    }
    if (order.contract.type == SecurityType::combo) {
        appraise_combo();
        return split();
    }
    price = reference_price();
    Decimal per_price = instrument ? instrument->unit_value(&order.contract)
                                   : order.contract.unit_value(Decimal{1});
    if (price.value && exchange_rate) unit_value = price.value->abs() * per_price * *exchange_rate;
    if (order.is_by_cash()) size_by_cash(per_price);
    split();
}

RiskVerdict Case::account_unknown(std::string_view what) const
{
    std::string text = "The account's ";
    (text += what) += " is not known";
    const auto& account = state.account.account();
    std::string missing;
    if (account)
        for (const auto& balance : account->balances)
            if (balance.currency != account->currency && !balance.exchange_rate)
                missing += (missing.empty() ? "" : ", ") + balance.currency;
    if (!missing.empty()) text += ": no exchange rate of " + missing + " to " + account->currency;
    return {RiskReason::no_account, std::move(text)};
}

void Case::size_by_cash(Decimal per_price)
{
    auto per_unit = price.value ? checked_multiply(price.value->abs(), per_price) : std::nullopt;
    auto units = per_unit && !per_unit->is_zero()
                     ? checked_divide(*order.attributes->cash_quantity, *per_unit)
                     : std::nullopt;
    is_unsized = !units;
    leaves = units ? *units : Decimal{};
    if (replaces) leaves = std::max(Decimal{}, leaves - replaces->report.filled);
}

std::optional<Decimal> Case::opening_value() const
{
    if (!unit_value) return std::nullopt;
    // the amount itself, where all of it may open
    if (order.is_by_cash() && opening == leaves && !replaces)
        return *order.attributes->cash_quantity * *exchange_rate;
    return opening * *unit_value;
}

void Case::split()
{
    Decimal held;
    if (instrument && order.contract.type == SecurityType::combo)
        held = closable_combos();
    else if (instrument)
        held = state.book.closable(*instrument, order, replaces);
    // one that is marked as opening closes nothing, whatever is held
    if (order.attributes && order.attributes->open_close.starts_with('O')) held = {};
    opening = leaves - std::clamp(held, Decimal{}, leaves);
    if (adds_nothing_to_what_it_replaces()) opening = {};
}

bool Case::adds_nothing_to_what_it_replaces() const
{
    if (!replaces || !replaces->unit_value || !unit_value) return false;
    // one that leaves its group no longer shares the group's exposure
    const OrderRequest& old = replaces->request;
    if (order.oca_group != old.oca_group || (order.parent_id && order.parent_id != old.parent_id))
        return false;
    return leaves <= replaces->leaves() && *unit_value <= *replaces->unit_value &&
           order.side == replaces->request.side;
}

Exposure Case::exposure_after() const
{
    // of a group of which one can fill, only what exceeds its largest member comes on top
    Decimal quantity = leaves, value = unit_value ? leaves * *unit_value : Decimal{};
    if (instrument) {
        auto counted = instrument->working.group_of(order, replaces);
        quantity = std::max(Decimal{}, quantity - counted.leaves);
        value = std::max(Decimal{}, value - counted.value);
    }
    Exposure after = before;
    if (buying()) {
        after.long_quantity += quantity;
        after.long_value += value;
    } else {
        after.short_quantity -= quantity;
        after.short_value -= value;
    }
    return after;
}

}  // namespace trademind::risk
