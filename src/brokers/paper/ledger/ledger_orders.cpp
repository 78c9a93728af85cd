// The ledger: which orders the account can bear, and what they tie up.
#include "brokers/paper/ledger/base_sum.hpp"
#include "brokers/paper/ledger/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace trademind::paper {
namespace {

std::string text(std::optional<Decimal> d)
{
    return d ? d->str() : "unknown";
}

/// What closing the opposite position at the order's price loses against its mark.
Decimal loss_by_closing(const InstrumentLedger& b, const LiveOrder& order)
{
    if (!b.mark) return {};
    Decimal gain = (order.price - *b.mark) * b.position.quantity * b.unit_value;
    return std::max(-gain, Decimal{});
}

Error overflow(const Contract& contract)
{
    return {Errc::overflow, fmt::format("order in {} is too large to value", contract.describe())};
}

}  // namespace

std::optional<int> Ledger::day_trades_left() const
{
    if (margin_->account_kind() == AccountKind::cash) return std::nullopt;
    auto equity = previous_net_liquidation_;
    if (!equity) equity = totals().net_liquidation;
    // the rule's amount is in dollars; without their rate the equity counts as unknown
    auto dollar = exchange_rates().rate("USD");
    if (equity) equity = dollar ? checked_divide(*equity, *dollar) : std::nullopt;
    return paper::day_trades_left(regime_, equity, day_trades());
}

const std::string& Ledger::funding_currency(const LiveOrder& order) const
{
    auto index = reservations_.funding(order.instrument, order.side);
    return positions_.currencies()[index].cash.currency;
}

Result<void> Ledger::check_settled(const LiveOrder& order, Decimal reserved_after) const
{
    auto index = reservations_.funding(order.instrument, order.side);
    const CashBalance& cash = positions_.currencies()[index].cash;
    // puts that were sold keep their strike in cash
    Decimal free = cash.settled() - positions_.currencies()[index].sums.initial -
                   reservations_.reserved(index) +
                   reservations_.reserved(order.instrument, order.side);
    if (reserved_after <= free) return {};
    return Error{Errc::buying_power, fmt::format("needs {} {} of settled cash, {} is free",
                                                 reserved_after.str(), cash.currency, free.str())};
}

Result<void> Ledger::check_funds(const InstrumentLedger& b, const LiveOrder& order,
                                 const ReservedSide::Sums& after) const
{
    auto closes = needs().closable(b, order.side);
    if (margin_->account_kind() == AccountKind::cash)
        return check_settled(order, after.reserved(closes));
    Decimal needed = after.needed(closes);
    if (!closes.quantity.is_zero()) needed += loss_by_closing(b, order);

    const ExchangeRates& rates = exchange_rates();
    const std::string& currency = funding_currency(order);
    AccountValues now = totals();
    auto others =
        minus(now.reserved, rates.to_base(reserved(order.instrument, order.side), currency));
    auto free = plus(minus(now.available_funds, others), rates.to_base(closes.frees, currency));
    auto need = rates.to_base(needed, currency);
    if (!free || !need)
        return Error{Errc::no_price,
                     "account cannot be valued, missing: " +
                         (need ? positions_.missing() : "exchange rate of " + currency)};
    if (*need > *free)
        return Error{Errc::buying_power,
                     fmt::format("needs {} {} of margin and fees, {} is available", need->str(),
                                 rates.base(), free->str())};

    if (b.value_class == ValueClass::variation || b.value_class == ValueClass::currency ||
        *now.equity_with_loan_value >= margin_->minimum_equity())
        return {};
    if (order.side == Side::sell)
        return Error{Errc::buying_power,
                     fmt::format("selling short needs an equity of {} {}, it is {}",
                                 margin_->minimum_equity().str(), rates.base(),
                                 text(now.equity_with_loan_value))};
    Decimal opening = after.opening(closes);
    auto cost = rates.to_base(
        std::min(opening, order.quantity) * order.price * b.unit_value + order.fees, currency);
    auto cash = minus(now.total_cash_value, others);
    if (cost && cash && *cost <= *cash) return {};
    return Error{
        Errc::buying_power,
        fmt::format("below an equity of {} {} only cash is spent: costs {}, {} is there",
                    margin_->minimum_equity().str(), rates.base(), text(cost), text(cash))};
}

Result<void> Ledger::check(const LiveOrder& order) const
{
    const InstrumentLedger& b = positions_[order.instrument];
    if (!margin_->limits_orders()) return {};
    try {
        const ReservedSide& side = reservations_.side(order.instrument, order.side);
        auto closes = needs().closable(b, order.side);
        auto before = side.sums();
        // closing must stay possible even where nothing can be valued
        if (side.if_put(order.id, order.quantity, {}, order.group).opening(closes).is_zero())
            return {};
        auto need = needs().need_of(b, order);
        if (!need)
            return Error{Errc::no_price,
                         fmt::format("no price of the underlying of {}", b.contract.describe())};
        auto after = side.if_put(order.id, order.quantity, *need, order.group);
        bool opens_more = after.opening(closes) > before.opening(closes);
        if (opens_more) {
            if (order.side == Side::sell && !needs().may_short(order))
                return Error{Errc::rejected,
                             fmt::format("{} cannot be sold short in this account, {} are held",
                                         b.contract.describe(), b.position.quantity.str())};
            if (regime_ == DayTradeRegime::pattern_day_trader && counts_day_trades(b.value_class) &&
                day_trades_left() == 0)
                return Error{Errc::day_trade_limit,
                             fmt::format("{} day trades in five business days with an equity below "
                                         "{}: positions can only be closed",
                                         day_trades(), pattern_day_trader_equity)};
        }
        if (!opens_more && after.reserved(closes) <= before.reserved(closes)) return {};
        return check_funds(b, order, after);
    } catch (const std::overflow_error&) {
        return overflow(b.contract);
    }
}

Result<void> Ledger::reserve(const LiveOrder& order)
{
    const InstrumentLedger& b = positions_[order.instrument];
    try {
        // without a price only a closing order gets here: its value stands in
        Decimal value = (order.quantity * order.price * b.unit_value).abs();
        auto need = needs().need_of(b, order);
        if (!need) need = value + order.fees;
        if (order.quantity.sign() <= 0 || order.quantity >= amount_limit || value >= amount_limit ||
            *need >= amount_limit)
            return overflow(b.contract);
        release(order.id);
        reservations_.put(order, *need);
        update_reserved(order.instrument);
        return {};
    } catch (const std::overflow_error&) {
        return overflow(b.contract);
    }
}

void Ledger::mark(InstrumentId id, Decimal price)
{
    const InstrumentLedger& b = positions_.mark(id, price);
    if (b.position.quantity.is_zero()) return;
    // orders that go beyond the position count on the margin that it frees
    Side closing = b.position.quantity.sign() > 0 ? Side::sell : Side::buy;
    auto opening = reservations_.side(id, closing).sums().opening(needs().closable(b, closing));
    if (!opening.is_zero()) update_reserved(id);
}

void Ledger::release(OrderId id)
{
    if (auto instrument = reservations_.remove(id)) update_reserved(*instrument);
}

void Ledger::update_reserved(InstrumentId id)
{
    const InstrumentLedger& b = positions_[id];
    reservations_.update(id, needs().closable(b, Side::buy), needs().closable(b, Side::sell));
}

std::optional<Decimal> Ledger::reserved() const
{
    BaseSum sum;
    for (std::size_t i = 0; i < positions_.currencies().size(); ++i)
        sum.add(reservations_.reserved(i),
                exchange_rates().from(positions_.currencies()[i].cash.currency));
    return sum.get();
}

}  // namespace trademind::paper
