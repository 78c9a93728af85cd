// trademind history: bars, however long the range.
#include "brokers/ibkr/broker/history_plan.hpp"
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/progress_bar.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"
#include "domain/history_text.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind::cli {
namespace {

using ibkr_broker::HistoryStep;

class HistoryArguments : public ConnectionArguments {
public:
    ContractArguments contract;
    HistoryRequest request;
    bool all_hours = false;
};

/// Pacing can make a step wait for minutes.
constexpr Duration patience_of_a_step = std::chrono::minutes{11};

/// Step by step, so that the user sees how far it is.
Result<std::vector<Bar>> fetch(Broker& broker, const HistoryRequest& request,
                               const std::vector<HistoryStep>& steps, Console& console)
{
    ProgressBar bar{console.err(), console.is_terminal() && steps.size() > 1};
    bar.show(0);
    std::vector<std::vector<Bar>> parts;
    std::size_t asked = 0;
    for (const HistoryStep& step : steps) {
        auto part = request;
        part.end = step.end;
        part.duration = step.span.text();
        auto bars =
            broker.get_historical_data(part, within(patience_of_a_step, asio::use_future)).get();
        // nights and holidays have no bars, which TWS calls an error
        bool nothing = !bars && steps.size() > 1 && bars.error().code.value() == 162 &&
                       bars.error().message.find("no data") != std::string::npos;
        if (!bars && !nothing) return bars.error();
        if (bars) parts.push_back(std::move(*bars));
        bar.show(static_cast<double>(++asked) / static_cast<double>(steps.size()));
    }
    return ibkr_broker::merge_bars(std::move(parts));
}

Outcome history(HistoryArguments& arguments, Console& console)
{
    auto& request = arguments.request;
    request.contract = contract_of(arguments.contract);
    request.regular_hours = !arguments.all_hours;
    auto steps = ibkr_broker::plan_history(request, system_clock()->now());
    if (!steps) throw WrongUsage{"--" + steps.error().message};
    return with_ibkr(arguments, [&](Broker& broker, const Config&) {
        auto bars = fetch(broker, request, *steps, console);
        if (!bars) return failure(bars.error());
        return Outcome{arguments.as_json ? page(json_list(*bars))
                                         : text_or(bar_table(*bars), "No bars")};
    });
}

std::optional<std::string> span(const std::string& word)
{
    return parse_history_span(word) ? std::optional{word} : std::nullopt;
}

std::optional<std::string> bar_size(const std::string& word)
{
    return parse_bar_size(word) ? std::optional{word} : std::nullopt;
}

}  // namespace

void add_history(Command& program, Console& console)
{
    auto command = program.add("history", "Print historical bars", live_group);
    auto arguments = std::make_shared<HistoryArguments>();
    auto& request = arguments->request;
    add_contract_options(command, arguments->contract);
    command.section("History")
        .option("--duration", request.duration,
                as(span, "SPAN", "is not a number and one of S, D, W, M, Y, such as 2 W"),
                "\"60 S\", \"1 D\", \"2 W\", \"1 M\", \"1 Y\"")
        .option("--bar-size", request.bar_size,
                as(bar_size, "SIZE",
                   "is none of 1 secs, 5 secs, 10 secs, 15 secs, 30 secs, 1 min, 2 mins, 3 mins, 4 "
                   "mins, "
                   "5 mins, 10 mins, 15 mins, 20 mins, 30 mins, 1 hour, 2 hours, 3 hours, 4 "
                   "hours, 8 hours, 1 day, 1 week, 1 month"),
                "\"5 secs\", \"1 min\", \"1 day\" ...")
        .option("--what", request.what_to_show,
                word_of({"TRADES", "MIDPOINT", "BID", "ASK", "BID_ASK", "ADJUSTED_LAST",
                         "AGGTRADES", "HISTORICAL_VOLATILITY", "OPTION_IMPLIED_VOLATILITY",
                         "FEE_RATE", "YIELD_BID", "YIELD_ASK", "YIELD_BID_ASK", "YIELD_LAST"},
                        "KIND"),
                "TRADES, MIDPOINT, BID, ASK ...")
        .option("--end", request.end, utc_time(), "UTC, 2026-01-05T21:00:00Z; now unless said")
        .flag("--all-hours", arguments->all_hours, "Also outside regular trading hours");
    add_connection_options(command, *arguments);
    command.footer(
        "Ranges that TWS does not answer at once are asked for in steps, as IBKR's pacing allows;\n"
        "a bar on standard error shows how far it is.");
    command.status(Exit::not_connected, "no connection to TWS, or it broke");
    command.run([&console, arguments] { return history(*arguments, console); });
}

}  // namespace trademind::cli
