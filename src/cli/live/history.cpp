// trademind history: bars, however long the range.
#include "brokers/ibkr/broker/history_plan.hpp"
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/progress_bar.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <memory>

namespace trademind::cli {
namespace {

using ibkr_broker::HistoryStep;

class HistoryArguments : public ConnectionArguments {
public:
    ContractArguments contract;
    HistoryRequest request;
    std::string end;
    bool all_hours = false;
};

Result<HistoryRequest> request_of(const HistoryArguments& arguments)
{
    auto contract = contract_of(arguments.contract);
    if (!contract) return contract.error();
    auto request = arguments.request;
    request.contract = std::move(*contract);
    request.regular_hours = !arguments.all_hours;
    if (!arguments.end.empty()) {
        request.end = parse_time(arguments.end);
        if (!request.end)
            return Error{Errc::invalid_argument,
                         "--end: \"" + arguments.end + "\" is no time like 2026-01-05T21:00:00Z"};
    }
    return request;
}

/// Pacing can make a step wait for minutes.
constexpr Duration patience_of_a_step = std::chrono::minutes{11};

/// Step by step, so that the user sees how far it is.
Result<std::vector<Bar>> fetch(Broker& broker, const HistoryRequest& request, Console& console)
{
    auto steps = ibkr_broker::plan_history(request, broker.clock()->now());
    if (!steps) return steps.error();
    ProgressBar bar{console.err(), console.is_terminal() && steps->size() > 1};
    bar.show(0);
    std::vector<std::vector<Bar>> parts;
    std::size_t asked = 0;
    for (const HistoryStep& step : *steps) {
        auto part = request;
        part.end = step.end;
        part.duration = step.span.text();
        auto bars =
            broker.get_historical_data(part, within(patience_of_a_step, asio::use_future)).get();
        // nights and holidays have no bars, which TWS calls an error
        bool nothing = !bars && steps->size() > 1 && bars.error().code.value() == 162 &&
                       bars.error().message.find("no data") != std::string::npos;
        if (!bars && !nothing) return bars.error();
        if (bars) parts.push_back(std::move(*bars));
        bar.show(static_cast<double>(++asked) / static_cast<double>(steps->size()));
    }
    return ibkr_broker::merge_bars(std::move(parts));
}

Outcome history(const HistoryArguments& arguments, Console& console)
{
    auto request = request_of(arguments);
    if (!request) return request.error();
    return with_ibkr(arguments, [&](Broker& broker, const Config&) {
        auto bars = fetch(broker, *request, console);
        if (!bars) return failure(bars.error());
        return Outcome{arguments.as_json ? page(json_list(*bars))
                                         : text_or(bar_table(*bars), "No bars")};
    });
}

}  // namespace

void add_history(CLI::App& app, Outcome& outcome, Console& console)
{
    auto* command =
        app.add_subcommand("history", "Print historical bars")->group("TWS or IB Gateway");
    auto arguments = std::make_shared<HistoryArguments>();
    auto& request = arguments->request;
    add_contract_options(*command, arguments->contract);
    command
        ->add_option("--duration", request.duration, "\"60 S\", \"1 D\", \"2 W\", \"1 M\", \"1 Y\"")
        ->capture_default_str()
        ->type_name("SPAN");
    command->add_option("--bar-size", request.bar_size, "\"5 secs\", \"1 min\", \"1 day\" ...")
        ->capture_default_str()
        ->type_name("SIZE");
    command->add_option("--what", request.what_to_show, "TRADES, MIDPOINT, BID, ASK ...")
        ->capture_default_str()
        ->type_name("KIND");
    command->add_option("--end", arguments->end, "UTC, 2026-01-05T21:00:00Z; now unless said")
        ->type_name("TIME");
    command->add_flag("--all-hours", arguments->all_hours, "Also outside regular trading hours");
    add_connection_options(*command, *arguments);
    command->footer(
        "Ranges that TWS does not answer at once are asked for in steps, as IBKR's pacing allows;\n"
        "a bar on standard error shows how far it is.");
    command->callback([&outcome, &console, arguments] { outcome = history(*arguments, console); });
}

}  // namespace trademind::cli
