// Writes down a broker's events.
#include "cli/trading_log.hpp"

#include <algorithm>

namespace trademind::cli {

void TradingLog::on_order(const OrderReport& report)
{
    // a commission that arrives changes the report but not the order
    if (!orders_.empty()) {
        auto last = std::find_if(orders_.rbegin(), orders_.rend(), [&](const OrderEvent& event) {
            return event.report.id == report.id;
        });
        if (last != orders_.rend() && last->report.status == report.status &&
            last->report.filled == report.filled && last->report.order == report.order) {
            last->report.commission = report.commission;
            return;
        }
    }
    orders_.emplace_back(report.updated_at, report);
}

void TradingLog::on_execution(const Execution& execution)
{
    // a correction replaces its execution: only the part after the last dot differs
    auto base = [](const std::string& id) { return id.substr(0, id.rfind('.')); };
    auto same = std::ranges::find_if(
        executions_, [&](const Execution& e) { return base(e.id) == base(execution.id); });
    auto& kept = same == executions_.end() ? executions_.emplace_back() : *same;
    kept = execution;
    for (const Commission& commission : commissions_)
        if (commission.execution_id == execution.id) kept.commission = commission;
}

void TradingLog::on_commission(const Commission& commission)
{
    commissions_.push_back(commission);
    for (Execution& execution : executions_)
        if (execution.id == commission.execution_id) execution.commission = commission;
}

TradingRecord TradingLog::so_far() const
{
    TradingRecord record;
    record.broker = broker_.name();
    record.orders = orders_;
    record.executions = executions_;
    return record;
}

asio::awaitable<Result<TradingRecord>> TradingLog::finish()
{
    auto positions = co_await broker_.get_positions();
    if (!positions) co_return positions.error();
    auto account = co_await broker_.get_account();
    if (!account) co_return account.error();
    auto portfolio = co_await broker_.get_portfolio();
    if (!portfolio) co_return portfolio.error();
    auto record = so_far();
    record.positions = std::move(*positions);
    record.account = std::move(*account);
    record.portfolio = std::move(*portfolio);
    co_return record;
}

}  // namespace trademind::cli
