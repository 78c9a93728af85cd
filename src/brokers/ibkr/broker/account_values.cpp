// Account values by account, tag and currency, and the account that they make.
#include "brokers/ibkr/broker/account_values.hpp"

#include "base/epoch.hpp"
#include "base/log.hpp"
#include "brokers/ibkr/translation/number_gate.hpp"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

constexpr std::string_view ledger_prefix = "$LEDGER-";
constexpr std::string_view base = "BASE";

/// TWS has some two hundred tags, in up to thirty currencies.
constexpr std::size_t most_values = 10'000, most_accounts = 1000;

struct Total {
    std::optional<Decimal>& (*field)(Account&);
    std::string_view tag;
};
using Field = std::optional<Decimal>;
/// Values that come once, in the base currency, and where they belong.
constexpr Total totals[]{
    {[](Account& a) -> Field& { return a.settled_cash; }, "SettledCash"},
    {[](Account& a) -> Field& { return a.portfolio_value; }, "NetLiquidation"},
    {[](Account& a) -> Field& { return a.equity_with_loan; }, "EquityWithLoanValue"},
    {[](Account& a) -> Field& { return a.buying_power; }, "BuyingPower"},
    {[](Account& a) -> Field& { return a.gross_position_value; }, "GrossPositionValue"},
    {[](Account& a) -> Field& { return a.margin.initial; }, "InitMarginReq"},
    {[](Account& a) -> Field& { return a.margin.maintenance; }, "MaintMarginReq"},
    {[](Account& a) -> Field& { return a.margin.available_funds; }, "AvailableFunds"},
    {[](Account& a) -> Field& { return a.margin.excess_liquidity; }, "ExcessLiquidity"},
    {[](Account& a) -> Field& { return a.full_margin.initial; }, "FullInitMarginReq"},
    {[](Account& a) -> Field& { return a.full_margin.maintenance; }, "FullMaintMarginReq"},
    {[](Account& a) -> Field& { return a.full_margin.available_funds; }, "FullAvailableFunds"},
    {[](Account& a) -> Field& { return a.full_margin.excess_liquidity; }, "FullExcessLiquidity"},
    {[](Account& a) -> Field& { return a.look_ahead.initial; }, "LookAheadInitMarginReq"},
    {[](Account& a) -> Field& { return a.look_ahead.maintenance; }, "LookAheadMaintMarginReq"},
    {[](Account& a) -> Field& { return a.look_ahead.available_funds; }, "LookAheadAvailableFunds"},
    {[](Account& a) -> Field& { return a.look_ahead.excess_liquidity; },
     "LookAheadExcessLiquidity"},
    {[](Account& a) -> Field& { return a.reg_t_equity; }, "RegTEquity"},
    {[](Account& a) -> Field& { return a.reg_t_margin; }, "RegTMargin"},
    {[](Account& a) -> Field& { return a.sma; }, "SMA"},
    {[](Account& a) -> Field& { return a.cushion; }, "Cushion"},
};

}  // namespace

bool AccountValues::set(std::string_view account, std::string_view tag, std::string_view value,
                        std::string_view currency)
{
    if (accounts_.size() >= most_accounts && !find(account)) return false;
    auto& values = accounts_[std::string{account}];
    if (tag == "AccountReady") {
        bool ready = value != "false";
        if (!ready) values.by_key.clear();
        return std::exchange(values.ready, ready) != ready;
    }
    if (!values.ready) return false;
    // TWS 10.47 and later may put the prefix before all values that are told per currency.
    if (tag.starts_with(ledger_prefix)) tag.remove_prefix(ledger_prefix.size());
    Key key{std::string{tag}, std::string{currency}};
    if (values.by_key.size() >= most_values && !values.by_key.contains(key)) {
        if (!std::exchange(values.full, true))
            log::warning("account values beyond {} of one account are left out, first {}",
                         most_values, tag);
        return false;
    }
    auto& known = values.by_key[std::move(key)];
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
    return within(Decimal::parse(text(account, tag, currency)), most_money);
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

std::vector<CurrencyBalance> AccountValues::balances(std::string_view account) const
{
    auto* values = find(account);
    if (!values) return {};
    std::map<std::string_view, CurrencyBalance> by_currency;
    for (const auto& [key, text] : values->by_key) {
        if (key.currency.empty() || key.currency == base) continue;
        bool is_cash = key.tag == "CashBalance" || key.tag == "TotalCashBalance";
        if (!is_cash && key.tag != "ExchangeRate") continue;
        auto& balance = by_currency.try_emplace(key.currency, key.currency).first->second;
        auto amount = within(Decimal::parse(text), most_money);
        if (key.tag == "ExchangeRate")
            balance.exchange_rate = amount && amount->sign() > 0 ? amount : std::nullopt;
        else if (!balance.cash)
            balance.cash = amount;
    }
    std::vector<CurrencyBalance> all;
    for (auto& [currency, balance] : by_currency) {
        if (currency == base_currency(account)) balance.exchange_rate = Decimal{1};
        all.push_back(std::move(balance));
    }
    return all;
}

Account AccountValues::account(std::string_view id) const
{
    Account account{std::string{id}};
    if (auto currency = base_currency(id); !currency.empty())
        account.currency = currency;
    else
        account.currency.clear();
    // CashBalance may count deposits that a sweep has moved elsewhere twice; under a currency's
    // code both are that currency's part alone.
    account.cash_balance = number(id, "TotalCashBalance", base);
    if (!account.cash_balance) account.cash_balance = number(id, "CashBalance", base);
    if (!account.cash_balance) account.cash_balance = total(id, "TotalCashValue");
    for (const auto& [field, tag] : totals) field(account) = total(id, tag);
    // The same for these: a total and a currency's part have one tag.
    account.realized_pnl = number(id, "RealizedPnL", base);
    account.unrealized_pnl = number(id, "UnrealizedPnL", base);
    account.accrued_cash = number(id, "AccruedCash", base);
    auto next_change = total(id, "LookAheadNextChange");
    if (next_change && next_change->sign() > 0 && *next_change <= Decimal{latest_second})
        account.look_ahead_at =
            moment_of(static_cast<std::int64_t>(next_change->raw() / Decimal::one));
    account.balances = balances(id);
    auto trades = text(id, "DayTradesRemaining", "");
    int left = 0;
    auto [end, ec] = std::from_chars(trades.data(), trades.data() + trades.size(), left);
    // -1 is "no limit", which a zero would turn into "none left".
    if (ec == std::errc{} && end == trades.data() + trades.size() && left >= 0)
        account.day_trades_remaining = left;
    return account;
}

}  // namespace trademind::ibkr_broker
