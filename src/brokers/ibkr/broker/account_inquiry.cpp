// The values of all accounts of a login.
#include "brokers/ibkr/broker/account.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <functional>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

constexpr std::string_view summary_tags =
    "NetLiquidation,TotalCashValue,SettledCash,AccruedCash,BuyingPower,EquityWithLoanValue,"
    "GrossPositionValue,RegTEquity,RegTMargin,SMA,InitMarginReq,MaintMarginReq,AvailableFunds,"
    "ExcessLiquidity,Cushion,FullInitMarginReq,FullMaintMarginReq,FullAvailableFunds,"
    "FullExcessLiquidity,LookAheadNextChange,LookAheadInitMarginReq,LookAheadMaintMarginReq,"
    "LookAheadAvailableFunds,LookAheadExcessLiquidity,DayTradesRemaining,$LEDGER:ALL";

/// A question to all accounts, and who asked it.
class Inquiry {
public:
    using Done = std::function<void(const Result<std::vector<Account>>&)>;
    Inquiry(std::vector<std::string> accounts, Done done)
        : accounts_{std::move(accounts)}, left_{accounts_.size()}, done_{std::move(done)}
    {}

    const std::vector<std::string>& accounts() const { return accounts_; }
    AccountValues& values() { return values_; }
    /// One part is complete, or failed: the first failure is the answer.
    void part_ended(const Result<void>& end)
    {
        if (std::exchange(answered_, answered_ || !end)) return;
        if (!end) return done_(end.error());
        if (--left_ == 0) answer();
    }
    void answer()
    {
        std::vector<Account> all;
        for (const auto& account : accounts_)
            if (values_.knows(account)) all.push_back(values_.account(account));
        answered_ = true;
        done_(all);
    }

private:
    std::vector<std::string> accounts_;
    AccountValues values_;
    std::size_t left_;
    bool answered_ = false;
    Done done_;
};

}  // namespace

void Accounts::get_accounts(Completion<std::vector<Account>> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    for_accounts_.push_back(std::move(done));
    if (for_accounts_.size() > 1) return;
    auto accounts = desk_.core.accounts();
    bool one_by_one = accounts.size() > most_accounts_together;
    auto inquiry = std::make_shared<Inquiry>(
        std::move(accounts), life_.guard([this](const Result<std::vector<Account>>& all) {
            for (auto& waiting : std::exchange(for_accounts_, {})) waiting(all);
        }));
    if (one_by_one) {
        for (const auto& account : inquiry->accounts()) {
            ibkr::AccountUpdatesMultiRequest request;
            request.account = account;
            desk_.core.ask(
                request, desk_.options.request_timeout,
                [inquiry](const ibkr::AccountUpdateMulti& row) {
                    if (row.model_code.empty())
                        inquiry->values().set(row.account, row.key, row.value, row.currency);
                },
                [inquiry](const Result<void>& end) { inquiry->part_ended(end); });
        }
        return;
    }
    ibkr::AccountSummaryRequest request;
    request.group = "All";
    request.tags = summary_tags;
    desk_.core.ask(
        request, desk_.options.request_timeout,
        [inquiry](const ibkr::AccountSummary& row) {
            inquiry->values().set(row.account, row.tag, row.value, row.currency);
        },
        [inquiry](const Result<void>& end) {
            if (end)
                inquiry->answer();
            else
                inquiry->part_ended(end);
        });
}

}  // namespace trademind::ibkr_broker
