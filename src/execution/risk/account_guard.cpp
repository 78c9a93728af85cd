// Whether the login's account is the one that the configuration means.
#include "execution/risk/account_guard.hpp"

#include "execution/config/account_kind.hpp"

#include <fmt/format.h>

namespace trademind::risk {

std::optional<std::string> account_fault(const Account& account, const Config& c)
{
    auto shown = [&](const std::string& id) {
        return c.log.show_account ? id : config::masked(id);
    };
    if (!c.account.empty() && account.id != c.account)
        return fmt::format("broker.account is {}, but the login's account is {}", shown(c.account),
                           shown(account.id));
    if (c.type != BrokerType::ibkr) return std::nullopt;
    bool paper = config::is_paper_account(account.id);
    if (c.mode == TradingMode::paper && !paper)
        return fmt::format(
            "broker.mode is paper, but account {} at port {} is not "
            "a paper account",
            shown(account.id), c.ibkr.port);
    if (c.mode == TradingMode::live && paper)
        return fmt::format("broker.mode is live, but account {} at port {} is a paper account",
                           shown(account.id), c.ibkr.port);
    if (c.mode == TradingMode::live && !c.allow_live)
        return std::string{"broker.mode is live, but broker.allow_live is not true"};
    return std::nullopt;
}

bool is_traded(std::string_view row, std::string_view traded)
{
    if (traded.empty()) return false;
    bool all = traded.ends_with('A');
    return row.empty() || row == traded || all;
}

}  // namespace trademind::risk
