// One strategy, two brokers: the same function trades on paper, and on IBKR over a TWS socket.
#include "cli/trading_session.hpp"
#include "mock/mock_desk.hpp"

#include <trademind/execution/factory.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>
#include <iostream>

#include <unistd.h>

using namespace std::chrono_literals;
using namespace trademind;

namespace {

using Tape = std::shared_ptr<const paper::Tape>;

/// A short market, the same for both.
Tape make_tape()
{
    paper::GeneratorOptions options;
    options.symbols = {"AAPL", "MSFT"};
    options.rows_per_day = 1000;
    options.auction_prints = false;
    return std::make_shared<const paper::Tape>(paper::generate_tape(options));
}

asio::awaitable<void> pause(Duration time)
{
    asio::steady_timer timer{co_await asio::this_coro::executor, time};
    co_await timer.async_wait(asio::use_awaitable);
}

/// Plays the tape on the mock TWS: quote by quote, through the socket.
asio::awaitable<Result<>> play(test::MockDesk& desk, Tape tape)
{
    co_await pause(100ms);  // until the market data requests have arrived
    std::vector<paper::MarketChange> market(tape->contracts.size());
    for (const paper::TapeRow& row : tape->rows) {
        auto& now = market[row.contract];
        if (row.change.bid) now.bid = row.change.bid;
        if (row.change.ask) now.ask = row.change.ask;
        if (!now.bid || !now.ask) continue;
        desk.quote(tape->contracts[row.contract].symbol, *now.bid, *now.ask, row.change.last, 500);
        co_await pause(1ms);
    }
    co_await pause(200ms);  // until the last answers are here
    co_return Result<>{};
}

/// Orders to IBKR are journalled before they leave; here into a file that goes with the program.
class JournalFile {
public:
    JournalFile() { std::filesystem::create_directories(folder_); }
    ~JournalFile() { std::filesystem::remove_all(folder_); }
    std::filesystem::path path() const { return folder_ / "journal.db"; }

private:
    std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                    ("trademind-two-brokers-" + std::to_string(::getpid()));
};

/// Runs the strategy on a broker and prints what came of it.
int run(asio::io_context& io, const std::shared_ptr<Broker>& broker, const Tape& tape,
        cli::MarketHours market)
{
    cli::DipOptions strategy;
    strategy.contracts = tape->contracts;
    std::optional<Result<cli::TradingRecord>> record;
    auto trading = cli::trade(broker, strategy, std::move(market));
    asio::co_spawn(broker->get_executor(), std::move(trading),
                   [&](std::exception_ptr thrown, Result<cli::TradingRecord> result) {
                       record = std::move(result);
                       if (thrown) record = Error{Errc::internal, "the session threw"};
                       io.stop();
                   });
    io.run();
    if (!*record) return std::cerr << record->error().describe() << '\n', 1;
    std::cout << to_text(**record) << '\n';
    return 0;
}

int on_paper(const Tape& tape)
{
    std::cout << "==== paper broker ====\n";
    asio::io_context io;
    Config config{BrokerType::paper};
    config.log.level = "warning";
    auto options = paper_options(config);
    options.tape = tape;
    options.tape_start = paper::TapeStart::manual;
    auto made = make_paper_market(config, options, io.get_executor());
    if (!made) return std::cerr << made.error().describe() << '\n', 1;
    auto player = made->market;
    return run(io, made->router, tape, [player] { return player->play(asio::use_awaitable); });
}

int on_ibkr(const Tape& tape)
{
    std::cout << "==== IBKR broker, TWS on a socket ====\n";
    asio::io_context io;
    test::MockTws tws{io.get_executor()};  // speaks TWS's protocol on a port of 127.0.0.1
    test::MockDesk desk{tws};
    for (const Contract& contract : tape->contracts) desk.add_stock(contract.symbol);
    desk.cash(100'000);

    Config config{BrokerType::ibkr};
    config.log.level = "warning";
    config.ibkr.port = tws.port();
    config.market_data_type = MarketDataType::realtime;
    config.risk.market_orders_outside_hours = OutsideHours::allow;  // the mock has no hours
    JournalFile journal;
    config.journal.file = journal.path();
    auto router = make_broker(config, io.get_executor());
    if (!router) return std::cerr << router.error().describe() << '\n', 1;
    return run(io, *router, tape, [&desk, tape] { return play(desk, tape); });
}

}  // namespace

int main()
{
    Tape tape = make_tape();
    int failed = on_paper(tape);
    return failed ? failed : on_ibkr(tape);
}
