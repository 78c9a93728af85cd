// Finding out what happened behind a break: open orders, executions, completed orders, positions.
#include "brokers/ibkr/broker/reconciler.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// Source: TWS's trade log.
constexpr int most_days_of_executions = 7;

// The lists reach the orders as every other news of them does.
constexpr auto ignore = [](const ibkr::OpenOrdersEnd&) {};

}  // namespace

void Reconciler::start(std::optional<TimePoint> lost_at, bool after_break, Done done)
{
    ++generation_;
    running_ = true;
    after_break_ = after_break;
    done_ = std::move(done);
    report_ = {};
    report_.lost_at = lost_at;
    orders_known_ = positions_known_ = true;
    read_only_ = false;
    lists_ = lists_since_midnight(desk_.options.time_zone, desk_.now());
    orders_.begin();
    ask();
}

void Reconciler::has_unread_row(bool ListCoverage::*list)
{
    if (!std::exchange(lists_.*list, false)) return;
    auto name = list == &ListCoverage::open        ? "open orders"
                : list == &ListCoverage::completed ? "completed orders"
                                                   : "executions";
    report_.complete = false;
    report_.missing.push_back(std::string{name} + ": a row cannot be read");
    if (list == &ListCoverage::open) orders_known_ = false;
}

void Reconciler::interrupted()
{
    // What had not come whole says nothing about differences.
    before_.reset();
    if (positions_.positions().complete()) before_ = positions_.positions().all();
    orders_.interrupted();
}

void Reconciler::abandon()
{
    ++generation_;
    running_ = false;
}

void Reconciler::ask()
{
    bool binds = desk_.options.client_id == 0 && desk_.options.bind_manual_orders;
    left_ = binds && desk_.options.see_foreign_orders ? 5 : 4;
    auto part = [this](Part its) {
        return life_.guard([this, its, generation = generation_](const Result<void>& outcome) {
            if (generation == generation_) part_done(its, outcome);
        });
    };
    auto patience = desk_.options.reconcile_timeout;
    // Only the list of a client's own orders binds what was entered by hand before.
    if (left_ == 5)
        desk_.core.ask(ibkr::OpenOrdersRequest{}, patience, ignore,
                       part({"open orders of client 0"}));
    if (desk_.options.see_foreign_orders)
        desk_.core.ask(ibkr::AllOpenOrdersRequest{}, patience, ignore,
                       part({"open orders", &ListCoverage::open}));
    else
        desk_.core.ask(ibkr::OpenOrdersRequest{}, patience, ignore,
                       part({"open orders", &ListCoverage::open}));
    ibkr::ExecutionRequest executions;
    // Those since midnight, unless more are asked for, which TWS has where its trade log shows
    // them.
    auto days = report_.lost_at ? desk_.days_since(*report_.lost_at) : 0;
    if (days > 0 && desk_.core.server() >= ibkr::Version::days_of_executions)
        executions.filter.last_n_days = std::min(days + 1, most_days_of_executions);
    desk_.core.ask(
        executions, patience, [](const ibkr::ExecutionDetailsEnd&) {},
        part({"executions", &ListCoverage::executions}));
    desk_.core.ask(
        ibkr::CompletedOrdersRequest{}, patience, [](const ibkr::CompletedOrdersEnd&) {},
        part({"completed orders", &ListCoverage::completed}));
    auto positions = part({"positions", nullptr, true});
    auto told = std::make_shared<bool>(false);
    auto once = [positions, told](const Result<void>& outcome) mutable {
        if (!std::exchange(*told, true)) positions(outcome);
    };
    auto timer =
        std::make_shared<Subscription>(desk_.clock.after(patience, desk_.strand, [once]() mutable {
            once(Error{Errc::timed_out, "positions did not come"});
        }));
    // After 1102 nobody has asked for them: behind the executions, so that both tell of one time.
    if (after_break_) positions_.refresh();
    positions_.when_current([once, timer](Result<void> outcome) mutable {
        timer->reset();
        once(outcome);
    });
}

void Reconciler::part_done(const Part& part, const Result<void>& outcome)
{
    if (!outcome) {
        report_.complete = false;
        if (part.positions) positions_known_ = false;
        report_.missing.push_back(std::string{part.name} + ": " + outcome.error().describe());
        // A read-only API refuses the list, and would refuse every order by itself.
        bool read_only = outcome.error().message.find("Read-Only") != std::string::npos;
        if (part.list) lists_.*part.list = false;
        read_only_ = read_only_ || (read_only && part.list == &ListCoverage::open);
        if (part.list == &ListCoverage::open && !read_only) orders_known_ = false;
    }
    if (--left_ == 0) finish();
}

void Reconciler::finish()
{
    running_ = false;
    report_.reconciled_at = desk_.now();
    orders_.end(lists_, report_.complete && after_break_, report_);
    auto moves = orders_.take_moves();
    if (before_ && after_break_ && positions_known_) compare_positions(moves);
    if (after_break_) before_.reset();
    if (done_) done_(report_, orders_known_);
}

void Reconciler::compare_positions(const std::vector<PositionMove>& moves)
{
    std::vector<PositionDifference> all;
    auto of = [&](const std::string& account, const Contract& contract) -> PositionDifference& {
        auto known = std::ranges::find_if(all, [&](const PositionDifference& d) {
            return d.account == account && d.contract.same_instrument(contract);
        });
        if (known != all.end()) return *known;
        auto& fresh = all.emplace_back();
        fresh.account = account;
        fresh.contract = contract;
        return fresh;
    };
    for (const auto& p : *before_) {
        auto& d = of(p.account, p.contract);
        d.before = d.expected = p.quantity;
    }
    for (const auto& move : moves) of(move.account, move.contract).expected += move.change;
    for (const auto& p : positions_.positions().all()) of(p.account, p.contract).now = p.quantity;
    for (auto& d : all)
        if (d.expected != d.now) report_.position_differences.push_back(std::move(d));
}

}  // namespace trademind::ibkr_broker
