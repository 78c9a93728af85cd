// A folder with a configuration, a journal and a kill file in it, and the program that trades
// there.
#pragma once

#include "cli/program.hpp"

#include <trademind/execution/factory.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/use_future.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace trademind::test {

/// Every test has its own folder, named after it, which ends with it.
class ProgramFolder : public testing::Test {
protected:
    ProgramFolder()
    {
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        write("kill_switch:\n  file: " + kill_file.string() + "\n  poll_interval: 10 ms\n" +
              "  on_signal: false\njournal:\n  file: " + journal_file.string() +
              "\n  durability: process\n");
    }
    ~ProgramFolder() override { std::filesystem::remove_all(folder); }

    void write(const std::string& yaml) const { std::ofstream{config_file} << yaml; }
    static std::string text(const std::filesystem::path& file)
    {
        std::stringstream all;
        all << std::ifstream{file}.rdbuf();
        return all.str();
    }
    cli::Outcome run(std::vector<std::string> arguments) const
    {
        return cli::run_program(std::move(arguments));
    }
    Config config() const { return load_config(config_file).value(); }

    std::filesystem::path folder = std::filesystem::path{testing::TempDir()} /
                                   testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::path config_file = folder / "c.yaml", journal_file = folder / "journal.db",
                          kill_file = folder / "kill";
};

/// A program that trades on paper with a configuration, in threads of its own.
class RunningProgram {
public:
    explicit RunningProgram(const Config& config)
        : market_{make_paper_market(config, paper_options(config), runtime_.get_executor()).value()}
    {
        market_.router->connect(asio::use_future).get().value();
        Quote quote{stock("AAPL")};
        quote.bid = quote.last = Decimal{100};
        quote.ask = *Decimal::parse("100.02");
        quote.bid_size = quote.ask_size = quote.last_size = Decimal{100'000};
        quote.time = system_clock()->now();
        market_.market->push(quote);
    }
    Result<OrderReport> place(OrderRequest order)
    {
        return market_.router->place_order(std::move(order), asio::use_future).get();
    }
    std::size_t open_orders()
    {
        return market_.router->get_orders(OrderFilter::open, asio::use_future).get()->size();
    }
    ExecutionRouter& router() { return *market_.router; }

private:
    Runtime runtime_;
    PaperMarket market_;
};

}  // namespace trademind::test
