// What is known, after a kill was asked for, of the program that it concerns.
#include "cli/kill_answer.hpp"

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

namespace trademind::cli {
namespace {

namespace asio = boost::asio;

/// The last line of one kind, or of any where `kind` is empty; nothing where there is none.
std::optional<JournalEvent> last_of(const Config& config, std::string kind)
{
    std::optional<JournalEvent> last;
    JournalFilter filter;
    filter.kind = std::move(kind);
    filter.last = 1;
    // a journal that is not there yet or cannot be read has no answer
    static_cast<void>(read_journal(config.journal.file, filter,
                                   [&](const JournalEvent& event) { last = event; }));
    return last;
}

std::optional<JournalEvent> await_event(const Config& config, std::int64_t line, Duration patience)
{
    asio::io_context io;
    auto clock = system_clock();
    auto end = clock->uptime() + patience;
    for (;;) {
        std::optional<JournalEvent> answer;
        for (const char* kind : {"kill", "kill_incomplete", "kill_done"})
            if (auto event = last_of(config, kind);
                event && event->sequence > std::max(line, answer ? answer->sequence : line))
                answer = std::move(event);
        // stopped and incomplete are no last words: the cancels go on
        bool over = clock->uptime() >= end;
        if ((answer && answer->kind == "kill_done") || over) return answer;
        auto pause = clock->after(std::chrono::milliseconds{20}, io.get_executor(), [] {});
        io.restart();
        io.run();
    }
}

}  // namespace

std::string_view to_string(KillAnswer::Program program)
{
    switch (program) {
    case KillAnswer::Program::running: return "running";
    case KillAnswer::Program::none: return "none";
    case KillAnswer::Program::unknown: break;
    }
    return "unknown";
}

bool KillAnswer::is_news(const Config& config, const std::optional<KillLatch>& standing,
                         TradingState level, TimePoint asked_at)
{
    if (standing && standing->state >= level) return false;
    if (config.journal.file.empty()) return true;
    // the latch of the journal as it was: the program may have answered by now
    std::optional<JournalEvent> latest;
    for (const char* kind : {"kill", "resume"}) {
        JournalFilter filter;
        filter.kind = kind;
        filter.last = 10;
        static_cast<void>(read_journal(config.journal.file, filter, [&](const JournalEvent& event) {
            bool newer = !latest || event.sequence > latest->sequence;
            if (event.time < asked_at && newer) latest = event;
        }));
    }
    if (!latest || latest->kind != "kill") return true;
    auto state = parse_trading_state(latest->detail.substr(0, latest->detail.find(' ')));
    return !state || *state < level;
}

std::int64_t KillAnswer::line_before(const Config& config, bool is_new, TimePoint asked_at)
{
    if (config.journal.file.empty()) return 0;
    if (!is_new) {
        auto resumed = last_of(config, "resume");
        return resumed ? resumed->sequence : 0;
    }
    // before the look at what came since: an answer between the two is then in the second
    auto last = last_of(config, "");
    std::optional<std::int64_t> first;
    JournalFilter since;
    since.since = asked_at;
    static_cast<void>(read_journal(config.journal.file, since, [&](const JournalEvent& event) {
        if (!first) first = event.sequence;
    }));
    if (first) return *first - 1;
    return last ? last->sequence : 0;
}

KillAnswer KillAnswer::await(const Config& config, std::int64_t line, Duration patience)
{
    KillAnswer answer;
    const auto& journal = config.journal.file;
    if (journal.empty()) return answer;
    auto running = journal_in_use(journal);
    // one that starts at this moment takes the journal before it looks at the kill file
    if (running && !*running) patience = std::min<Duration>(patience, std::chrono::seconds{1});
    answer.event_ = await_event(config, line, patience);
    running = journal_in_use(journal);
    if (running)
        answer.program_ = *running ? Program::running : Program::none;
    else
        answer.fault_ = running.error().message;
    std::error_code failed;
    answer.journal_there_ = std::filesystem::exists(journal, failed);
    if (answer.event_ || answer.program_ != Program::none || !answer.journal_there_) return answer;
    if (auto found = inspect_journal(journal); !found)
        answer.fault_ = found.error().message;
    else if (!found->damage.empty())
        answer.fault_ = journal.string() + ": " + found->damage.front();
    else if (!found->differences.empty())
        answer.fault_ = journal.string() + ": " + found->differences.front();
    else
        answer.orders_left_ = found->summary.open + found->summary.unknown;
    return answer;
}

std::optional<std::string> KillAnswer::cancels() const
{
    // the program's first line tells of its state, not of its cancels
    if (!event_ || event_->kind == "kill") return std::nullopt;
    return event_->detail;
}

std::string KillAnswer::text(const Config& config) const
{
    if (event_ && event_->kind == "kill")
        return "the program has stopped trading; its cancels are not confirmed yet\n";
    if (event_ && program_ == Program::none)
        return fmt::format("no program runs; the last one reported at {}: {}\n",
                           format_time(event_->time), event_->detail);
    if (event_) return fmt::format("the program says: {}\n", event_->detail);
    auto text = fmt::format(
        "no running program has answered\n"
        "known: a start with this configuration finds the kill file {}\n",
        config.kill_switch.file.string());
    if (program_ == Program::none && journal_there_)
        text += fmt::format("known: no program has the journal {} open now\n",
                            config.journal.file.string());
    if (orders_left_ == 0) text += "known: by that journal no order of its programs works\n";
    return text + "not known: orders of other programs, and programs with another configuration\n";
}

std::string KillAnswer::problem(const Config& config, Duration waited) const
{
    if (confirmed()) return {};
    if (event_ && event_->kind == "kill") return "not everything is known to be cancelled";
    if (event_) return "not everything is cancelled: " + event_->detail;
    if (config.journal.file.empty())
        return fmt::format("NOT CONFIRMED: journal.file is not set, so no program can answer; {}",
                           cancel_elsewhere);
    auto journal = config.journal.file.string();
    if (program_ == Program::running)
        return fmt::format(
            "NOT CONFIRMED: a program has the journal {} open and has not answered within {} s; "
            "its orders may still work: {}",
            journal, std::chrono::duration_cast<std::chrono::seconds>(waited).count(),
            cancel_elsewhere);
    if (program_ == Program::none && !journal_there_)
        return fmt::format(
            "NOT CONFIRMED: no journal there, at {}: no program has run with this configuration; "
            "if one runs with another, this has not stopped it: {}",
            journal, cancel_elsewhere);
    if (!orders_left_)
        return fmt::format("NOT CONFIRMED: whether orders still work is not known ({}): {}", fault_,
                           cancel_elsewhere);
    if (*orders_left_ == 0) return {};
    return fmt::format(
        "NOT CANCELLED: no program runs, and by the journal {} {} of its orders may still work: {}",
        journal, *orders_left_, cancel_elsewhere);
}

}  // namespace trademind::cli
