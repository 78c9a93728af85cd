// The trading record as tables.
#include "cli/trading_log.hpp"
#include "cli/trading_tables.hpp"

#include <fmt/format.h>

namespace trademind::cli {
namespace {

Table order_log(const TradingRecord& record)
{
    Table table{{"Time (UTC)", "Order>", "What", "Status", "Filled>", "Average>", "Why"}};
    for (const auto& [time, report] : record.orders)
        table.add({clock_time(time), to_string(report.id), report.order.describe(),
                   std::string{to_string(report.status)}, report.filled.str(),
                   plain(report.average_fill_price),
                   report.error ? report.error->describe() : report.why_held});
    return table;
}

void section(std::string& text, std::string_view title, const Table& table, std::string_view none)
{
    text +=
        fmt::format("\n{}\n{}", title, table.empty() ? fmt::format("  {}\n", none) : table.str());
}

/// On paper, cash and positions must be the total, to the cent. IBKR values an account at moments
/// of its own, so that its total stands beside the sum.
std::string balance(const TradingRecord& record)
{
    const Portfolio& p = record.portfolio;
    if (!p.cash_balance || !p.invested_value || !p.total_value) return {};
    Decimal sum = *p.cash_balance + *p.invested_value;
    auto total = grouped(*p.total_value);
    std::string verdict = "net liquidation as last told: " + total;
    if (sum.round(2) == p.total_value->round(2))
        verdict = "equals the net liquidation " + total;
    else if (record.broker == "paper")
        verdict = "DIFFERS FROM the net liquidation " + total;
    return fmt::format("\ncash {} + positions {} = {}: {}\n", grouped(*p.cash_balance),
                       grouped(*p.invested_value), grouped(sum), verdict);
}

}  // namespace

std::string to_text(const TradingRecord& record)
{
    std::string text;
    section(text, "Order log", order_log(record), "no orders");
    if (!record.refusals.empty()) {
        text += "\nRefused\n";
        for (const auto& line : record.refusals) text += "  " + line + '\n';
    }
    section(text, "Fills", fill_table(record.executions), "no fills");
    if (record.account_unknown)
        return text +
               "\nPositions and account\n  not known: " + record.account_unknown->describe() + '\n';
    section(text, "Positions", position_table(record.positions), "none");
    text += '\n' + account_table(record.account).str();
    text += '\n' + summary_table(record.portfolio).str();
    return text + balance(record);
}

}  // namespace trademind::cli
