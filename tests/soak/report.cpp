// The validation report of a soak, for persons and for programs.
#include "cli/table.hpp"
#include "cli/trading_json.hpp"
#include "soak/run.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace trademind::soak {
namespace {

using cli::Align, cli::grouped, cli::Json, cli::Table;

std::string whole(std::size_t number)
{
    return grouped(Decimal{static_cast<std::int64_t>(number)}, 0);
}

Table activity(const Report& r)
{
    Table table{{{"Activity"}, {"", Align::right}}};
    table.add({"Market events played", whole(r.rows)});
    table.add({"Restarts of the broker", whole(static_cast<std::size_t>(r.restarts))});
    table.add({"Orders", whole(r.orders)});
    table.add({"  filled", whole(r.filled)});
    table.add({"  cancelled", whole(r.cancelled)});
    table.add({"  refused by the account", whole(r.refused)});
    table.add({"  working at the end", whole(r.working)});
    table.add({"Cancels asked for at random", whole(r.cancels_asked)});
    table.add({"Modifies asked for at random", whole(r.modifies_asked)});
    table.add({"Executions", whole(r.executions)});
    table.add({"Shares traded", grouped(r.volume, 0)});
    table.add({"Commissions and fees", grouped(r.commissions)});
    return table;
}

Table position_table(const Report& r)
{
    Table table{{{"Position"},
                 {"Account", Align::right},
                 {"Recomputed", Align::right},
                 {"Realized P&L", Align::right},
                 {"Recomputed", Align::right}}};
    for (const AuditedPosition& p : r.positions)
        table.add({p.symbol, p.account_quantity.str(), p.quantity.str(),
                   grouped(p.account_realized), grouped(p.realized)});
    return table;
}

Table check_table(const Report& r)
{
    Table table{{{"Check"}, {"Account", Align::right}, {"Recomputed", Align::right}, {"Verdict"}}};
    for (const Check& check : r.checks)
        table.add(
            {check.name, check.account, check.recomputed, check.holds ? "equal" : "DIFFERENT"});
    return table;
}

}  // namespace

std::string to_text(const Report& report)
{
    auto different = std::ranges::count(report.checks, false, &Check::holds);
    auto verdict = report.passed() ? fmt::format("PASSED: all {} checks hold", report.checks.size())
                                   : fmt::format("FAILED: {} of {} checks do not hold", different,
                                                 report.checks.size());
    std::string faults;
    for (const auto& fault : report.faults) faults += fault + '\n';
    const Plan& plan = report.plan;
    auto market = plan.tape_file.empty()
                      ? fmt::format("{} days, {} symbols", plan.days, plan.symbols)
                      : plan.tape_file.filename().string();
    return fmt::format("Soak of the paper broker: {}, seed {}\n\n{}\n{}\n{}\n{}{}\n", market,
                       plan.seed, activity(report).str(), position_table(report).str(),
                       check_table(report).str(), faults, verdict);
}

std::string to_json(const Report& r)
{
    Json positions = Json::array(), checks = Json::array();
    for (const AuditedPosition& p : r.positions)
        positions.push_back({{"symbol", p.symbol},
                             {"quantity", p.account_quantity.str()},
                             {"quantity_recomputed", p.quantity.str()},
                             {"realized_pnl", p.account_realized.str()},
                             {"realized_pnl_recomputed", p.realized.str()}});
    for (const Check& c : r.checks)
        checks.push_back({{"name", c.name},
                          {"account", c.account},
                          {"recomputed", c.recomputed},
                          {"holds", c.holds}});
    Json json{{"passed", r.passed()},
              {"days", r.plan.days},
              {"symbols", r.plan.symbols},
              {"seed", r.plan.seed},
              {"market_events", r.rows},
              {"restarts", r.restarts},
              {"orders", r.orders},
              {"filled", r.filled},
              {"cancelled", r.cancelled},
              {"refused", r.refused},
              {"working", r.working},
              {"cancels_asked", r.cancels_asked},
              {"modifies_asked", r.modifies_asked},
              {"executions", r.executions},
              {"volume", r.volume.str()},
              {"commissions", r.commissions.str()},
              {"positions", std::move(positions)},
              {"checks", std::move(checks)},
              {"faults", r.faults}};
    return json.dump(2) + '\n';
}

}  // namespace trademind::soak
