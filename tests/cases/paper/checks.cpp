// What a case expects.
#include "cases/paper/checks.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace trademind::cases {
namespace {

constexpr std::array<std::pair<std::string_view, Errc>, 22> error_names{
    {{"not_connected", Errc::not_connected},
     {"timed_out", Errc::timed_out},
     {"cancelled", Errc::cancelled},
     {"invalid_argument", Errc::invalid_argument},
     {"not_supported", Errc::not_supported},
     {"unknown_contract", Errc::unknown_contract},
     {"unknown_order", Errc::unknown_order},
     {"not_cancellable", Errc::not_cancellable},
     {"not_modifiable", Errc::not_modifiable},
     {"rejected", Errc::rejected},
     {"invalid_order", Errc::invalid_order},
     {"buying_power", Errc::buying_power},
     {"day_trade_limit", Errc::day_trade_limit},
     {"duplicate_order", Errc::duplicate_order},
     {"no_price", Errc::no_price},
     {"overflow", Errc::overflow},
     {"config", Errc::config},
     {"internal", Errc::internal},
     {"not_subscribed", Errc::not_subscribed},
     {"input_output", Errc::input_output},
     {"data_file", Errc::data_file},
     {"corporate_action", Errc::corporate_action}}};

bool is_error(const Error& error, std::string_view wanted)
{
    if (wanted == "any") return true;
    auto named = std::ranges::find(error_names, wanted, &std::pair<std::string_view, Errc>::first);
    if (named != error_names.end()) return error == named->second;
    return std::to_string(error.code.value()) == wanted;
}

/// Collects what does not hold.
class Findings {
public:
    void expect(bool holds, const std::string& what, const std::string& wanted,
                const std::string& found)
    {
        if (!holds) all.push_back(what + ": expected " + wanted + ", is " + found);
    }
    /// "none"; "~value:tolerance", 0.005 where it names none; else exactly that.
    void expect(const std::string& what, const std::string& wanted,
                const std::optional<Decimal>& found)
    {
        expect(holds(wanted, found), what, wanted, found ? found->str() : "none");
    }
    void expect(const std::string& what, const std::string& wanted, const std::string& found)
    {
        expect(wanted == found, what, wanted, found);
    }
    void expect_error(const std::string& what, const std::string& wanted,
                      const std::optional<Error>& found)
    {
        bool right = found ? is_error(*found, wanted) : wanted == "none";
        expect(right, what, wanted, found ? found->describe() : "none");
    }
    std::vector<std::string> all;

private:
    static bool holds(const std::string& wanted, const std::optional<Decimal>& found)
    {
        if (wanted == "none" || !found) return wanted == "none" && !found;
        if (!wanted.starts_with('~')) return *found == number(wanted);
        auto about = parts(wanted.substr(1), ':');
        Decimal tolerance = number(about.size() > 1 ? about[1] : "0.005");
        return (*found - number(about.at(0))).abs() <= tolerance;
    }
};

/// Writes what `value_of(key)` has beside what the command says of each key.
template <class ValueOf>
void expect_values(Findings& findings, const Command& command, const std::string& what,
                   const ValueOf& value_of)
{
    for (const auto& [key, wanted] : command.keys())
        findings.expect(what + " " + key, wanted, value_of(key));
}

[[noreturn]] void unknown_key(const std::string& key)
{
    throw std::runtime_error{"there is nothing to expect of '" + key + "'"};
}

bool has_status(const std::string& wanted, OrderStatus status)
{
    return std::ranges::any_of(parts(wanted, '|'), [&](const std::string& word) {
        return word == to_string(status) || (word == "Open" && is_open(status)) ||
               (word == "Done" && is_done(status));
    });
}

std::string fills_of(Desk& desk, OrderId id)
{
    auto all =
        desk.ask<std::vector<Execution>>([&](auto done) { desk.broker().get_executions(done); });
    std::string text;
    for (const auto& e : all.value())
        if (e.order_id == id)
            text += (text.empty() ? "" : ",") + e.quantity.str() + "@" + e.price.str();
    return text.empty() ? "none" : text;
}

OrderReport report_of(Desk& desk, OrderId id)
{
    auto all = desk.ask<std::vector<OrderReport>>(
        [&](auto done) { desk.broker().get_orders(OrderFilter::all, done); });
    auto found = std::ranges::find(all.value(), id, &OrderReport::id);
    if (found == all.value().end()) throw std::runtime_error{"the broker does not know it"};
    return *found;
}

void expect_of_report(Findings& f, Desk& desk, const OrderReport& r, const std::string& key,
                      const std::string& wanted, const std::string& what)
{
    if (key == "status")
        f.expect(has_status(wanted, r.status), what, wanted,
                 std::string{to_string(r.status)} + (r.error ? " " + r.error->describe() : ""));
    else if (key == "filled")
        f.expect(what, wanted, std::optional{r.filled});
    else if (key == "rem")
        f.expect(what, wanted, std::optional{r.remaining});
    else if (key == "avg")
        f.expect(what, wanted, r.average_fill_price);
    else if (key == "last")
        f.expect(what, wanted, r.last_fill_price);
    else if (key == "comm")
        f.expect(what, wanted, std::optional{r.commission});
    else if (key == "lmt")
        f.expect(what, wanted, r.order.limit_price);
    else if (key == "stp")
        f.expect(what, wanted, r.order.stop_price);
    else if (key == "qty")
        f.expect(what, wanted, std::optional{r.order.quantity});
    else if (key == "reason")
        f.expect_error(what, wanted, r.error);
    else if (key == "held")
        f.expect(what, wanted, r.why_held);
    else if (key == "fills")
        f.expect(what, wanted, fills_of(desk, r.id));
    else if (key == "states")
        f.expect(what, wanted, desk.states(r.id));
    else
        unknown_key(key);
}

void expect_order(Findings& f, const Command& command, Desk& desk)
{
    const std::string& name = command.word(1);
    const auto& order = desk.order(name);
    if (command.has("err")) f.expect_error(name + " error", command.name_of("err"), order.refusal);
    if (command.has("moderr"))
        f.expect_error(name + " error of a change", command.name_of("moderr"), order.failure);
    std::optional<OrderReport> report;
    for (const auto& [key, wanted] : command.keys()) {
        if (key == "err" || key == "moderr") continue;
        std::string what = name + " " + key;
        if (!order.id) {
            // refused by the call itself: that is Rejected, with nothing filled
            if (key == "reason")
                f.expect_error(what, wanted, order.refusal);
            else if (key == "filled")
                f.expect(what, wanted, std::optional{Decimal{}});
            else
                f.expect(key == "status" && has_status(wanted, OrderStatus::rejected), what, wanted,
                         order.refusal ? order.refusal->describe() : "unanswered");
            continue;
        }
        if (!report) report = report_of(desk, *order.id);
        if (key == "ids") {
            bool same = report->permanent_id == order.permanent_id;
            f.expect(what, wanted, std::string{same ? "same" : "new"});
            continue;
        }
        expect_of_report(f, desk, *report, key, wanted, what);
    }
}

void expect_position(Findings& f, const Command& command, Desk& desk)
{
    auto all =
        desk.ask<std::vector<Position>>([&](auto done) { desk.broker().get_positions(done); });
    Position p;
    for (const auto& one : all.value())
        if (one.contract.same_instrument(desk.contract(command.word(1)))) p = one;
    expect_values(f, command, "position " + command.word(1),
                  [&](const std::string& key) -> std::optional<Decimal> {
                      if (key == "qty") return p.quantity;
                      if (key == "cost") return p.average_cost;
                      if (key == "price") return p.market_price;
                      if (key == "value") return p.market_value;
                      if (key == "upl") return p.unrealized_pnl;
                      if (key == "rpl") return p.realized_pnl;
                      unknown_key(key);
                  });
}

void expect_account(Findings& f, const Command& command, Desk& desk)
{
    Account a = desk.ask<Account>([&](auto done) { desk.broker().get_account(done); }).value();
    expect_values(f, command, "account", [&](const std::string& key) -> std::optional<Decimal> {
        if (key == "cash") return a.cash_balance;
        if (key == "nlv") return a.portfolio_value;
        if (key == "bp") return a.buying_power;
        if (key == "gross") return a.gross_position_value;
        if (key == "rpl") return a.realized_pnl;
        if (key == "upl") return a.unrealized_pnl;
        if (key == "sma") return a.sma;
        if (key == "excess") return a.margin.excess_liquidity;
        if (key == "init") return a.margin.initial;
        if (key == "maint") return a.margin.maintenance;
        if (key == "avail") return a.margin.available_funds;
        if (key == "elv") return a.equity_with_loan;
        if (key == "regtmargin") return a.reg_t_margin;
        if (key == "settled") return a.settled_cash;
        if (key == "cushion") return a.cushion;
        if (key != "dt") unknown_key(key);
        if (!a.day_trades_remaining) return std::nullopt;
        return Decimal{*a.day_trades_remaining};
    });
}

void expect_statistics(Findings& f, const Command& command, Desk& desk)
{
    auto s =
        desk.ask<paper::Statistics>([&](auto done) { desk.broker().get_statistics(done); }).value();
    expect_values(f, command, "statistics", [&](const std::string& key) -> std::optional<Decimal> {
        auto whole = [](std::uint64_t n) { return Decimal{static_cast<std::int64_t>(n)}; };
        if (key == "crossed") return whole(s.crossed_quotes);
        if (key == "stale") return whole(s.stale_quotes);
        if (key == "executions") return whole(s.executions);
        if (key == "orders") return whole(s.orders);
        unknown_key(key);
    });
}

void expect_quote(Findings& f, const Command& command, Desk& desk)
{
    const Contract& contract = desk.contract(command.word(1));
    (void)desk.ask<void>([&](auto done) { desk.broker().subscribe(contract, done); });
    auto q = desk.ask<Quote>([&](auto done) { desk.broker().get_quote(contract, done); }).value();
    expect_values(f, command, "quote", [&](const std::string& key) -> std::optional<Decimal> {
        if (key == "bid") return q.bid;
        if (key == "bidsize") return q.bid_size;
        if (key == "ask") return q.ask;
        if (key == "asksize") return q.ask_size;
        if (key == "last") return q.last;
        if (key == "lastsize") return q.last_size;
        if (key == "open") return q.open;
        if (key == "high") return q.high;
        if (key == "low") return q.low;
        if (key == "close") return q.close;
        if (key == "volume") return q.volume;
        unknown_key(key);
    });
}

void expect_preview(Findings& f, const Command& command, Desk& desk)
{
    if (!desk.preview()) throw std::runtime_error{"there was no preview"};
    const auto& got = *desk.preview();
    if (command.has("err") || !got) {
        auto error = got ? std::nullopt : std::optional{got.error()};
        return f.expect_error("preview error", command.name_of("err", "none"), error);
    }
    const OrderPreview& p = *got;
    for (const auto& [key, wanted] : command.keys()) {
        std::string what = "preview " + key;
        if (key == "comm")
            f.expect(what, wanted, p.commission);
        else if (key == "init")
            f.expect(what, wanted, p.initial_margin_change);
        else if (key == "maint")
            f.expect(what, wanted, p.maintenance_margin_change);
        else if (key == "initafter")
            f.expect(what, wanted, p.initial_margin_after);
        else if (key == "maintafter")
            f.expect(what, wanted, p.maintenance_margin_after);
        else if (key == "equity")
            f.expect(what, wanted, p.equity_change);
        else if (key == "equityafter")
            f.expect(what, wanted, p.equity_after);
        else if (key == "warning")
            f.expect((wanted == "none") == p.warning.empty(), what, wanted, "'" + p.warning + "'");
        else
            unknown_key(key);
    }
}

void expect_exercise(Findings& f, const Command& command, Desk& desk)
{
    f.expect_error("exercise error", command.name_of("err", "none"), desk.exercise_fault());
}

void expect_notice(Findings& f, const Command& command, Desk& desk)
{
    bool came = std::ranges::any_of(desk.notices(), [&](const Notice& notice) {
        return is_error(notice.error, command.word(1));
    });
    bool wanted = command.size() < 3 || command.word(2) != "absent";
    f.expect(came == wanted, "notice " + command.word(1), wanted ? "one" : "none",
             came ? "one" : "none");
}

}  // namespace

std::vector<std::string> failures_of(const Command& command, Desk& desk)
{
    using Check = void (*)(Findings&, const Command&, Desk&);
    constexpr std::array<std::pair<std::string_view, Check>, 8> checks{
        {{"expect", expect_order},
         {"pos", expect_position},
         {"acct", expect_account},
         {"stat", expect_statistics},
         {"book", expect_quote},
         {"expectpreview", expect_preview},
         {"expectexercise", expect_exercise},
         {"notice", expect_notice}}};
    auto check = std::ranges::find(checks, std::string_view{command.name()},
                                   &std::pair<std::string_view, Check>::first);
    if (check == checks.end()) throw std::runtime_error{"there is no command " + command.name()};
    Findings findings;
    desk.broker();
    check->second(findings, command, desk);
    return findings.all;
}

}  // namespace trademind::cases
