// A program run as a process of its own: its arguments, its signals, its end.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trademind::test {

/// Started at construction; killed at its end if it still runs. Its output goes to two files in
/// `folder`, which is also its working directory.
class ChildProcess {
public:
    ChildProcess(std::vector<std::string> words, std::filesystem::path folder)
        : folder_{std::move(folder)}
    {
        std::vector<char*> arguments;
        for (auto& word : words) arguments.push_back(word.data());
        arguments.push_back(nullptr);
        posix_spawn_file_actions_t actions;
        ::posix_spawn_file_actions_init(&actions);
        ::posix_spawn_file_actions_addchdir_np(&actions, folder_.c_str());
        ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        constexpr int fresh = O_WRONLY | O_CREAT | O_TRUNC;
        ::posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "out.txt", fresh, 0600);
        ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "err.txt", fresh, 0600);
        // below nohup SIGHUP is ignored, and would be by the program, too; so is SIGPIPE below
        // others
        sigset_t defaults;
        ::sigemptyset(&defaults);
        for (int number : {SIGHUP, SIGINT, SIGTERM, SIGPIPE}) ::sigaddset(&defaults, number);
        posix_spawnattr_t attributes;
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setsigdefault(&attributes, &defaults);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
        int failed =
            ::posix_spawn(&pid_, arguments[0], &actions, &attributes, arguments.data(), environ);
        ::posix_spawnattr_destroy(&attributes);
        ::posix_spawn_file_actions_destroy(&actions);
        if (failed) throw std::runtime_error{"cannot start " + words.front()};
    }
    ~ChildProcess()
    {
        if (ended_) return;
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    void signal(int number) const
    {
        if (!ended_) ::kill(pid_, number);
    }
    bool has_ended()
    {
        int status = 0;
        if (!ended_ && ::waitpid(pid_, &status, WNOHANG) == pid_)
            ended_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        return ended_.has_value();
    }
    /// Its exit status, as a shell says it; nothing where it still runs after `patience`.
    std::optional<int> wait(std::chrono::seconds patience = std::chrono::seconds{60})
    {
        auto end = std::chrono::steady_clock::now() + patience;
        while (!has_ended() && std::chrono::steady_clock::now() < end)
            std::this_thread::sleep_for(std::chrono::milliseconds{5});
        return ended_;
    }
    std::string output() const { return text("out.txt"); }
    std::string problem() const { return text("err.txt"); }

private:
    std::string text(const char* name) const
    {
        std::ifstream in{folder_ / name};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

    std::filesystem::path folder_;
    pid_t pid_ = 0;
    std::optional<int> ended_;
};

}  // namespace trademind::test
