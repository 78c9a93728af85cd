// A mock TWS on a thread of its own, and the command line run against it over loopback.
#pragma once

#include "cli/program.hpp"
#include "mock/mock_desk.hpp"
#include "mock/mock_tws.hpp"
#include "support/temporary_directory.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

namespace trademind::cli::test {

using trademind::test::MockDesk;
using trademind::test::MockTws;

/// Set the desk up before the first run(); afterwards only within `change`.
class LiveTws {
public:
    LiveTws()
    {
        desk.add_stock("AAPL", 265598);
        desk.add_stock("MSFT", 272093);
    }
    ~LiveTws()
    {
        work_.reset();
        io_.stop();
        if (thread_.joinable()) thread_.join();
    }
    LiveTws(const LiveTws&) = delete;
    LiveTws& operator=(const LiveTws&) = delete;

    /// Runs `trademind WORDS --port ...`; `typed` is what the user answers.
    Outcome run(std::vector<std::string> words, const std::string& typed = "")
    {
        start();
        words.insert(words.end(), {"--port", std::to_string(tws.port()), "--timeout",
                                   std::to_string(timeout), "--journal", journal.string()});
        std::istringstream in{typed};
        std::ostringstream out, err;
        auto outcome = run_program(std::move(words), Console{in, out, err, is_terminal});
        printed = out.str();
        remarked = err.str();
        return outcome;
    }
    /// The same while `work(n)` runs again and again on the mock's thread, n from 0: each time the
    /// client has had time to read.
    Outcome run_meanwhile(std::vector<std::string> words, const std::function<void(int)>& work)
    {
        start();
        auto outcome = std::async(std::launch::async, [&] { return run(std::move(words)); });
        for (int n = 0; outcome.wait_for(std::chrono::milliseconds{5}) != std::future_status::ready;
             ++n)
            change([&] { work(n); });
        return outcome.get();
    }
    /// The same with --json, parsed. A failure is told.
    nlohmann::json json(std::vector<std::string> words)
    {
        words.emplace_back("--json");
        auto outcome = run(std::move(words));
        EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
        return nlohmann::json::parse(outcome.output, nullptr, false);
    }
    /// Runs on the mock's thread and waits for it.
    void change(const std::function<void()>& work)
    {
        start();
        std::promise<void> done;
        boost::asio::post(io_, [&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }
    /// True when it holds soon: what the mock does after a command has ended.
    bool soon(const std::function<bool()>& condition)
    {
        bool holds = false;
        for (int i = 0; i < 2'000 && !holds; ++i) {
            change([&] { holds = condition(); });
            if (!holds) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        }
        return holds;
    }
    template <class M> std::size_t count()
    {
        std::size_t count = 0;
        change([&] { count = tws.count<M>(); });
        return count;
    }

private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        io_.get_executor()};
    std::thread thread_;

    void start()
    {
        if (!thread_.joinable()) thread_ = std::thread{[this] { io_.run(); }};
    }

public:
    MockTws tws{io_.get_executor()};
    MockDesk desk{tws};
    bool is_terminal = false;
    int timeout = 5;  ///< seconds
    trademind::test::TemporaryDirectory directory;
    std::filesystem::path journal = directory / "journal.db";
    std::string printed, remarked;
};

/// A file of the test's own, removed at its end.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& text = "")
    {
        if (!text.empty()) std::ofstream{path_} << text;
    }
    std::string path() const { return path_.string(); }
    std::string text() const
    {
        std::ifstream in{path_};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private:
    trademind::test::TemporaryDirectory directory_;
    std::filesystem::path path_ = directory_ / "file";
};

}  // namespace trademind::cli::test
