// Reaching the kill switch from another process, and while no program runs.
#include "execution/journal/journal.hpp"
#include "execution/kill_switch/kill_file.hpp"
#include "execution/kill_switch/names.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

namespace trademind {
namespace {

Error no_file()
{
    return {Errc::config,
            "kill_switch.file is not set: there is no file to reach a program by; with "
            "kill_switch.on_signal, SIGUSR1 halts it"};
}

}  // namespace

Result<> request_kill(const Config& config, TradingState state, std::string_view who,
                      std::string_view reason)
{
    if (config.kill_switch.file.empty()) return no_file();
    if (state == TradingState::active)
        return Error{Errc::invalid_argument, "a kill cannot make trading active"};
    auto standing = read_kill_file(config.kill_switch.file);
    // never upwards: a second, weaker request leaves the first
    if (standing && standing->state >= state) return {};
    auto written = kill::write_kill_file(
        config.kill_switch.file,
        {state, std::string{who}, std::string{reason}, system_clock()->now()});
    return written ? Result<>{} : written.error();
}

Result<> release_kill(const Config& config, std::string_view who, std::string_view reason)
{
    if (is_blank(who) || is_blank(reason))
        return Error{Errc::invalid_argument, "to resume trading needs a name and a reason"};
    std::error_code failed;
    if (!std::filesystem::exists(config.journal.file, failed) &&
        !read_kill_file(config.kill_switch.file))
        return Error{Errc::config,
                     fmt::format("nothing to lift: neither a kill file ({}) nor a journal ({})",
                                 config.kill_switch.file.string(), config.journal.file.string())};
    // while no program has it, the latch covers a journal that has become shorter as well
    auto lock = journal::lock_journal(config.journal);
    auto opened = journal::Journal::open(config.journal, lock ? std::move(*lock) : FileLock{});
    if (!opened) return opened.error();
    auto written = opened->latch(
        {TradingState::active, std::string{who}, std::string{reason}, system_clock()->now()});
    if (!written) return written;
    return kill::remove_kill_file(config.kill_switch.file);
}

Result<> journal_global_cancel(const Config& config, std::size_t orders)
{
    return journal::note_alone(config.journal, "global_cancel",
                               fmt::format("every order of the login, {} of them known", orders),
                               system_clock()->now());
}

Result<KillLatch> kill_status(const Config& config)
{
    auto latched = journal::latch_of(config.journal);
    if (!latched) return latched.error();
    auto latch = std::move(*latched);
    if (auto file = read_kill_file(config.kill_switch.file); file && file->state > latch.state)
        latch = *file;
    return latch;
}

}  // namespace trademind
