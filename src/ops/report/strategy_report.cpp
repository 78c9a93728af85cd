// What a strategy has done.
#include <trademind/execution/strategy_report.hpp>

#include "ops/report/equity_curve.hpp"
#include "ops/report/fill_sums.hpp"

#include <map>

namespace trademind {

class StrategyReporter::Figures {
public:
    ops::EquityCurve curve;
    ops::FillSums fills;
    Account account;
    std::map<OrderId, OrderStatus> orders;
};

StrategyReporter::StrategyReporter() : figures_{std::make_unique<Figures>()} {}
StrategyReporter::~StrategyReporter() = default;

void StrategyReporter::on_order(const OrderReport& report)
{
    figures_->orders.insert_or_assign(report.id, report.status);
}

void StrategyReporter::on_execution(const Execution& execution)
{
    figures_->fills.add(execution, figures_->account);
}

void StrategyReporter::on_commission(const Commission& commission)
{
    figures_->fills.add(commission, figures_->account);
}

void StrategyReporter::on_account(const Account& account)
{
    figures_->account = account;
    if (!account.portfolio_value || account.updated_at == TimePoint{}) return;
    figures_->curve.add(
        {account.updated_at, *account.portfolio_value, account.gross_position_value});
}

void StrategyReporter::on_quote(const Quote& quote)
{
    figures_->fills.quote(quote);
}

void StrategyReporter::on_details(const ContractDetails& details)
{
    figures_->fills.details(details);
}

StrategyReport StrategyReporter::report(const std::vector<Position>& positions) const
{
    StrategyReport report;
    report.currency = figures_->account.currency;
    figures_->fills.write(report, positions, figures_->account);
    figures_->curve.write(report);
    report.orders = figures_->orders.size();
    for (const auto& [id, status] : figures_->orders) {
        if (status == OrderStatus::filled) ++report.filled_orders;
        if (status == OrderStatus::cancelled) ++report.cancelled_orders;
        if (status == OrderStatus::rejected) ++report.rejected_orders;
    }
    return report;
}

}  // namespace trademind
