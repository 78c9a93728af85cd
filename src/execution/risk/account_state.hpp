// What is known of the account's money, how fresh it is, and how the day went.
#pragma once

#include "execution/journal/day_start.hpp"

#include <trademind/account.hpp>
#include <trademind/execution/risk_limits.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string_view>

namespace trademind::risk {

class AccountState {
public:
    /// Money in another currency than that of the limits is not compared with them: it is unknown.
    void update(const Account& account, std::string_view currency_of_limits, Duration uptime,
                TimePoint now);
    /// Money that fills took since the account's last values, which do not show them yet.
    void spend(Decimal money) { spent_ += money; }
    /// Of a run before, on the same day.
    void restore(const journal::DayStart& day) { day_ = day; }

    bool is_fresh(Duration oldest, Duration uptime) const
    {
        return account_ && uptime - at_ <= oldest;
    }
    /// As last reported; money is empty where the account is kept in another currency.
    const std::optional<Account>& account() const { return account_; }
    std::optional<Decimal> equity() const
    {
        return account_ ? account_->portfolio_value : std::nullopt;
    }
    const std::optional<journal::DayStart>& day() const { return day_; }
    Decimal spent() const { return spent_; }
    /// > 0: the account lost that much since the start of the day; nothing while unknown.
    std::optional<Decimal> loss_today() const;
    /// What a limit comes to in money; nothing when unlimited or when the equity is unknown.
    std::optional<Decimal> money(const MoneyLimit& limit, std::optional<Decimal> equity) const;

private:
    std::optional<Account> account_;
    Duration at_{};
    Decimal spent_;
    std::optional<journal::DayStart> day_;
};

}  // namespace trademind::risk
