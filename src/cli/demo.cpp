// trademind demo: the whole way on the paper broker, over a market made on the spot.
#include "cli/options.hpp"
#include "cli/trading_session.hpp"

#include <cstdint>
#include <limits>
#include <memory>

namespace trademind::cli {
namespace {

Outcome demo(std::uint64_t seed, bool as_json)
{
    paper::GeneratorOptions market;
    market.seed = seed;
    SessionPlan plan;
    plan.tape = std::make_shared<const paper::Tape>(paper::generate_tape(market));
    plan.strategy.contracts = plan.tape->listed();
    plan.config.paper.starting_cash = Decimal{100'000};
    plan.config.log.level = "warning";  // the tables tell it all

    auto heading = describe(plan);
    auto record = run_session(std::move(plan));
    if (!record) return record.error();
    return Outcome{as_json ? to_json(*record) : heading + '\n' + to_text(*record)};
}

}  // namespace

void add_demo(Command& program, Console&)
{
    auto command = program.add("demo", "Trade a made-up market on paper and print every table");
    auto as_json = std::make_shared<bool>(false);
    auto seed = std::make_shared<std::uint64_t>(1);
    command
        .option("--seed", *seed, whole_number(0, std::numeric_limits<std::int64_t>::max()),
                "Another number makes another market")
        .json(*as_json);
    command.run([seed, as_json] { return demo(*seed, *as_json); });
}

}  // namespace trademind::cli
