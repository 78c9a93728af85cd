// A strategy's report as JSON and as tables.
#include "cli/report_output.hpp"

#include "cli/output_file.hpp"
#include "cli/trading_tables.hpp"

#include <fmt/format.h>

namespace trademind::cli {
namespace {

/// Of the page that write_report writes.
constexpr std::string_view report_beginning = "{\n  \"currency\": ";

Json sums_of(const ReportSums& sums)
{
    return object("fills", sums.fills, "turnover", sums.turnover, "costs", sums.costs, "slippage",
                  sums.slippage, "fills_without_midpoint", sums.without_midpoint, "realized_pnl",
                  sums.realized);
}

Json json_of_part(const ReportDay& day)
{
    auto json = object("date", day.date, "equity_start", day.equity_start, "equity_end",
                       day.equity_end, "pnl", day.pnl, "return", day.rate);
    json.update(sums_of(day));
    return json;
}

Json json_of_part(const ReportSymbol& s)
{
    auto json = object("symbol", s.contract.describe(), "security_type", s.contract.type_text(),
                       "currency", s.contract.currency, "bought", s.bought, "sold", s.sold,
                       "position", s.position, "unrealized_pnl", s.unrealized, "pnl", s.pnl);
    json.update(sums_of(s));
    return json;
}

Json json_of_part(const EquityPoint& point)
{
    return object("time", point.time, "equity", point.equity);
}

template <class T> Json list_of(const std::vector<T>& values)
{
    Json json = Json::array();
    for (const T& value : values) json.push_back(json_of_part(value));
    return json;
}

/// "12.34%"
std::string percent(std::optional<Decimal> rate)
{
    return rate ? grouped(*rate * Decimal{100}) + '%' : "-";
}

Table whole_table(const StrategyReport& r)
{
    Table table{{{"Strategy"}, {r.currency, Align::right}}};
    table.add({"Equity at the start", grouped(r.equity_start)});
    table.add({"Equity at the end", grouped(r.equity_end)});
    table.add({"P&L", grouped(r.pnl)});
    table.add({"Return", percent(r.rate)});
    table.add({"Deepest drawdown", grouped(r.drawdown.amount)});
    table.add({"Deepest drawdown, of the high", percent(r.drawdown.rate)});
    table.add({"Turnover", grouped(r.total.turnover)});
    table.add({"Turnover, times average equity", grouped(r.turnover_rate, 4)});
    table.add({"Costs", grouped(r.total.costs, 4)});
    table.add({"Slippage against the midpoint", grouped(r.total.slippage, 4)});
    table.add({"Exposure, average", percent(r.average_exposure)});
    table.add({"Exposure, highest", percent(r.highest_exposure)});
    table.add({"Time in the market", percent(r.time_in_market)});
    table.add({"Orders, filled, cancelled, refused",
               fmt::format("{}, {}, {}, {}", r.orders, r.filled_orders, r.cancelled_orders,
                           r.rejected_orders)});
    table.add({"Fills, of them without a midpoint",
               fmt::format("{}, {}", r.total.fills, r.total.without_midpoint)});
    return table;
}

Table day_table(const StrategyReport& r)
{
    Table table{
        {"Day", "Equity>", "P&L>", "Return>", "Fills>", "Turnover>", "Costs>", "Slippage>"}};
    for (const ReportDay& d : r.days)
        table.add({d.date, grouped(d.equity_end), grouped(d.pnl), percent(d.rate),
                   std::to_string(d.fills), grouped(d.turnover), grouped(d.costs, 4),
                   grouped(d.slippage, 4)});
    return table;
}

Table symbol_table(const StrategyReport& r)
{
    Table table{{"Symbol", "Bought>", "Sold>", "Position>", "P&L>", "Realized>", "Turnover>",
                 "Costs>", "Slippage>"}};
    for (const ReportSymbol& s : r.symbols)
        table.add({s.contract.describe(), s.bought.str(), s.sold.str(), s.position.str(),
                   grouped(s.pnl), grouped(s.realized), grouped(s.turnover), grouped(s.costs, 4),
                   grouped(s.slippage, 4)});
    return table;
}

}  // namespace

Json json_of(const StrategyReport& r)
{
    auto json = object("currency", r.currency, "from", r.from, "to", r.to, "equity_start",
                       r.equity_start, "equity_end", r.equity_end, "equity_high", r.equity_high,
                       "equity_low", r.equity_low, "pnl", r.pnl, "return", r.rate, "drawdown",
                       object("amount", r.drawdown.amount, "rate", r.drawdown.rate, "high_at",
                              r.drawdown.high_at, "low_at", r.drawdown.low_at));
    json.update(sums_of(r.total));
    json.update(object("turnover_rate", r.turnover_rate, "average_exposure", r.average_exposure,
                       "highest_exposure", r.highest_exposure, "time_in_market", r.time_in_market,
                       "orders", r.orders, "filled_orders", r.filled_orders, "cancelled_orders",
                       r.cancelled_orders, "rejected_orders", r.rejected_orders, "days",
                       list_of(r.days), "symbols", list_of(r.symbols), "equity",
                       list_of(r.equity)));
    return json;
}

std::string to_text(const StrategyReport& report)
{
    return '\n' + whole_table(report).str() + '\n' + text_or(day_table(report), "No days") + '\n' +
           text_or(symbol_table(report), "No symbols");
}

Result<> judge_report_file(const std::filesystem::path& file)
{
    return OutputFile::judge(file, {report_beginning});
}

Result<> write_report(const StrategyReport& report, const std::filesystem::path& file)
{
    auto out = OutputFile::open(file, {report_beginning});
    if (!out) return out.error();
    if (auto written = out->append(page(json_of(report))); !written) return written;
    return out->finish();
}

}  // namespace trademind::cli
