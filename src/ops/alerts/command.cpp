// The command that an alert starts.
#include "ops/alerts/command.hpp"

#include "base/escape.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <span>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trademind::alerts {
namespace {

Error fault(const std::filesystem::path& program, std::string_view what)
{
    return {Errc::input_output, fmt::format("alerts.command {}: {}", program.string(), what)};
}

std::string reason_of(int code)
{
    return error_code{code, boost::system::system_category()}.message();
}

class Actions {
public:
    Actions()
    {
        ::posix_spawn_file_actions_init(&actions_);
        ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        // sockets and journals of the trading program are none of its business
        ::posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
    }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;
    const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
    posix_spawn_file_actions_t actions_{};
};

/// A group of its own, so that all it starts ends with it and a Ctrl-C at the terminal is not for
/// it; and the signals that this program blocks or ignores are the command's as usual.
class Attributes {
public:
    Attributes()
    {
        ::posix_spawnattr_init(&attributes_);
        sigset_t none, all;
        ::sigemptyset(&none);
        ::sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setpgroup(&attributes_, 0);
        ::posix_spawnattr_setflags(
            &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;
    const posix_spawnattr_t* get() const { return &attributes_; }

private:
    posix_spawnattr_t attributes_{};
};

}  // namespace

Result<> run_command(const std::filesystem::path& program, const Alert& alert, Duration patience,
                     const Clock& clock, const std::function<bool()>& ends)
{
    std::array<std::string, 7> words{program.string(),
                                     std::string{to_string(alert.rule)},
                                     std::string{to_string(alert.severity)},
                                     alert.resolved ? "resolved" : "raised",
                                     alert.mode == TradingMode::live ? "live" : "paper",
                                     alert.scope,
                                     alert.text};
    // brokers' words are in it, and a script may print them
    for (auto& word : std::span{words}.subspan(1)) word = escaped(word);
    std::array<char*, 8> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    Actions actions;
    Attributes attributes;
    pid_t child = 0;
    if (int failed = ::posix_spawn(&child, words[0].c_str(), actions.get(), attributes.get(),
                                   arguments.data(), environ))
        return fault(program, reason_of(failed));

    auto end = clock.uptime() + patience;
    int status = 0;
    for (;;) {
        pid_t done = ::waitpid(child, &status, WNOHANG);
        if (done == child) break;
        if (done < 0 && errno != EINTR) return fault(program, reason_of(errno));
        if (clock.uptime() >= end || ends()) {
            ::kill(-child, SIGKILL);
            while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
            return fault(program, "did not end in time and was killed");
        }
        ::poll(nullptr, 0, 10);  // milliseconds; a child that ends wakes nobody
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
    return fault(program, WIFEXITED(status) ? fmt::format("exit status {}", WEXITSTATUS(status))
                                            : fmt::format("ended by signal {}", WTERMSIG(status)));
}

}  // namespace trademind::alerts
