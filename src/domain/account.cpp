// The portfolio summary, amounts over currencies, and accounts and positions as text.
#include "base/names.hpp"

#include <trademind/account.hpp>

#include <algorithm>
#include <array>

namespace trademind {
namespace {

constexpr std::array price_sources{
    Name{PriceSource::line, "line"},
    Name{PriceSource::broker, "broker"},
    Name{PriceSource::close, "close"},
};

/// False where gains and losses become cash: what is held has no value beside it.
bool holds_value(SecurityType type)
{
    switch (type) {
    case SecurityType::forex:
    case SecurityType::future:
    case SecurityType::continuous_future:
    case SecurityType::cfd: return false;
    default: return true;
    }
}

/// A sum that is unknown once a part of it is, with every reason once.
class Sum {
public:
    void add(std::optional<Decimal> amount, std::string why_not)
    {
        if (sum_ && amount) {
            sum_ = checked_add(*sum_, *amount);
            if (!sum_) lacks("a sum beyond the range of Decimal");
        } else if (!amount) {
            sum_.reset();
            lacks(std::move(why_not));
        }
    }
    std::optional<Decimal> value() const { return sum_; }
    std::string reasons() const
    {
        std::string text;
        for (const auto& reason : lacks_) (text += text.empty() ? "" : "; ") += reason;
        return text;
    }

private:
    void lacks(std::string reason)
    {
        if (std::ranges::find(lacks_, reason) == lacks_.end()) lacks_.push_back(std::move(reason));
    }

    std::optional<Decimal> sum_ = Decimal{};
    std::vector<std::string> lacks_;
};

void add_value(Sum& sum, const Account& account, const Position& position)
{
    if (!position.market_value) return sum.add({}, "no price of " + position.contract.describe());
    const std::string& currency = position.contract.currency;
    auto base = account.currency.empty() ? "the account's currency" : account.currency;
    sum.add(account.in_base(*position.market_value, currency),
            "no exchange rate from " + currency + " to " + base);
}

void append(std::string& text, std::string_view name, const std::optional<Decimal>& value)
{
    if (value) (text += name) += value->str();
}

}  // namespace

std::string_view to_string(PriceSource source)
{
    return name_of(price_sources, source);
}

std::string Position::describe() const
{
    std::string text = quantity.str() + ' ' + contract.describe();
    append(text, " at ", market_price);
    if (market_value) text += ", worth " + market_value->str() + ' ' + contract.currency;
    return text;
}

std::string Account::describe() const
{
    std::string text = id + ": worth " + (portfolio_value ? portfolio_value->str() : "-") + ' ';
    text += currency.empty() ? "of an unknown currency" : currency;
    append(text, ", cash ", cash_balance);
    append(text, ", buying power ", buying_power);
    return text;
}

std::optional<Decimal> Account::in_base(Decimal amount, std::string_view from) const
{
    if (amount.is_zero()) return amount;
    if (from.empty() || currency.empty()) return std::nullopt;
    if (from == currency) return amount;
    auto balance = std::ranges::find(balances, from, &CurrencyBalance::currency);
    if (balance == balances.end() || !balance->exchange_rate) return std::nullopt;
    // a rate that is not positive is none: no money is worth nothing by a number of a stranger
    if (balance->exchange_rate->sign() <= 0) return std::nullopt;
    return checked_multiply(amount, *balance->exchange_rate);
}

Portfolio summarize(const Account& account, std::vector<Position> positions)
{
    Portfolio summary;
    summary.currency = account.currency;
    summary.total_value = account.portfolio_value;
    summary.cash_balance = account.cash_balance;
    summary.buying_power = account.buying_power;
    summary.daily_pnl = account.daily_pnl;
    summary.unrealized_pnl = account.unrealized_pnl;
    summary.realized_pnl = account.realized_pnl;
    summary.day_trades_remaining = account.day_trades_remaining;
    if (account.updated_at != TimePoint{}) summary.updated_at = account.updated_at;
    // one part that is unknown makes the sum unknown: 0 would hide it from risk
    Sum invested;
    for (const Position& position : positions) {
        if (position.quantity.is_zero()) continue;
        ++summary.open_positions;
        if (holds_value(position.contract.type)) add_value(invested, account, position);
    }
    summary.invested_value = invested.value();
    summary.invested_value_lacks = invested.reasons();
    summary.positions = std::move(positions);
    return summary;
}

}  // namespace trademind
