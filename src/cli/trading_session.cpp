// A trading session of the command line.
#include "cli/trading_session.hpp"

#include <trademind/execution/factory.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_future.hpp>

#include <fmt/format.h>

#include <csignal>
#include <optional>

namespace trademind::cli {
namespace {

/// Comes when the time is over or the user interrupts. Lives on the broker's strand.
class End {
public:
    End(Broker& broker, Duration limit) : strand_{broker.get_executor()}, signals_{strand_}
    {
        timer_ = broker.clock()->after(limit, strand_, [this] { come(); });
        signals_.add(SIGINT);
        signals_.add(SIGTERM);
        signals_.async_wait([this](error_code failed, int) {
            if (!failed) come();
        });
    }
    template <class Token> auto wait(Token token)
    {
        auto initiate = [this](auto handler) {
            waiting_ = std::move(handler);
            if (has_come_) come();
        };
        return asio::async_initiate<Token, void()>(initiate, token);
    }

private:
    void come()
    {
        has_come_ = true;
        if (auto waiting = std::exchange(waiting_, nullptr))
            asio::post(strand_, std::move(waiting));
    }

    Strand strand_;
    asio::basic_signal_set<Strand> signals_;
    Subscription timer_;
    asio::any_completion_handler<void()> waiting_;
    bool has_come_ = false;
};

asio::awaitable<Result<>> until_the_end(Broker& broker, Duration limit)
{
    End end{broker, limit};
    co_await end.wait(asio::use_awaitable);
    co_return Result<>{};
}

/// The broker that orders go to, and what happens meanwhile.
class Market {
public:
    std::shared_ptr<Broker> broker;
    MarketHours hours;
};

Result<Market> make_market(const SessionPlan& plan, const asio::any_io_executor& executor)
{
    Market market;
    if (!plan.tape) {
        auto made = make_broker(plan.config, executor);
        if (!made) return made.error();
        market.broker = std::move(*made);
        market.hours = [broker = market.broker, limit = plan.time_limit] {
            return until_the_end(*broker, limit);
        };
        return market;
    }
    auto options = paper_options(plan.config);
    options.tape = plan.tape;
    options.tape_start = paper::TapeStart::manual;
    auto made = make_paper_market(plan.config, std::move(options), executor);
    if (!made) return made.error();
    market.broker = made->router;
    market.hours = [player = made->market] { return player->play(asio::use_awaitable); };
    return market;
}

}  // namespace

asio::awaitable<Result<TradingRecord>> trade(std::shared_ptr<Broker> broker, DipOptions strategy,
                                             MarketHours market)
{
    TradingLog log{*broker};
    auto up = co_await broker->connect();
    if (!up) co_return up.error();
    auto trader = trade_dips(*broker, std::move(strategy));
    auto over = co_await market();
    if (!over) co_return over.error();

    auto record = co_await log.finish();
    if (record) record->refusals = trader->refusals();
    trader.reset();
    auto down = co_await broker->disconnect();
    if (!down) co_return down.error();
    co_return record;
}

Result<TradingRecord> run_session(SessionPlan plan)
{
    asio::io_context io;
    auto market = make_market(plan, io.get_executor());
    if (!market) return market.error();

    std::optional<Result<TradingRecord>> record;
    auto trading = trade(market->broker, std::move(plan.strategy), std::move(market->hours));
    asio::co_spawn(market->broker->get_executor(), std::move(trading),
                   [&](std::exception_ptr thrown, Result<TradingRecord> result) {
                       record = std::move(result);
                       if (thrown) record = Error{Errc::internal, "the session threw"};
                       io.stop();
                   });
    io.run();
    return *record;
}

std::string describe(const SessionPlan& plan)
{
    std::string symbols;
    for (const Contract& contract : plan.strategy.contracts) symbols += ' ' + contract.describe();
    if (!plan.tape)
        return fmt::format("{} broker:{}", plan.config.type == BrokerType::paper ? "paper" : "IBKR",
                           symbols);
    const paper::Tape& tape = *plan.tape;
    if (tape.size() == 0) return "paper broker, an empty tape";
    return fmt::format("paper broker, tape of {} {}:{}, {} to {}", tape.size(),
                       tape.bars.empty() ? "rows" : "bars", symbols, format_time(tape.time_of(0)),
                       format_time(tape.time_of(tape.size() - 1)));
}

}  // namespace trademind::cli
