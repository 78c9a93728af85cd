// trademind journal: shows, checks and exports the record of a program, also while it runs.
#include "cli/config_file.hpp"
#include "cli/console.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/table.hpp"
#include "cli/trading_json.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/execution/journal.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace trademind::cli {
namespace {

class JournalArguments {
public:
    std::string config_file, file, kind, order, format = "csv", output;
    std::optional<TimePoint> since;
    std::optional<std::int64_t> last;
    bool as_json = false;
};

Result<std::filesystem::path> file_of(const JournalArguments& arguments)
{
    if (!arguments.file.empty()) return std::filesystem::path{arguments.file};
    auto config_file = config_file_or_usual(arguments.config_file);
    if (config_file.empty()) throw WrongUsage{"no journal named: give --config or --file"};
    auto config = load_config(config_file);
    if (!config) return config.error();
    if (config->journal.file.empty())
        return Error{Errc::config, config_file + ": journal.file is not set"};
    return config->journal.file;
}

JournalFilter filter_of(const JournalArguments& arguments)
{
    JournalFilter filter;
    filter.since = arguments.since;
    filter.kind = arguments.kind;
    filter.order = arguments.order;
    filter.last = arguments.last.value_or(0);
    return filter;
}

std::vector<std::string> row_of(const JournalEvent& e)
{
    return {std::to_string(e.sequence),
            format_time(e.time),
            e.kind,
            e.order_id ? std::to_string(e.order_id) : "",
            e.client_order_id,
            e.detail};
}

Json json_of(const JournalEvent& e)
{
    return object("sequence", e.sequence, "time", format_time(e.time), "kind", e.kind,
                  "client_order_id", e.client_order_id, "order_id", e.order_id, "detail", e.detail);
}

/// As an element of a list that page() prints.
std::string element(const Json& json)
{
    auto text = "  " + page(json);
    text.pop_back();
    for (auto at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
        text.insert(at + 1, "  ");
    return text;
}

/// Line by line: a journal may be longer than memory.
Outcome show(const JournalArguments& arguments, Console& console)
{
    auto filter = filter_of(arguments);
    auto file = file_of(arguments);
    if (!file) return file.error();
    bool any = false;
    if (arguments.as_json) {
        auto read = read_journal(*file, filter, [&](const JournalEvent& e) {
            console.write(std::exchange(any, true) ? ",\n" : "[\n");
            console.write(element(json_of(e)));
        });
        if (!read) return read.error();
        return Outcome{any ? "\n]\n" : "[]\n"};
    }
    RowPrinter rows{{"Line>", "Time", "Kind", "Order>", "Client order id", "Detail"}};
    auto measured =
        read_journal(*file, filter, [&](const JournalEvent& e) { rows.measure(row_of(e)); });
    if (!measured) return measured.error();
    auto read = read_journal(*file, filter, [&](const JournalEvent& e) {
        if (!std::exchange(any, true)) console.write(rows.head() + '\n');
        console.write(rows.line(row_of(e)) + '\n');
    });
    if (!read) return read.error();
    return Outcome{any ? "" : "no events\n"};
}

std::string confirmation_of(const JournalSummary& summary)
{
    if (!summary.confirmed_at) return "  the broker has not confirmed its working orders yet\n";
    return fmt::format("  the broker confirmed {} working orders of it at {}\n",
                       summary.confirmed_open, format_time(*summary.confirmed_at));
}

Outcome verify(const JournalArguments& arguments)
{
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto found = inspect_journal(*file);
    if (!found) return found.error();
    const auto& [summary, damage, differences] = *found;
    bool agrees = damage.empty() && differences.empty();
    Outcome outcome;
    if (arguments.as_json) {
        auto at = summary.confirmed_at;
        outcome.output = page(
            object("file", file->string(), "sound", damage.empty(), "events", summary.events,
                   "orders", summary.orders, "open_orders", summary.open, "unknown_orders",
                   summary.unknown, "confirmed_at", at ? Json(format_time(*at)) : Json(nullptr),
                   "confirmed_open_orders", at ? Json(summary.confirmed_open) : Json(nullptr),
                   "differences", differences, "damage", damage));
    } else {
        outcome.output =
            fmt::format("{}: {} events, {} orders, {} open, {} unknown: {}\n", file->string(),
                        summary.events, summary.orders, summary.open, summary.unknown,
                        !damage.empty() ? "DAMAGED"
                        : agrees        ? "sound"
                                        : "DIFFERS FROM THE BROKER");
        outcome.output += confirmation_of(summary);
        for (const auto& what : damage) outcome.output += "  " + what + '\n';
        for (const auto& what : differences) outcome.output += "  " + what + '\n';
    }
    if (agrees) return outcome;
    outcome.exit = Exit::failed;
    outcome.problem = damage.empty()
                          ? fmt::format(
                                "{} differs from the broker's orders; reconnect the program "
                                "or compare with TWS",
                                file->string())
                          : fmt::format("{} is damaged", file->string());
    return outcome;
}

Outcome repair(const JournalArguments& arguments)
{
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto done = repair_journal(*file, system_clock()->now());
    if (!done) return done.error();
    if (arguments.as_json)
        return Outcome{page({{"file", file->string()},
                             {"repaired", done->repaired},
                             {"events", done->events},
                             {"orders", done->orders},
                             {"lost", done->lost},
                             {"damaged_file", done->damaged_file.string()}})};
    if (!done->repaired) return Outcome{file->string() + ": sound, nothing to repair\n"};
    auto text = fmt::format("{}: repaired: {} events, {} orders\n", file->string(), done->events,
                            done->orders);
    for (const auto& what : done->lost) text += "  " + what + '\n';
    text += fmt::format(
        "  the damaged journal is {}\n"
        "  trading is halted: compare orders and positions with TWS, then "
        "trademind kill --unlock --by NAME --reason TEXT\n",
        done->damaged_file.string());
    return Outcome{text};
}

Outcome export_events(const JournalArguments& arguments, Console& console)
{
    auto filter = filter_of(arguments);
    auto file = file_of(arguments);
    if (!file) return file.error();
    auto format = arguments.format == "csv" ? ExportFormat::csv : ExportFormat::json_lines;
    if (arguments.output.empty()) {
        auto done = export_journal(*file, filter, format, [&](std::string_view line) {
            console.write(line);
            console.write("\n");
        });
        return done ? Outcome{} : done.error();
    }
    auto out = OutputFile::open(arguments.output, {"sequence,time,kind,", R"({"sequence":)"});
    if (!out) return out.error();
    std::int64_t lines = 0;
    std::string text;
    Result<> written;
    auto write = [&] {
        if (written) written = out->append(text);
        text.clear();
    };
    auto done = export_journal(*file, filter, format, [&](std::string_view line) {
        (text += line) += '\n';
        constexpr std::size_t most = 1 << 16;
        if (text.size() >= most) write();
        ++lines;
    });
    write();
    if (done) done = written;
    if (done) done = out->finish();
    if (!done) return done.error();
    return Outcome{fmt::format("{} lines to {}\n", lines, arguments.output)};
}

Command& add_source(Command& command, JournalArguments& arguments)
{
    return command
        .option("--config", arguments.config_file, text("FILE"), "YAML whose journal.file it is")
        .option("--file", arguments.file, text("FILE"), "The journal itself");
}

Command& add_filter(Command& command, JournalArguments& arguments)
{
    return command.option("--since", arguments.since, utc_time(), "From this time on (UTC)")
        .option("--kind", arguments.kind, word_of(journal_kinds(), "KIND"),
                "One kind only, for example intent or verdict")
        .option("--order", arguments.order, text("ORDER"),
                "One order only: its number, client order id or permanent id")
        .option("--last", arguments.last, whole_number(1, 1'000'000'000), "Only the last of them");
}

}  // namespace

void add_journal(Command& program, Console& console)
{
    auto command = program.add("journal", "Show, check, repair or export the record of a program");
    command.needs_command();
    auto arguments = std::make_shared<JournalArguments>();

    auto showing = command.add("show", "Print events, oldest first");
    add_source(showing, *arguments);
    add_filter(showing, *arguments).json(arguments->as_json).run([arguments, &console] {
        return show(*arguments, console);
    });

    auto verifying = command.add(
        "verify", "Check the file, its sequence, and that orders agree with events and broker");
    add_source(verifying, *arguments).json(arguments->as_json);
    verifying.footer(
        "Compares what is open with what the broker last confirmed. The program that writes the\n"
        "journal may be running.");
    verifying.status(Exit::done, "the journal is sound, and agrees with the broker")
        .status(Exit::failed, "it is damaged or differs, or cannot be read");
    verifying.run([arguments] { return verify(*arguments); });

    auto repairing = command.add("repair", "Make a sound journal of what a damaged one still says");
    add_source(repairing, *arguments).json(arguments->as_json);
    repairing.footer(
        "Keeps the damaged file beside the new one, loses nothing that can be read, and leaves "
        "trading\nhalted. No program may have the journal.");
    repairing.status(Exit::done, "the journal is sound now")
        .status(Exit::failed, "it could not be repaired, and is as it was");
    repairing.run([arguments] { return repair(*arguments); });

    auto exporting = command.add("export", "Write events as CSV or as JSON lines");
    add_source(exporting, *arguments);
    add_filter(exporting, *arguments)
        .option("--format", arguments->format, word_of({"csv", "json"}), "csv or json")
        .option("--output", arguments->output, text("FILE"), "Default: standard output");
    exporting.run([arguments, &console] { return export_events(*arguments, console); });
}

}  // namespace trademind::cli
