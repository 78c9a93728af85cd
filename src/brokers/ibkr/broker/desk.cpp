// What the parts of the broker share.
#include "brokers/ibkr/broker/desk.hpp"

#include "base/time_zone.hpp"

namespace trademind::ibkr_broker {

Result<std::string_view> Desk::account() const
{
    if (!options.account.empty()) return options.account;
    const auto& accounts = core.accounts();
    if (accounts.size() == 1) return accounts.front();
    if (accounts.empty()) return Error{Errc::no_account, "TWS named no account"};
    std::string list;
    for (const auto& name : accounts) list += (list.empty() ? "" : ", ") + name;
    return Error{Errc::no_account, "the login has more than one account: choose one of " + list};
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
    const auto* zone = find_time_zone(options.time_zone);
    auto day = [zone](TimePoint at) {
        return std::chrono::floor<std::chrono::days>(
            at + (zone ? zone->offset_at(at) : std::chrono::seconds{}));
    };
    return static_cast<int>((day(now()) - day(then)).count());
}

}  // namespace trademind::ibkr_broker
