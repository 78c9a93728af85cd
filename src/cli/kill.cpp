// trademind kill: stops a program's trading from another process, lifts the latch, rehearses.
#include "cli/config_file.hpp"
#include "cli/kill_answer.hpp"
#include "cli/options.hpp"
#include "cli/trading_json.hpp"

#include <trademind/execution/config.hpp>
#include <trademind/execution/journal.hpp>
#include <trademind/execution/kill_switch.hpp>

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace trademind::cli {
namespace {

class KillArguments {
public:
    std::string config_file, level = "halted", name, reason;
    int wait_seconds = 10, orders = 50;
    bool unlock = false, status = false, drill = false, as_json = false;
};

double milliseconds(Duration time)
{
    return std::chrono::duration<double, std::milli>{time}.count();
}

Json json_of_latch(const KillLatch& latch)
{
    // a latch that was never set has neither name, reason nor time
    bool set = !latch.who.empty();
    return object("state", latch.state, "by", set ? Json(latch.who) : Json(nullptr), "reason",
                  set ? Json(latch.reason) : Json(nullptr), "time",
                  set ? Json(format_time(latch.at)) : Json(nullptr));
}

std::string text_of(const KillLatch& latch)
{
    if (latch.who.empty()) return fmt::format("trading is {}\n", to_string(latch.state));
    return fmt::format("trading is {} since {} by {}: {}\n", to_string(latch.state),
                       format_time(latch.at), latch.who, latch.reason);
}

Outcome engage(const Config& config, const KillArguments& arguments)
{
    auto level = parse_trading_state(arguments.level);
    auto standing = read_kill_file(config.kill_switch.file);
    auto asked_at = system_clock()->now();
    // before anything else: the journal may be closed, damaged or locked
    auto asked = request_kill(config, *level, arguments.name, arguments.reason);
    if (!asked) {
        Outcome outcome{asked.error()};
        outcome.problem = fmt::format(
            "NOT CONFIRMED: the request has not reached a program: {}; send the program SIGUSR1 "
            "(kill_switch.on_signal), or {}",
            asked.error().describe(), cancel_elsewhere);
        return outcome;
    }
    auto latch = read_kill_file(config.kill_switch.file);
    if (!latch)
        return Error{Errc::input_output,
                     config.kill_switch.file.string() + ": the kill file is not there"};

    bool news = KillAnswer::is_news(config, standing, *level, asked_at);
    auto line = KillAnswer::line_before(config, news, asked_at);
    Duration patience = std::chrono::seconds{arguments.wait_seconds};
    auto answer = KillAnswer::await(config, line, patience);
    Outcome outcome;
    if (arguments.as_json) {
        auto json = json_of_latch(*latch);
        json.update(object("kill_file", config.kill_switch.file.string(), "journal",
                           config.journal.file.string(), "news", news, "program", answer.program(),
                           "stopped", answer.stopped(), "confirmed", answer.confirmed(), "cancels",
                           answer.cancels(), "orders_left", answer.orders_left()));
        outcome.output = page(json);
    } else {
        outcome.output = (answer.stopped() ? std::string{} : "asked for: ") + text_of(*latch);
        if (!news) outcome.output += "already in that state; nothing new was asked for\n";
        outcome.output += answer.text(config);
    }
    outcome.problem = answer.problem(config, patience);
    if (!outcome.problem.empty()) outcome.exit = Exit::failed;
    return outcome;
}

Outcome unlock(const Config& config, const KillArguments& arguments)
{
    if (auto done = release_kill(config, arguments.name, arguments.reason); !done)
        return done.error();
    auto now = kill_status(config);
    if (!now) return now.error();
    if (arguments.as_json) return Outcome{page(json_of_latch(*now))};
    return Outcome{
        text_of(*now) +
        "a program that runs stays as it is until it resumes by itself or starts anew\n"};
}

Outcome status(const Config& config, bool as_json)
{
    auto latch = kill_status(config);
    if (!latch) return latch.error();
    const auto& journal = config.journal.file;
    bool there = !journal.empty() && std::filesystem::exists(journal);
    auto in_use = there ? journal_in_use(journal) : Result<bool>{false};
    if (as_json) {
        auto json = json_of_latch(*latch);
        json.update(object("kill_file", config.kill_switch.file.string(), "journal",
                           journal.string(), "journal_there", there, "program",
                           !in_use   ? "unknown"
                           : *in_use ? "running"
                                     : "none"));
        return Outcome{page(json)};
    }
    auto text = text_of(*latch);
    if (!there)
        text += journal.empty() ? std::string{"journal.file is not set\n"}
                                : fmt::format("no journal there yet, at {}\n", journal.string());
    else
        text += fmt::format("journal {}: {}\n", journal.string(),
                            !in_use   ? in_use.error().message
                            : *in_use ? "a program has it open"
                                      : "no program has it open");
    return Outcome{text};
}

Outcome drill(const KillArguments& arguments)
{
    auto report = rehearse_kill(arguments.orders);
    if (!report) return report.error();
    const KillReport& kill = report->kill;
    Outcome outcome;
    if (arguments.as_json) {
        outcome.output =
            page(object("passed", report->passed(), "orders", report->orders, "cancels_sent",
                        kill.cancels_sent, "still_working", kill.still_working.size(),
                        "to_last_cancel_ms", milliseconds(kill.to_last_cancel), "elapsed_ms",
                        milliseconds(kill.elapsed), "refused_afterwards",
                        report->refused_afterwards, "latched_over_restart", report->latched));
    } else {
        outcome.output = fmt::format(
            "rehearsal on paper: {}\n"
            "  working orders        {}\n"
            "  cancels sent          {}, the last after {:.3f} ms\n"
            "  still working         {}, known after {:.3f} ms\n"
            "  new order refused     {}\n"
            "  latch after restart   {}\n",
            report->passed() ? "passed" : "FAILED", report->orders, kill.cancels_sent,
            milliseconds(kill.to_last_cancel), kill.still_working.size(),
            milliseconds(kill.elapsed), report->refused_afterwards ? "yes" : "NO",
            report->latched ? "holds" : "LOST");
    }
    if (report->passed()) return outcome;
    outcome.exit = Exit::failed;
    outcome.problem = "the rehearsal failed";
    return outcome;
}

Outcome kill(KillArguments arguments)
{
    if (arguments.unlock + arguments.status + arguments.drill > 1)
        throw WrongUsage{"--unlock, --status and --drill exclude each other"};
    if (arguments.drill) return drill(arguments);
    auto file = config_file_or_usual(arguments.config_file);
    if (file.empty()) throw WrongUsage{"no program named: give its configuration with --config"};
    if (arguments.unlock && (arguments.name.empty() || arguments.reason.empty()))
        throw WrongUsage{"--unlock requires --by NAME and --reason TEXT"};
    auto config = load_config(file);
    if (!config) return config.error();
    if (arguments.status) return status(*config, arguments.as_json);
    if (arguments.unlock) return unlock(*config, arguments);
    // stopping must not fail for want of a name; trading again needs one
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the environment
    const char* user = std::getenv("USER");
    if (arguments.name.empty()) arguments.name = user && *user ? user : "command line";
    if (arguments.reason.empty()) arguments.reason = "trademind kill";
    return engage(*config, arguments);
}

}  // namespace

void add_kill(Command& program, Console&)
{
    auto command =
        program.add("kill", "Stop a program's trading and cancel its orders, from anywhere");
    auto arguments = std::make_shared<KillArguments>();
    command.option("--config", arguments->config_file, text("FILE"), "The program's configuration")
        .option("--level", arguments->level, word_of({"reducing", "halted", "flatten"}),
                "reducing, halted or flatten")
        .option("--by", arguments->name, text("NAME"), "Who does this (needed with --unlock)")
        .option("--reason", arguments->reason, text("TEXT"), "Why (needed with --unlock)")
        .option("--wait", arguments->wait_seconds, whole_number(0, 3'600),
                "Seconds to wait for confirmation that no order is working")
        .flag("--unlock", arguments->unlock, "Lift the latch: the next start may trade")
        .flag("--status", arguments->status, "Only say what a start would find")
        .flag("--drill", arguments->drill, "Rehearse on a paper broker, and time it")
        .option("--orders", arguments->orders, whole_number(1, 10'000),
                "Working orders of the rehearsal")
        .json(arguments->as_json)
        .footer(
            "Writes the kill file of the configuration (kill_switch.file), which the program looks "
            "at\n"
            "several times a second and at each start, and waits for the program's answer in its\n"
            "journal (journal.file).")
        .status(Exit::done,
                "the program has confirmed that nothing works, or no program has\n"
                "     the journal and by it no order works")
        .status(Exit::failed, "not confirmed: orders may still work");
    command.run([arguments] { return kill(*arguments); });
}

}  // namespace trademind::cli
