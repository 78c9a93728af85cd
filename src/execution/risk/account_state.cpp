// What is known of the account's money, how fresh it is, and how the day went.
#include "execution/risk/account_state.hpp"

#include <algorithm>

namespace trademind::risk {
namespace {

Account without_money(const Account& account)
{
    Account bare{account.id};
    bare.currency = account.currency;
    bare.day_trades_remaining = account.day_trades_remaining;
    bare.updated_at = account.updated_at;
    return bare;
}

}  // namespace

void AccountState::update(const Account& reported, std::string_view currency_of_limits,
                          Duration uptime, TimePoint now)
{
    const Account& account =
        reported.currency == currency_of_limits ? reported : without_money(reported);
    // values that have not moved do not show the fills since; their time alone says nothing
    bool moved = !account_ || account_->buying_power != account.buying_power ||
                 account_->cash_balance != account.cash_balance;
    if (moved) spent_ = {};
    account_ = account;
    at_ = uptime;
    if (!account.portfolio_value) return;
    auto today = std::chrono::floor<std::chrono::days>(now);
    // a clock that was set back begins no day: what was lost stays lost
    if (!day_ || today > day_->day)
        day_ = journal::DayStart{today, *account.portfolio_value, *account.portfolio_value};
    day_->highest = std::max(day_->highest, *account.portfolio_value);
}

std::optional<Decimal> AccountState::loss_today() const
{
    if (!day_ || !equity()) return std::nullopt;
    return checked_subtract(day_->equity, *equity());
}

std::optional<Decimal> AccountState::money(const MoneyLimit& limit,
                                           std::optional<Decimal> equity) const
{
    switch (limit.kind) {
    case MoneyLimit::Kind::unlimited: return std::nullopt;
    case MoneyLimit::Kind::amount: return limit.value;
    case MoneyLimit::Kind::of_equity:
        return equity ? checked_multiply(limit.value, *equity) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace trademind::risk
