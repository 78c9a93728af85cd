// What the parts of the broker share.
#include "brokers/ibkr/broker/desk.hpp"

#include "base/time_zone.hpp"

#include <algorithm>

namespace trademind::ibkr_broker {
namespace {

std::string list_of(const std::vector<std::string>& accounts)
{
    std::string list;
    for (const auto& name : accounts) list += (list.empty() ? "" : ", ") + name;
    return list;
}

}  // namespace

Result<std::string_view> Desk::account() const
{
    if (!options.account.empty()) return options.account;
    const auto& accounts = core.accounts();
    if (accounts.size() == 1) return accounts.front();
    if (accounts.empty()) return Error{Errc::no_account, "TWS named no account"};
    return Error{Errc::no_account,
                 "the login has more than one account: choose one of " + list_of(accounts)};
}

Result<void> Desk::has_account(std::string_view account) const
{
    const auto& accounts = core.accounts();
    if (account.empty() || accounts.empty()) return {};
    bool all = account.ends_with('A');
    auto fits = [&](const std::string& name) {
        return name == account || (all && name == account.substr(0, account.size() - 1));
    };
    if (std::ranges::any_of(accounts, fits)) return {};
    return Error{Errc::invalid_argument, "account " + std::string{account} +
                                             " is not one of this login: " + list_of(accounts)};
}

Result<void> Desk::usable() const
{
    if (!core.has_session()) return Error{Errc::not_connected, "not connected to TWS"};
    if (core.link() == LinkState::lost)
        return Error{Errc::not_connected, "TWS has lost its connection to IBKR"};
    return {};
}

int Desk::days_since(TimePoint then) const
{
    return midnights_between(then, now(), find_time_zone(options.time_zone));
}

}  // namespace trademind::ibkr_broker
