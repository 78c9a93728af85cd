// Whether the login's account is the one that the configuration means.
#include "execution/router/account_guard.hpp"

#include "execution/config/account_kind.hpp"

#include <fmt/format.h>

namespace trademind::router {
namespace {

std::string hidden(const std::string& account, bool show)
{
    if (show || account.size() <= 3) return account;
    return std::string(account.size() - 3, '*') + account.substr(account.size() - 3);
}

}  // namespace

std::optional<std::string> account_fault(const Account& account, const Config& c)
{
    auto shown = hidden(account.id, c.log.show_account);
    if (!c.account.empty() && account.id != c.account)
        return fmt::format("broker.account is {}, but the login's account is {}",
                           hidden(c.account, c.log.show_account), shown);
    if (c.type != BrokerType::ibkr) return std::nullopt;
    bool paper = config::is_paper_account(account.id);
    if (c.mode == TradingMode::paper && !paper)
        return fmt::format(
            "broker.mode is paper, but account {} at port {} is not "
            "a paper account",
            shown, c.ibkr.port);
    if (c.mode == TradingMode::live && paper)
        return fmt::format("broker.mode is live, but account {} at port {} is a paper account",
                           shown, c.ibkr.port);
    if (c.mode == TradingMode::live && !c.allow_live)
        return std::string{"broker.mode is live, but broker.allow_live is not true"};
    return std::nullopt;
}

}  // namespace trademind::router
