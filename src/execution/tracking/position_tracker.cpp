// What the account holds and what its money comes to.
#include "execution/tracking/position_tracker.hpp"

#include "execution/risk/adoption.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trademind {

void PositionTracker::on_position(const Position& position)
{
    if (context_.state.counts(position.account))
        take(position, std::exchange(adjusted_, false) || context_.reconciling);
    context_.notify(&BrokerObserver::on_position, position);
}

void PositionTracker::take_baseline(const std::vector<Position>& held)
{
    auto& book = context_.state.book;
    for (const auto& i : book.instruments()) {
        i->position = {};
        book.set_position(*i, {}, {}, context_.now().uptime);
    }
    for (const auto& position : held)
        if (context_.state.counts(position.account)) take(position, true);
    risk::judge_adopted(book);
}

void PositionTracker::take(const Position& position, bool is_baseline)
{
    auto& book = context_.state.book;
    auto& instrument = book.add(position.contract);
    if (is_baseline) instrument.position = position.quantity;
    book.set_position(instrument, position.quantity, position.market_price, context_.now().uptime,
                      position.market_value);
    if (!is_baseline) watch_for_mismatch();
}

void PositionTracker::watch_for_mismatch()
{
    if (timer_ || !context_.state.reconciled) return;
    bool differs = std::ranges::any_of(context_.state.book.instruments(),
                                       [](const auto& i) { return i->position != i->reported; });
    if (!differs) return;
    timer_ = context_.after(context_.state.config.kill_switch.position_mismatch_after, [this] {
        timer_ = {};
        look_for_mismatch();
    });
}

void PositionTracker::look_for_mismatch()
{
    auto limit = context_.state.config.kill_switch.position_mismatch_after;
    auto uptime = context_.now().uptime;
    for (const auto& i : context_.state.book.instruments()) {
        if (i->position == i->reported || uptime - i->differs_since < limit) continue;
        auto what = fmt::format("position mismatch: the broker holds {} of {}, the fills make {}",
                                i->reported.str(), i->contract.describe(), i->position.str());
        // the broker's word counts from here on
        context_.state.book.fill(*i, Side::buy, i->reported - i->position, uptime);
        report_mismatch(i->contract, i->reported, what, "");
    }
    watch_for_mismatch();
}

void PositionTracker::report_mismatch(const Contract& contract, Decimal held,
                                      const std::string& what, std::string expected)
{
    context_.report(&ExecutionObserver::on_discrepancy,
                    Discrepancy{AlertRule::position_mismatch, contract.describe(), what, held.str(),
                                std::move(expected)});
    kill_switch_.trip(context_.state.config.kill_switch.on_position_mismatch, "mismatch", what);
}

void PositionTracker::restore(const journal::DayStart& day)
{
    context_.state.account.restore(day);
    written_peak_ = day.highest;
}

void PositionTracker::take_account(const Account& account)
{
    auto& values = context_.state.account;
    // the first one tells which account is traded
    bool is_first = context_.state.config.account.empty() && !values.account();
    if (!is_first && !context_.state.counts(account.id)) return;
    const auto& limits = context_.state.config.risk;
    auto before = values.day();
    auto at = context_.now();
    values.update(account, limits.currency, at.uptime, at.time);
    context_.state.book.take_rates(account, at.uptime);
    const auto& day = values.day();
    if (!day) return;
    // the peak too, in steps: losing it over a restart would loosen risk.max_drawdown
    Decimal step = checked_divide(day->equity.abs(), Decimal{1000}).value_or(Decimal{});
    bool peak = before && before->day == day->day && limits.max_drawdown &&
                day->highest > written_peak_ && day->highest - written_peak_ >= step;
    if (!before || before->day != day->day || peak) {
        written_peak_ = day->highest;
        context_.record(context_.journal.day(*day, at.time));
    }
    if (limits.enabled) judge_losses();
}

void PositionTracker::judge_losses()
{
    const auto& values = context_.state.account;
    const auto& limits = context_.state.config.risk;
    const auto& day = *values.day();
    auto most = values.money(limits.max_daily_loss, day.equity);
    if (auto loss = values.loss_today(); most && loss && *loss >= *most)
        kill_switch_.lower(
            limits.daily_loss_flattens ? TradingState::flattening : TradingState::reducing, "risk",
            fmt::format("the loss of the day {} reaches {}", loss->str(), most->str()));
    auto equity = values.equity();
    if (limits.max_drawdown && equity &&
        day.highest - *equity >= day.highest * *limits.max_drawdown)
        kill_switch_.lower(
            TradingState::reducing, "risk",
            fmt::format("equity fell from {} to {}", day.highest.str(), equity->str()));
}

}  // namespace trademind
