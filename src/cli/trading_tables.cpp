// The tables that a person reads.
#include "cli/table.hpp"
#include "cli/trading_log.hpp"

#include <fmt/format.h>

namespace trademind::cli {
namespace {

std::string clock_time(TimePoint time)
{
    if (time == TimePoint{}) return "-";
    std::string text = format_time(time);
    return text.substr(0, 10) + ' ' + text.substr(11, text.size() - 12);
}

Table order_log(const TradingRecord& record)
{
    Table table{{{"Time (UTC)"},
                 {"Order", Align::right},
                 {"What"},
                 {"Status"},
                 {"Filled", Align::right},
                 {"Average", Align::right},
                 {"Why"}}};
    for (const auto& [time, report] : record.orders)
        table.add({clock_time(time), to_string(report.id), report.order.describe(),
                   std::string{to_string(report.status)}, report.filled.str(),
                   plain(report.average_fill_price),
                   report.error ? report.error->describe() : report.why_held});
    return table;
}

Table fills(const TradingRecord& record)
{
    Table table{{{"Time (UTC)"},
                 {"Order", Align::right},
                 {"Side"},
                 {"Quantity", Align::right},
                 {"Contract"},
                 {"Price", Align::right},
                 {"Commission", Align::right},
                 {"Realized P&L", Align::right}}};
    for (const Execution& e : record.executions) {
        std::optional<Decimal> commission, realized;
        if (e.commission) {
            commission = e.commission->amount;
            realized = e.commission->realized_pnl;
        }
        table.add({clock_time(e.time), to_string(e.order_id), std::string{to_string(e.side)},
                   e.quantity.str(), e.contract.describe(), e.price.str(), grouped(commission, 4),
                   grouped(realized)});
    }
    return table;
}

Table position_table(const TradingRecord& record)
{
    Table table{{{"Contract"},
                 {"Quantity", Align::right},
                 {"Average cost", Align::right},
                 {"Price", Align::right},
                 {"Value", Align::right},
                 {"Unrealized P&L", Align::right},
                 {"Realized P&L", Align::right}}};
    for (const Position& p : record.positions)
        table.add({p.contract.describe(), p.quantity.str(), grouped(p.average_cost, 4),
                   plain(p.market_price), grouped(p.market_value), grouped(p.unrealized_pnl),
                   grouped(p.realized_pnl)});
    return table;
}

std::string days(std::optional<int> number)
{
    return number ? std::to_string(*number) : "no limit";
}

Table account_table(const Account& account)
{
    Table table{{{"Account " + account.id}, {account.currency, Align::right}}};
    table.add({"Cash", grouped(account.cash_balance)});
    table.add({"Net liquidation", grouped(account.portfolio_value)});
    table.add({"Buying power", grouped(account.buying_power)});
    table.add({"Gross position value", grouped(account.gross_position_value)});
    table.add({"Realized P&L", grouped(account.realized_pnl)});
    table.add({"Unrealized P&L", grouped(account.unrealized_pnl)});
    table.add({"Day trades remaining", days(account.day_trades_remaining)});
    return table;
}

Table summary_table(const Portfolio& portfolio)
{
    Table table{{{"Portfolio summary"}, {"", Align::right}}};
    table.add({"Total value", grouped(portfolio.total_value)});
    table.add({"Cash balance", grouped(portfolio.cash_balance)});
    table.add({"Invested value", grouped(portfolio.invested_value)});
    table.add({"Buying power", grouped(portfolio.buying_power)});
    table.add({"Open positions", std::to_string(portfolio.open_positions)});
    table.add({"Day trades remaining", days(portfolio.day_trades_remaining)});
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
    section(text, "Fills", fills(record), "no fills");
    section(text, "Positions", position_table(record), "none");
    text += '\n' + account_table(record.account).str();
    text += '\n' + summary_table(record.portfolio).str();
    return text + balance(record);
}

}  // namespace trademind::cli
