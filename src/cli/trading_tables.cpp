// Orders, fills, positions and accounts as tables for people.
#include "cli/trading_tables.hpp"

#include <algorithm>

namespace trademind::cli {
namespace {

std::string days(std::optional<int> number)
{
    return number ? std::to_string(*number) : "no limit";
}

std::string with_unit(const Commission& commission)
{
    auto text = grouped(commission.amount, 4);
    return commission.currency.empty() ? text : text + ' ' + commission.currency;
}

/// Empty where the broker told no number: TWS tells none of finished orders.
std::string known(OrderId id)
{
    return id == OrderId{} ? std::string{} : to_string(id);
}

/// Where a position's price comes from, and of when it is.
std::string priced(const Position& p)
{
    if (!p.price_source) return "-";
    std::string text{to_string(*p.price_source)};
    return p.price_time ? text + ' ' + clock_time(*p.price_time) : text;
}

/// Why the order is as it is: the error, else the last that the broker said of it, on one line.
std::string why(const OrderReport& r)
{
    if (r.error) return r.error->describe();
    if (r.messages.empty()) return r.why_held;
    auto text = r.messages.back().text;
    std::ranges::replace(text, '\n', ' ');
    return r.why_held.empty() ? text : r.why_held + "; " + text;
}

/// A row for each figure that the broker has reported.
void add_known(Table& table, std::string_view name, const std::optional<Decimal>& value)
{
    if (value) table.add({std::string{name}, grouped(value)});
}

void add_known(Table& table, const std::string& when, const MarginFigures& figures)
{
    add_known(table, "Initial margin" + when, figures.initial);
    add_known(table, "Maintenance margin" + when, figures.maintenance);
    add_known(table, "Available funds" + when, figures.available_funds);
    add_known(table, "Excess liquidity" + when, figures.excess_liquidity);
}

}  // namespace

std::string clock_time(TimePoint time)
{
    if (time == TimePoint{}) return "-";
    std::string text = format_time(time);
    return text.substr(0, 10) + ' ' + text.substr(11, text.size() - 12);
}

Table order_table(const std::vector<OrderReport>& orders)
{
    Table table{
        {"Order>", "Client>", "What", "Status", "Filled>", "Remaining>", "Average>", "Why"}};
    for (const OrderReport& r : orders) {
        // without the number, the client is unknown as well
        bool has_client = r.id != OrderId{} && r.client_id != OrderReport::no_client_id;
        bool has_remaining = word_of(r.order.unknown_words, "quantity", {}).empty() ||
                             is_done(r.status) || !r.remaining.is_zero();
        table.add({known(r.id), has_client ? std::to_string(r.client_id) : "", r.order.describe(),
                   std::string{to_string(r.status)}, r.filled.str(),
                   has_remaining ? r.remaining.str() : "unset", plain(r.average_fill_price),
                   why(r)});
    }
    return table;
}

Table fill_table(const std::vector<Execution>& executions)
{
    Table table{{"Time (UTC)", "Order>", "Side", "Quantity>", "Contract", "Price>", "Commission>",
                 "Realized P&L>"}};
    for (const Execution& e : executions) {
        std::optional<Decimal> realized;
        if (e.commission) realized = e.commission->realized_pnl;
        table.add({clock_time(e.time), known(e.order_id), std::string{e.side_text()},
                   e.quantity.str(), e.contract.describe(), e.price.str(),
                   e.commission ? with_unit(*e.commission) : "-", grouped(realized)});
    }
    return table;
}

Table position_table(const std::vector<Position>& positions)
{
    Table table{{"Contract", "Quantity>", "Average cost>", "Price>", "Value>", "Unrealized P&L>",
                 "Realized P&L>", "Currency", "Priced (UTC)"}};
    for (const Position& p : positions)
        table.add({p.contract.describe(), p.quantity.str(), grouped(p.known_average_cost(), 4),
                   plain(p.market_price), grouped(p.market_value), grouped(p.unrealized_pnl),
                   grouped(p.realized_pnl), p.contract.currency, priced(p)});
    return table;
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
    add_known(table, "Daily P&L", account.daily_pnl);
    add_known(table, "Settled cash", account.settled_cash);
    add_known(table, "Equity with loan", account.equity_with_loan);
    add_known(table, "", account.margin);
    add_known(table, ", next", account.look_ahead);
    add_known(table, "SMA", account.sma);
    if (account.cushion) table.add({"Cushion", account.cushion->str()});
    for (const CurrencyBalance& balance : account.balances)
        if (balance.cash && balance.currency != account.currency)
            table.add({"Cash in " + balance.currency, grouped(balance.cash)});
    if (account.updated_at != TimePoint{})
        table.add({"Time (UTC)", clock_time(account.updated_at)});
    table.add({"Day trades remaining", days(account.day_trades_remaining)});
    return table;
}

Table summary_table(const Portfolio& portfolio)
{
    Table table{{{"Portfolio summary"}, {portfolio.currency, Align::right}}};
    table.add({"Total value", grouped(portfolio.total_value)});
    table.add({"Cash balance", grouped(portfolio.cash_balance)});
    table.add({"Invested value", grouped(portfolio.invested_value)});
    if (!portfolio.invested_value_lacks.empty())
        table.add({"Invested value lacks", portfolio.invested_value_lacks});
    table.add({"Buying power", grouped(portfolio.buying_power)});
    table.add({"Open positions", std::to_string(portfolio.open_positions)});
    table.add({"Day trades remaining", days(portfolio.day_trades_remaining)});
    return table;
}

Table preview_table(const OrderPreview& p)
{
    Table table{{"What if", "Before>", "Change>", "After>"}};
    table.add({"Initial margin", grouped(p.initial_margin_before), grouped(p.initial_margin_change),
               grouped(p.initial_margin_after)});
    table.add({"Maintenance margin", grouped(p.maintenance_margin_before),
               grouped(p.maintenance_margin_change), grouped(p.maintenance_margin_after)});
    table.add({"Equity with loan", grouped(p.equity_before), grouped(p.equity_change),
               grouped(p.equity_after)});
    std::string commission = grouped(p.commission, 4);
    if (!p.commission && p.minimum_commission && p.maximum_commission)
        commission = grouped(*p.minimum_commission, 4) + " to " + grouped(*p.maximum_commission, 4);
    table.add({"Commission", "", commission + ' ' + p.commission_currency});
    return table;
}

Table contract_table(const std::vector<ContractDetails>& contracts)
{
    Table table{
        {"Contract id>", "Type", "Contract", "Exchange", "Primary", "Currency", "Tick>", "Name"}};
    for (const ContractDetails& d : contracts)
        table.add({std::to_string(d.contract.id), std::string{d.contract.type_text()},
                   d.contract.describe(), d.contract.exchange, d.contract.primary_exchange,
                   d.contract.currency, plain(d.minimum_tick), d.long_name});
    return table;
}

Table quote_table(const Quote& q)
{
    Table table{{{q.contract.describe()}, {std::string{to_string(q.type)}, Align::right}}};
    auto pair = [](std::optional<Decimal> price, std::optional<Decimal> size) {
        return size ? plain(price) + " x " + size->str() : plain(price);
    };
    table.add({"Bid", pair(q.bid, q.bid_size)});
    table.add({"Ask", pair(q.ask, q.ask_size)});
    table.add({"Last", pair(q.last, q.last_size)});
    table.add({"Open", plain(q.open)});
    table.add({"High", plain(q.high)});
    table.add({"Low", plain(q.low)});
    table.add({"Close", plain(q.close)});
    table.add({"Volume", plain(q.volume)});
    table.add({"Time (UTC)", clock_time(q.time)});
    if (q.halted) table.add({"Trading", "halted"});
    return table;
}

Table bar_table(const std::vector<Bar>& bars)
{
    Table table{{"Time (UTC)", "Open>", "High>", "Low>", "Close>", "Volume>", "Trades>"}};
    for (const Bar& b : bars)
        table.add({clock_time(b.time), b.open.str(), b.high.str(), b.low.str(), b.close.str(),
                   plain(b.volume), std::to_string(b.trade_count)});
    return table;
}

std::string text_or(const Table& table, const std::string& none)
{
    return table.empty() ? none + '\n' : table.str();
}

}  // namespace trademind::cli
