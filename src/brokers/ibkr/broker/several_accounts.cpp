// Positions and values of logins with many accounts.
#include "brokers/ibkr/broker/account.hpp"
#include "brokers/ibkr/broker/from_wire.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <functional>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// More than these TWS does not take together; source: IBKR's limits for advisors.
constexpr std::size_t most_together = 50;
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

bool AccountDesk::too_many_for_one_request() const
{
    return desk_.core.accounts().size() > most_together;
}

void AccountDesk::follow_positions_multi(const std::string& account)
{
    ibkr::PositionsMultiRequest request;
    request.account = account;
    desk_.core.follow(request, life_.guard([this](const auto& message) { take_multi(message); }),
                      life_.guard([this](Result<void> end) { positions_ended(end); }),
                      life_.guard(News{*this}));
}

template <class M> void AccountDesk::take_multi(const M& message)
{
    if constexpr (std::is_same_v<M, ibkr::PositionMulti>) {
        // A row of a model is a part of the account's row.
        if (message.model_code.empty()) take_row("position", message);
    } else {
        image_ended();
    }
}

void AccountDesk::refresh_positions()
{
    if (!follows_positions_ || !positions_current_) return;
    positions_current_ = false;
    images_left_ = followed_;
    positions_.begin_image();
    auto patience = desk_.options.reconcile_timeout;
    auto ended = life_.guard([this](const Result<void>& end) {
        report_positions();
        if (end || positions_current_) return;
        // The stream is still there, and is all there is.
        positions_current_ = true;
        tell(for_positions_, end.error());
    });
    if (!too_many_for_one_request()) {
        // The stream has no id of its own: it hears this image.
        desk_.core.ask(
            ibkr::PositionsRequest{}, patience, [](const ibkr::PositionEnd&) {}, ended);
        return;
    }
    for (const auto& account : desk_.core.accounts()) {
        ibkr::PositionsMultiRequest request;
        request.account = account;
        desk_.core.ask(request, patience,
                       life_.guard([this](const auto& message) { take_multi(message); }), ended);
    }
}

void AccountDesk::image_ended()
{
    report_positions();
    if (images_left_ > 0 && --images_left_ > 0) return;
    for (const auto& closed : positions_.end_image()) desk_.events.on_position(closed);
    positions_current_ = true;
    tell(for_positions_, {});
}

void AccountDesk::positions_ended(const Result<void>& end)
{
    report_positions();
    follows_positions_ = positions_current_ = false;
    if (!end) positions_failed_ = end.error();
    tell(for_positions_, end);
}

void AccountDesk::get_accounts(Completion<std::vector<Account>> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    for_accounts_.push_back(std::move(done));
    if (for_accounts_.size() > 1) return;
    auto accounts = desk_.core.accounts();
    bool one_by_one = too_many_for_one_request();
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
