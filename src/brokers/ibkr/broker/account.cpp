// Positions and account values, kept live.
#include "brokers/ibkr/broker/account.hpp"

#include "brokers/ibkr/broker/from_wire.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {

void AccountDesk::on_session()
{
    positions_.begin_image();
    if (!follows_positions_) follow_positions();
    if (!follows_account_) follow_account();
}

void AccountDesk::on_interruption()
{
    positions_current_ = account_current_ = false;
    images_left_ = followed_;
    positions_.begin_image();
    pnl_ = {};
}

void AccountDesk::follow_positions()
{
    follows_positions_ = true;
    positions_failed_.reset();
    if (too_many_for_one_request()) {
        images_left_ = followed_ = desk_.core.accounts().size();
        for (const auto& account : desk_.core.accounts()) follow_positions_multi(account);
        return;
    }
    images_left_ = followed_ = 1;
    desk_.core.follow(ibkr::PositionsRequest{}, life_.guard([this](const auto& message) {
        using M = std::decay_t<decltype(message)>;
        if constexpr (std::is_same_v<M, ibkr::Position>)
            take_row("position", message);
        else
            image_ended();
    }),
                      life_.guard([this](Result<void> end) { positions_ended(end); }),
                      life_.guard(News{*this}));
}

void AccountDesk::end_read()
{
    report_positions();
    if (std::exchange(account_due_, false) && account_current_) publish_account();
}

void AccountDesk::report(std::optional<Position> row)
{
    if (!row) return;
    // the two streams tell of one change one after the other
    auto same = std::ranges::find_if(to_report_, [&](const Position& other) {
        return other.account == row->account &&
               (row->contract.id != 0 ? other.contract.id == row->contract.id
                                      : other.contract == row->contract);
    });
    if (same == to_report_.end())
        to_report_.push_back(std::move(*row));
    else
        *same = std::move(*row);
}

void AccountDesk::report_positions()
{
    for (const auto& position : std::exchange(to_report_, {})) desk_.events.on_position(position);
}

void AccountDesk::follow_account()
{
    auto account = desk_.account();
    if (!account) {
        tell(for_account_, account.error());
        return;
    }
    follows_account_ = true;
    account_ = *account;
    ibkr::AccountDataRequest request;
    request.subscribe = true;
    request.account = account_;
    desk_.core.follow(request, life_.guard([this](const auto& message) {
        using M = std::decay_t<decltype(message)>;
        if constexpr (std::is_same_v<M, ibkr::AccountValue>) {
            const auto& of = message.account.empty() ? std::string_view{account_} : message.account;
            values_.set(of, message.key, message.value, message.currency);
        } else if constexpr (std::is_same_v<M, ibkr::PortfolioValue>) {
            auto position = read_row("portfolio row", message);
            if (!position) return;
            if (position->account.empty()) position->account = account_;
            position->updated_at = desk_.now();
            if (position->market_price) position->price_time = position->updated_at;
            report(positions_.on_portfolio(std::move(*position)));
        } else if constexpr (std::is_same_v<M, ibkr::AccountUpdateTime>) {
            account_due_ = true;
        } else {
            account_current_ = true;
            report_positions();
            publish_account();
            tell(for_account_, {});
            // behind the lists that make the broker ready: no order waits for it
            if (!follows_pnl_) follow_pnl();
        }
    }),
                      life_.guard([this](Result<void> end) {
                          follows_account_ = account_current_ = false;
                          report_positions();
                          tell(for_account_, end);
                      }),
                      life_.guard(News{*this}));
}

void AccountDesk::follow_pnl()
{
    if (account_.empty()) return;
    follows_pnl_ = true;
    ibkr::PnLRequest request;
    request.account = account_;
    desk_.core.follow(request, life_.guard([this](const ibkr::PnL& message) { pnl_ = message; }),
                      life_.guard([this](const Result<void>&) {
                          follows_pnl_ = false;
                          pnl_ = {};
                      }));
}

Account AccountDesk::with_pnl(Account account) const
{
    account.daily_pnl = decimal(pnl_.daily_pnl);
    if (!account.unrealized_pnl) account.unrealized_pnl = decimal(pnl_.unrealized_pnl);
    if (!account.realized_pnl) account.realized_pnl = decimal(pnl_.realized_pnl);
    return account;
}

void AccountDesk::publish_account()
{
    if (!values_.ready(account_)) return;
    auto account = values_.account(account_);
    if (published_) account.updated_at = published_->updated_at;
    if (published_ == account) return;
    account.updated_at = desk_.now();
    published_ = account;
    desk_.events.on_account(with_pnl(std::move(account)));
}

void AccountDesk::tell(Waiting& waiting, const Result<void>& outcome)
{
    for (auto& call : std::exchange(waiting, {})) call(outcome);
}

void AccountDesk::when_positions(std::function<void(Result<void>)> call)
{
    if (auto usable = desk_.usable(); !usable) return call(usable);
    if (positions_current_) return call({});
    if (positions_failed_) return call(*positions_failed_);
    for_positions_.push_back(std::move(call));
}

void AccountDesk::when_account(std::function<void(Result<void>)> call)
{
    if (auto usable = desk_.usable(); !usable) return call(usable);
    if (account_current_) return call({});
    for_account_.push_back(std::move(call));
    // One that ended (another client's request took its place) is asked for anew.
    if (!follows_account_) follow_account();
}

void AccountDesk::get_positions(Completion<std::vector<Position>> done)
{
    auto waiting = std::make_shared<Completion<std::vector<Position>>>(std::move(done));
    when_positions([this, waiting](const Result<void>& current) {
        if (current)
            (*waiting)(positions_.valued(line_of_));
        else
            (*waiting)(current.error());
    });
}

void AccountDesk::get_account(Completion<Account> done)
{
    auto waiting = std::make_shared<Completion<Account>>(std::move(done));
    when_account([this, waiting](const Result<void>& current) {
        if (!current) return (*waiting)(current.error());
        publish_account();
        if (published_)
            (*waiting)(with_pnl(*published_));
        else
            (*waiting)(Error{Errc::no_account, "TWS is resetting its account data"});
    });
}

void AccountDesk::get_portfolio(Completion<Portfolio> done)
{
    auto waiting = std::make_shared<Completion<Portfolio>>(std::move(done));
    when_account([this, waiting](const Result<void>& account) {
        if (!account) return (*waiting)(account.error());
        when_positions([this, waiting](const Result<void>& positions) {
            if (!positions) return (*waiting)(positions.error());
            publish_account();
            if (!published_)
                return (*waiting)(Error{Errc::no_account, "TWS is resetting its account data"});
            (*waiting)(summarize(with_pnl(*published_), positions_.valued(line_of_, account_)));
        });
    });
}

}  // namespace trademind::ibkr_broker
