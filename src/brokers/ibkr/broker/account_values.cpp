// Account values by account, tag and currency, and the account that they make.
#include "brokers/ibkr/broker/account_values.hpp"

#include <charconv>

namespace trademind::ibkr_broker {
namespace {

constexpr std::string_view ledger_prefix = "$LEDGER-";
constexpr std::string_view base = "BASE";

}  // namespace

bool AccountValues::set(std::string_view account, std::string_view tag, std::string_view value,
                        std::string_view currency)
{
    auto& values = accounts_[std::string{account}];
    if (tag == "AccountReady") {
        bool ready = value != "false";
        if (!ready) values.by_key.clear();
        return std::exchange(values.ready, ready) != ready;
    }
    if (!values.ready) return false;
    // TWS 10.47 and later may put the prefix before all values that are told per currency.
    if (tag.starts_with(ledger_prefix)) tag.remove_prefix(ledger_prefix.size());
    auto& known = values.by_key[Key{std::string{tag}, std::string{currency}}];
    if (known == value) return false;
    known = value;
    return true;
}

const AccountValues::Values* AccountValues::find(std::string_view account) const
{
    auto at = accounts_.find(account);
    return at == accounts_.end() ? nullptr : &at->second;
}

bool AccountValues::ready(std::string_view account) const
{
    auto* values = find(account);
    return values && values->ready;
}

std::string_view AccountValues::text(std::string_view account, std::string_view tag,
                                     std::string_view currency) const
{
    auto* values = find(account);
    if (!values) return {};
    auto at = values->by_key.find(Key{std::string{tag}, std::string{currency}});
    return at == values->by_key.end() ? std::string_view{} : std::string_view{at->second};
}

std::optional<Decimal> AccountValues::number(std::string_view account, std::string_view tag,
                                             std::string_view currency) const
{
    // The "unset" double is beyond Decimal and so no number here.
    return Decimal::parse(text(account, tag, currency));
}

std::string_view AccountValues::base_currency(std::string_view account) const
{
    auto* values = find(account);
    if (!values) return {};
    // Totals come under the code of the base currency, so whatever they came under is it.
    for (std::string_view tag : {"NetLiquidation", "BuyingPower", "TotalCashValue"})
        for (auto at = values->by_key.lower_bound(Key{std::string{tag}, {}});
             at != values->by_key.end() && at->first.tag == tag; ++at)
            if (!at->first.currency.empty() && at->first.currency != base)
                return at->first.currency;
    return {};
}

std::optional<Decimal> AccountValues::total(std::string_view account, std::string_view tag) const
{
    if (auto plain = number(account, tag, "")) return plain;
    auto currency = base_currency(account);
    if (!currency.empty())
        if (auto own = number(account, tag, currency)) return own;
    return number(account, tag, base);
}

Account AccountValues::account(std::string_view id) const
{
    Account account{std::string{id}};
    if (auto currency = base_currency(id); !currency.empty()) account.currency = currency;
    // CashBalance under a currency's code is that currency's part alone.
    account.cash_balance = number(id, "CashBalance", base);
    if (!account.cash_balance) account.cash_balance = number(id, "TotalCashBalance", base);
    if (!account.cash_balance) account.cash_balance = total(id, "TotalCashValue");
    account.portfolio_value = total(id, "NetLiquidation");
    account.buying_power = total(id, "BuyingPower");
    account.gross_position_value = total(id, "GrossPositionValue");
    account.realized_pnl = number(id, "RealizedPnL", base);
    account.unrealized_pnl = number(id, "UnrealizedPnL", base);
    auto trades = text(id, "DayTradesRemaining", "");
    int left = 0;
    auto [end, ec] = std::from_chars(trades.data(), trades.data() + trades.size(), left);
    // -1 is "no limit", which a zero would turn into "none left".
    if (ec == std::errc{} && end == trades.data() + trades.size() && left >= 0)
        account.day_trades_remaining = left;
    return account;
}

}  // namespace trademind::ibkr_broker
