// Rehearsing the emergency stop on a paper broker of its own.
#include "base/log.hpp"

#include <trademind/brokers/unsafe_paper.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/execution/kill_switch.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <filesystem>

#include <stdlib.h>

namespace trademind {
namespace {

class Directory {
public:
    Directory()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "trademind-drill-XXXXXX").string();
        if (const char* made = ::mkdtemp(pattern.data())) path = made;
    }
    ~Directory()
    {
        std::error_code ignored;
        if (!path.empty()) std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
};

Config drill_config(const std::filesystem::path& directory, int orders)
{
    Config config{BrokerType::paper};
    config.journal.file = directory / "journal.db";
    config.kill_switch.file = directory / "kill";
    config.kill_switch.on_signal = false;
    // judged by what is left: a busy machine may take its time
    constexpr Duration patience = std::chrono::minutes{10};
    config.request_timeout = config.kill_switch.cancel_timeout = patience;
    config.risk.max_quote_age = std::chrono::hours{24};
    config.kill_switch.on_stale_data = config.kill_switch.on_clock_skew = KillAction::none;
    config.risk.max_orders_per_second.reset();
    config.risk.max_orders_per_minute.reset();
    config.risk.max_orders_per_day.reset();
    config.risk.max_open_orders.reset();
    config.risk.max_open_orders_per_symbol.reset();
    config.risk.duplicate_window = {};
    config.risk.max_concentration.reset();
    config.risk.max_position_size.reset();
    config.risk.max_position_value.reset();
    config.risk.buying_power = false;
    config.risk.max_gross_value = config.risk.max_net_value = {};
    config.paper.starting_cash = Decimal{10'000} * Decimal{orders + 1};
    return config;
}

Result<PaperMarket> open_market(const Config& config, const asio::any_io_executor& executor)
{
    // not make_paper_market: the log stays where the program has it
    PaperMarket market;
    auto raw = make_unsafe_paper_broker(executor, paper_options(config));
    auto router = ExecutionRouter::make(raw, config);
    if (!router) return router.error();
    market.router = std::move(*router);
    market.market = std::make_shared<PaperFeed>(std::move(raw));
    auto up = market.router->connect(asio::use_future).get();
    if (!up) return up.error();
    Quote quote{stock("DRILL")};
    quote.bid = quote.last = Decimal{100};
    quote.ask = Decimal{101};
    quote.bid_size = quote.ask_size = quote.last_size = Decimal{100'000};
    quote.time = system_clock()->now();
    market.market->push(quote);
    return market;
}

OrderRequest resting(int number)
{
    // below the bid: it rests, and no two are equal
    return buy(stock("DRILL"), Decimal{1})
        .limit(Decimal{97} + Decimal{number % 100} / Decimal{100})
        .good_till_cancelled();
}

}  // namespace

Result<DrillReport> rehearse_kill(int orders)
{
    if (orders < 1 || orders > 10'000)
        return Error{Errc::invalid_argument, "a drill takes 1 to 10000 orders"};
    Directory directory;
    if (directory.path.empty())
        return Error{Errc::input_output, "no temporary directory for the drill"};
    auto config = drill_config(directory.path, orders);
    log::Mute quiet;
    Runtime runtime;
    asio::post(runtime.get_executor(), [] { thread_local log::Mute until_the_thread_ends; });
    DrillReport report;
    {
        auto market = open_market(config, runtime.get_executor());
        if (!market) return market.error();
        for (int i = 0; i < orders; ++i) {
            auto placed = market->router->place_order(resting(i), asio::use_future).get();
            if (!placed) return placed.error();
            ++report.orders;
        }
        auto killed = market->router
                          ->kill(TradingState::halted, "drill", "rehearsal of the emergency stop",
                                 asio::use_future)
                          .get();
        if (!killed) return killed.error();
        report.kill = *killed;
        auto refused = market->router->place_order(resting(orders), asio::use_future).get();
        report.refused_afterwards = !refused && refused.error().code == RiskReason::halted;
    }
    auto status = kill_status(config);
    if (!status) return status.error();
    report.latched = status->state == TradingState::halted;
    return report;
}

}  // namespace trademind
