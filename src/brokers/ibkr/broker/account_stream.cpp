// Account values and P&L, batch by batch.
#include "brokers/ibkr/broker/account_stream.hpp"

#include "brokers/ibkr/translation/from_wire.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>

#include <chrono>
#include <type_traits>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

constexpr Duration longest_silence = std::chrono::minutes{10};

}  // namespace

void AccountStream::on_session()
{
    if (!follows_) follow();
}

void AccountStream::on_interruption()
{
    current_ = false;
    pnl_ = {};
}

void AccountStream::follow()
{
    auto account = desk_.account();
    if (!account) return waiting_.tell(account.error());
    follows_ = true;
    name_ = *account;
    ibkr::AccountDataRequest request;
    request.subscribe = true;
    request.account = name_;
    heard_ = desk_.clock.uptime();
    route_ = desk_.core.follow(request, life_.guard([this](const auto& message) { take(message); }),
                               life_.guard([this](Result<void> end) {
                                   follows_ = current_ = false;
                                   positions_.report();
                                   waiting_.tell(end);
                               }),
                               life_.guard(News{*this}));
}

template <class M> void AccountStream::take(const M& message)
{
    heard_ = desk_.clock.uptime();
    if constexpr (std::is_same_v<M, ibkr::AccountValue>) {
        const auto& of = message.account.empty() ? std::string_view{name_} : message.account;
        values_.set(of, message.key, message.value, message.currency);
    } else if constexpr (std::is_same_v<M, ibkr::PortfolioValue>) {
        positions_.take_portfolio(message, name_);
    } else if constexpr (std::is_same_v<M, ibkr::AccountUpdateTime>) {
        due_ = true;
    } else {
        image_ended();
    }
}

void AccountStream::image_ended()
{
    current_ = true;
    positions_.report();
    publish();
    waiting_.tell({});
    // behind the lists that make the broker ready: no order waits for it
    if (!follows_pnl_) follow_pnl();
}

void AccountStream::follow_pnl()
{
    if (name_.empty()) return;
    follows_pnl_ = true;
    ibkr::PnLRequest request;
    request.account = name_;
    desk_.core.follow(request, life_.guard([this](const ibkr::PnL& message) { pnl_ = message; }),
                      life_.guard([this](const Result<void>&) {
                          follows_pnl_ = false;
                          pnl_ = {};
                      }));
}

void AccountStream::end_read()
{
    positions_.report();
    if (std::exchange(due_, false) && current_) publish();
}

Account AccountStream::with_pnl(Account account) const
{
    account.daily_pnl = decimal(pnl_.daily_pnl);
    if (!account.unrealized_pnl) account.unrealized_pnl = decimal(pnl_.unrealized_pnl);
    if (!account.realized_pnl) account.realized_pnl = decimal(pnl_.realized_pnl);
    return account;
}

void AccountStream::publish()
{
    if (!values_.ready(name_)) return;
    auto account = values_.account(name_);
    if (published_) account.updated_at = published_->updated_at;
    if (published_ == account) return;
    account.updated_at = desk_.now();
    published_ = account;
    desk_.events.on_account(with_pnl(std::move(account)));
}

void AccountStream::when_current(WaitingCalls::Call call)
{
    if (auto usable = desk_.usable(); !usable) return call(usable);
    // TWS stamps the values every three minutes: a stream that stays silent has ended unheard
    if (current_ && desk_.clock.uptime() - heard_ >= longest_silence) {
        current_ = follows_ = false;
        desk_.core.cancel(route_);
    }
    if (current_) return call({});
    waiting_.add(std::move(call));
    // One that ended (another client's request took its place) is asked for anew.
    if (!follows_) follow();
}

Result<Account> AccountStream::account()
{
    publish();
    if (!published_) return Error{Errc::no_account, "TWS is resetting its account data"};
    return with_pnl(*published_);
}

}  // namespace trademind::ibkr_broker
