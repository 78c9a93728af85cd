// The ledger: which orders the account can bear, and what they tie up.
#include "brokers/paper/ledger/posting.hpp"
#include "brokers/paper/ledger/proportion.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace trademind::paper {
namespace {

std::string text(std::optional<Decimal> d)
{
    return d ? d->str() : "unknown";
}

Error overflow(const Contract& contract)
{
    return {Errc::overflow, fmt::format("order in {} is too large to value", contract.describe())};
}

}  // namespace

Decimal Ledger::closable(const Book& b, Side side) const
{
    // a cash account pays every currency trade in full, whatever was traded before
    if (b.value_class == ValueClass::currency && margin_->account_kind() == AccountKind::cash)
        return {};
    bool opposite = b.position.quantity.sign() == (side == Side::buy ? -1 : 1);
    return opposite ? b.position.quantity.abs() : Decimal{};
}

std::optional<Decimal> Ledger::need_of(const Book& b, const LiveOrder& order) const
{
    if (b.funding[side_index(order.side)] != b.currency) return order.quantity;
    MarginInput input{b.contract, order.side == Side::buy ? order.quantity : -order.quantity,
                      order.price};
    input.unit_value = b.unit_value;
    if (b.underlying) input.underlying_price = books_[*b.underlying]->mark;
    auto need = margin_->of_opening(input);
    if (!need) return std::nullopt;
    return std::max(*need, Decimal{}) + order.fees;
}

std::string Ledger::missing_prices() const
{
    std::string names;
    auto add = [&](const std::string& name) { names += (names.empty() ? "" : ", ") + name; };
    for (const auto& b : books_)
        if (b && (b->exposure.unpriced || b->exposure.unmargined)) add(b->contract.describe());
    for (const CurrencyBook& c : currencies_)
        if (!rates_.knows(c.cash.currency) && (!c.cash.amount.is_zero() || c.sums != Exposure{}))
            add("exchange rate of " + c.cash.currency);
    return names;
}

std::optional<int> Ledger::day_trades_left() const
{
    if (margin_->account_kind() == AccountKind::cash) return std::nullopt;
    auto equity = previous_net_liquidation_;
    if (!equity) equity = totals().net_liquidation;
    // the rule's amount is in dollars; without their rate the equity counts as unknown
    auto dollar = rates_.rate("USD");
    if (equity) equity = dollar ? checked_divide(*equity, *dollar) : std::nullopt;
    return paper::day_trades_left(regime_, equity, day_trades());
}

Result<void> Ledger::check_settled(const Book& b, Side side, Decimal reserved_after) const
{
    std::size_t s = side_index(side);
    const CurrencyBook& account = currencies_[b.funding[s]];
    Decimal free = account.cash.settled() - account.reserved + b.reserved[s];
    if (reserved_after <= free) return {};
    return Error{Errc::buying_power,
                 fmt::format("needs {} {} of settled cash, {} is free", reserved_after.str(),
                             account.cash.currency, free.str())};
}

Result<void> Ledger::check_funds(const Book& b, const LiveOrder& order,
                                 const ReservedSide::Sums& after) const
{
    std::size_t s = side_index(order.side);
    Decimal needed = after.reserved(closable(b, order.side));
    if (margin_->account_kind() == AccountKind::cash) return check_settled(b, order.side, needed);

    const std::string& currency = currencies_[b.funding[s]].cash.currency;
    AccountValues now = totals();
    auto others = minus(now.reserved, rates_.to_base(b.reserved[s], currency));
    auto free = minus(now.available_funds, others);
    auto need = rates_.to_base(needed, currency);
    if (!free || !need)
        return Error{Errc::no_price,
                     "account cannot be valued, missing: " +
                         (need ? missing_prices() : "exchange rate of " + currency)};
    if (*need > *free)
        return Error{Errc::buying_power,
                     fmt::format("needs {} {} of margin and fees, {} is available", need->str(),
                                 rates_.base(), free->str())};

    if (b.value_class == ValueClass::variation || b.value_class == ValueClass::currency ||
        *now.equity_with_loan_value >= margin_->minimum_equity())
        return {};
    if (order.side == Side::sell)
        return Error{Errc::buying_power,
                     fmt::format("selling short needs an equity of {} {}, it is {}",
                                 margin_->minimum_equity().str(), rates_.base(),
                                 text(now.equity_with_loan_value))};
    Decimal opening = after.opening(closable(b, order.side));
    auto cost = rates_.to_base(
        std::min(opening, order.quantity) * order.price * b.unit_value + order.fees, currency);
    auto cash = minus(now.total_cash_value, others);
    if (cost && cash && *cost <= *cash) return {};
    return Error{
        Errc::buying_power,
        fmt::format("below an equity of {} {} only cash is spent: costs {}, {} is there",
                    margin_->minimum_equity().str(), rates_.base(), text(cost), text(cash))};
}

Result<void> Ledger::check(const LiveOrder& order) const
{
    const Book& b = book(order.instrument);
    if (!margin_->limits_orders()) return {};
    try {
        std::size_t s = side_index(order.side);
        Decimal closes = closable(b, order.side);
        auto before = b.live[s].sums();
        // closing must stay possible even where nothing can be valued
        if (b.live[s].if_put(order.id, order.quantity, {}, order.group).opening(closes).is_zero())
            return {};
        auto need = need_of(b, order);
        if (!need)
            return Error{Errc::no_price,
                         fmt::format("no price of the underlying of {}", b.contract.describe())};
        auto after = b.live[s].if_put(order.id, order.quantity, *need, order.group);
        if (after.opening(closes) > before.opening(closes)) {
            if (order.side == Side::sell && !margin_->allows_short(b.contract))
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
        if (after.reserved(closes) <= before.reserved(closes)) return {};
        return check_funds(b, order, after);
    } catch (const std::overflow_error&) {
        return overflow(b.contract);
    }
}

Result<void> Ledger::reserve(const LiveOrder& order)
{
    Book& b = book(order.instrument);
    try {
        // without a price only a closing order gets here: its value stands in
        Decimal value = (order.quantity * order.price * b.unit_value).abs();
        auto need = need_of(b, order);
        if (!need) need = value + order.fees;
        if (order.quantity.sign() <= 0 || order.quantity >= amount_limit || value >= amount_limit ||
            *need >= amount_limit)
            return overflow(b.contract);
        release(order.id);
        b.live[side_index(order.side)].put(order.id, order.quantity, *need, order.group);
        reservations_.insert_or_assign(order.id, Reservation{order, order.quantity, *need});
        update_reserved(b);
        return {};
    } catch (const std::overflow_error&) {
        return overflow(b.contract);
    }
}

void Ledger::release(OrderId id)
{
    auto it = reservations_.find(id);
    if (it == reservations_.end()) return;
    Book& b = book(it->second.order.instrument);
    b.live[side_index(it->second.order.side)].remove(id);
    reservations_.erase(it);
    update_reserved(b);
}

void Ledger::shrink_reservation(OrderId id, Decimal filled)
{
    auto it = reservations_.find(id);
    if (it == reservations_.end()) return;
    Reservation& r = it->second;
    if (filled >= r.order.quantity) return release(id);
    r.order.quantity -= filled;
    // from the original each time, so that a thousand partial fills do not drift
    Decimal need = proportion(r.original_need, r.order.quantity, r.original_quantity);
    Book& b = book(r.order.instrument);
    b.live[side_index(r.order.side)].put(id, r.order.quantity, need, r.order.group);
    update_reserved(b);
}

std::optional<LiveOrder> Ledger::reservation(OrderId id) const
{
    auto it = reservations_.find(id);
    return it == reservations_.end() ? std::nullopt : std::optional{it->second.order};
}

std::vector<LiveOrder> Ledger::reservations() const
{
    std::vector<LiveOrder> orders;
    orders.reserve(reservations_.size());
    for (const auto& [id, r] : reservations_) orders.push_back(r.order);
    std::ranges::sort(orders, {}, &LiveOrder::id);
    return orders;
}

Decimal Ledger::reserved(InstrumentId id, Side side) const
{
    return book(id).reserved[side_index(side)];
}

std::optional<Decimal> Ledger::reserved() const
{
    BaseSum sum{rates_};
    for (const CurrencyBook& c : currencies_) sum.add(c.reserved, c.cash.currency);
    return sum.get();
}

}  // namespace trademind::paper
