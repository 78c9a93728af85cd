// The ledger: account values, positions and previews.
#include "brokers/paper/ledger/base_sum.hpp"
#include "brokers/paper/ledger/ledger.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

std::optional<Decimal> known_if(bool known, Decimal value)
{
    return known ? std::optional{value} : std::nullopt;
}

std::optional<Decimal> smaller(std::optional<Decimal> a, std::optional<Decimal> b)
{
    return a && b ? std::min(a, b) : a;
}

/// As checked_multiply, without 256 bits for whole factors.
std::optional<Decimal> times(Decimal amount, Decimal factor)
{
    int128 product = 0;
    bool fits = factor.is_integer() && amount.sign() >= 0 && factor.sign() >= 0 &&
                !__builtin_mul_overflow(amount.raw(), factor.raw() / Decimal::one, &product);
    return fits ? std::optional{Decimal::from_raw(product)} : checked_multiply(amount, factor);
}

/// As checked_divide, without 256 bits for parts of large accounts.
std::optional<Decimal> part_of(Decimal part, Decimal whole)
{
    constexpr uint128 step = 1'000'000, most = uint128{Decimal::one} * Decimal::one * 100'000'000;
    static_assert(step * step == uint128{Decimal::one});
    if (part.sign() < 0 || whole.sign() <= 0 || part > whole) return checked_divide(part, whole);
    auto rest = static_cast<uint128>(part.raw()), divisor = static_cast<uint128>(whole.raw());
    if (divisor >= most) return checked_divide(part, whole);
    uint128 digits = rest / divisor;
    rest %= divisor;
    for (int i = 0; i < 2; ++i) {
        rest *= step;
        digits = digits * step + rest / divisor;
        rest %= divisor;
    }
    if (rest >= divisor - rest) ++digits;
    return Decimal::from_raw(static_cast<int128>(digits));
}

CurrencyValues values_of(const CurrencyLedger& c, const ExchangeRates& rates)
{
    const Exposure& e = c.sums;
    bool priced = e.unpriced == 0, variation_priced = e.unpriced_variation == 0;
    CurrencyValues v;
    v.currency = c.cash.currency;
    v.cash_balance = known_if(variation_priced, c.cash.amount + e.variation);
    v.settled_cash = c.cash.settled();
    v.stock_value = known_if(priced, e.value_of(ValueClass::stock));
    v.option_value =
        known_if(priced, e.value_of(ValueClass::option) + e.value_of(ValueClass::us_option));
    v.futures_pnl = known_if(variation_priced, e.variation);
    v.unrealized_pnl = known_if(priced, e.unrealized);
    v.realized_pnl = e.realized - c.cash.fees_outside_cost;
    v.exchange_rate = rates.rate(c.cash.currency);
    return v;
}

}  // namespace

AccountValues Ledger::totals() const
{
    const ExchangeRates& rates = exchange_rates();
    AccountValues v;
    v.currency = rates.base();
    BaseSum cash, settled, stock, option, us_option, bond, fund, crypto, gross, variation, realized,
        unrealized, initial, maintenance, overnight;
    for (const CurrencyLedger& c : positions_.currencies()) {
        auto to_base = rates.from(c.cash.currency);
        const Exposure& e = c.sums;
        auto add = [&](BaseSum& sum, bool is_known, Decimal amount) {
            if (is_known)
                sum.add(amount, to_base);
            else
                sum.add_unknown();
        };
        bool priced = e.unpriced == 0, margined = e.unmargined == 0;
        add(cash, true, c.cash.amount);
        add(settled, true, c.cash.settled());
        add(stock, priced, e.value_of(ValueClass::stock));
        add(option, priced, e.value_of(ValueClass::option));
        add(us_option, priced, e.value_of(ValueClass::us_option));
        add(bond, priced, e.value_of(ValueClass::bond));
        add(fund, priced, e.value_of(ValueClass::fund));
        add(crypto, priced, e.value_of(ValueClass::crypto));
        add(gross, priced, e.gross);
        add(variation, e.unpriced_variation == 0, e.variation);
        add(realized, true, e.realized - c.cash.fees_outside_cost);
        add(unrealized, priced, e.unrealized);
        add(initial, margined, e.initial);
        add(maintenance, margined, e.maintenance);
        add(overnight, margined, e.overnight);
    }
    v.futures_pnl = variation.get();
    v.total_cash_value = plus(cash.get(), v.futures_pnl);
    v.settled_cash = settled.get();
    v.stock_market_value = stock.get();
    v.option_market_value = plus(option.get(), us_option.get());
    v.bond_value = bond.get();
    v.fund_value = fund.get();
    v.crypto_value = crypto.get();
    v.gross_position_value = gross.get();
    v.realized_pnl = realized.get();
    v.unrealized_pnl = unrealized.get();
    v.initial_margin = initial.get();
    v.maintenance_margin = maintenance.get();
    v.regulation_t_margin = overnight.get();
    v.reserved = reserved();
    v.previous_equity = previous_equity_;

    auto held = plus(plus(v.stock_market_value, v.option_market_value),
                     plus(plus(v.bond_value, v.fund_value), v.crypto_value));
    v.net_liquidation = plus(v.total_cash_value, held);
    bool is_cash = margin_->account_kind() == AccountKind::cash;
    v.daily_pnl = minus(v.net_liquidation, previous_net_liquidation_);
    v.equity_with_loan_value = is_cash ? v.settled_cash : minus(v.net_liquidation, us_option.get());
    v.available_funds = minus(v.equity_with_loan_value, v.initial_margin);
    v.excess_liquidity = minus(v.equity_with_loan_value, v.maintenance_margin);
    v.regulation_t_excess = minus(v.equity_with_loan_value, v.regulation_t_margin);
    if (!is_cash) v.special_memorandum = memorandum_.now(v.regulation_t_excess);
    return v;
}

AccountValues Ledger::values() const
{
    AccountValues v = totals();
    if (v.excess_liquidity && v.net_liquidation)
        v.cushion = part_of(*v.excess_liquidity, *v.net_liquidation);
    auto free = minus(minus(smaller(v.equity_with_loan_value, previous_equity_), v.initial_margin),
                      v.reserved);
    if (free) v.buying_power = times(std::max(*free, Decimal{}), margin_->leverage());
    v.day_trades_remaining = day_trades_left();
    for (const CurrencyLedger& c : positions_.currencies())
        v.currencies.push_back(values_of(c, exchange_rates()));
    return v;
}

MarginImpact Ledger::preview(const LiveOrder& order) const
{
    const InstrumentLedger& b = positions_[order.instrument];
    const std::string& currency = positions_.currencies()[b.currency].cash.currency;
    AccountValues now = totals();
    MarginImpact impact;
    impact.initial_before = now.initial_margin;
    impact.maintenance_before = now.maintenance_margin;
    impact.equity_before = now.equity_with_loan_value;
    try {
        SignedTrade trade{order.side == Side::buy ? order.quantity : -order.quantity, order.price,
                          b.unit_value, order.fees};
        Decimal value = trade.value(), basis = b.variation_basis;
        PositionCost after = b.position;
        after.apply(trade);
        if (b.value_class == ValueClass::variation) basis += value;
        auto mark = b.mark ? b.mark : std::optional{order.price};
        auto nothing_sold = [](InstrumentId) { return Decimal{}; };
        Exposure then =
            exposure_of({b.contract, b.value_class, b.unit_value, after, basis, mark,
                         positions_.underlying_mark(b),
                         positions_.cover_if(order.instrument, after.quantity, nothing_sold)},
                        *margin_);
        if (then.unmargined || then.unpriced) return impact;

        const Exposure& was = b.exposure;
        auto add = [&](std::optional<Decimal> before, Decimal change) {
            return plus(before, exchange_rates().to_base(change, currency));
        };
        impact.initial_after = add(now.initial_margin, then.initial - was.initial);
        impact.maintenance_after = add(now.maintenance_margin, then.maintenance - was.maintenance);
        bool moves =
            b.value_class != ValueClass::variation && b.value_class != ValueClass::currency;
        Decimal cash = (moves ? -value : Decimal{}) - order.fees;
        Decimal held = then.variation - was.variation;
        held += then.total_value() - then.value_of(ValueClass::us_option);
        held -= was.total_value() - was.value_of(ValueClass::us_option);
        if (margin_->account_kind() == AccountKind::cash)
            cash = std::min(cash, -order.fees), held = {};  // proceeds are not settled
        impact.equity_after = add(now.equity_with_loan_value, cash + held);
    } catch (const std::overflow_error&) {
        // fields that cannot be computed stay empty
    }
    return impact;
}

}  // namespace trademind::paper
