// A strategy in its loop: market data, strategy, signals, router; on paper or on IBKR, as the
// configuration says. Interrupt it and it leaves in order: no new signal, its own orders cancelled,
// disconnected.
//
//   strategy_loop                            a made-up market on paper, to its end
//   strategy_loop config/ibkr_config.yaml    until Ctrl-C
#include <trademind/execution/factory.hpp>
#include <trademind/run_to_end.hpp>

#include <boost/asio/signal_set.hpp>

#include <csignal>
#include <deque>
#include <iostream>
#include <set>

using namespace trademind;
using namespace trademind::literals;

/// Long while the price is above its average, flat while it is below. Knows no broker.
class Trend {
public:
    explicit Trend(Contract contract) : contract_{std::move(contract)} {}

    std::optional<Signal> on_quote(const Quote& quote)
    {
        auto mid = quote.midpoint();
        if (!mid) return {};
        sum_ += *mid;
        mids_.push_back(*mid);
        if (mids_.size() <= window) return {};
        sum_ -= mids_.front();
        mids_.pop_front();
        Decimal average = sum_ / Decimal{static_cast<std::int64_t>(window)};
        bool want = *mid > average * (long_ ? 0.9995_d : 1.0005_d);  // not at every wiggle
        if (want == long_) return {};
        long_ = want;
        return Signal{want ? Side::buy : Side::sell, contract_, 10_d};
    }
    /// The signal was refused: nothing changed.
    void undo() { long_ = !long_; }

private:
    static constexpr std::size_t window = 40;
    Contract contract_;
    std::deque<Decimal> mids_;
    Decimal sum_;
    bool long_ = false;
};

/// Brings quotes to the strategies and signals to the router. Lives on the router's strand, as all
/// handlers do: no lock.
class Loop : public BrokerObserver {
public:
    explicit Loop(ExecutionRouter& router) : router_{router}, events_{router.observe(*this)} {}

    void trade(const Contract& contract)
    {
        auto strategy = std::make_shared<Trend>(contract);
        quotes_.push_back(router_.watch(
            contract, [this, strategy](const Quote& quote) { on_quote(*strategy, quote); },
            [](const Error& error) { std::cerr << "no quotes: " << error.describe() << '\n'; }));
    }
    void on_link(LinkState link) override { usable_ = is_usable(link); }
    void on_execution(const Execution& e) override
    {
        std::cout << to_string(e.side) << ' ' << e.quantity << ' ' << e.contract.symbol << " at "
                  << e.price << '\n';
    }

    /// No signal after this; what still works of ours is cancelled.
    /// False where that could not be confirmed.
    asio::awaitable<bool> leave()
    {
        quotes_.clear();
        bool confirmed = true;
        auto complain = [&](const Error& error) {
            confirmed = false;
            std::cerr << "STILL WORKING? " << error.describe() << '\n';
        };
        auto open = co_await router_.get_orders(OrderFilter::open);
        if (!open) complain(open.error());
        if (open)
            for (const OrderReport& report : *open)
                if (ours_.contains(report.id))
                    if (auto done = co_await router_.cancel_order(report.id); !done)
                        complain(done.error());
        auto account = co_await router_.get_account();
        if (!account) std::cerr << account.error().describe() << '\n';
        if (account && account->portfolio_value)
            std::cout << "worth " << *account->portfolio_value << '\n';
        co_await router_.disconnect();
        co_return confirmed;
    }

private:
    void on_quote(Trend& strategy, const Quote& quote)
    {
        if (!usable_) return;
        auto signal = strategy.on_quote(quote);
        if (!signal) return;
        router_.execute(std::move(*signal), [this, &strategy](Result<OrderReport> placed) {
            if (placed) return void(ours_.insert(placed->id));
            std::cout << placed.error().describe() << '\n';
            strategy.undo();
        });
    }

    ExecutionRouter& router_;
    Subscription events_;
    std::vector<Subscription> quotes_;
    std::set<OrderId> ours_;
    bool usable_ = false;
};

/// Until the user interrupts; on a tape also to its end.
asio::awaitable<void> until_the_end(std::shared_ptr<PaperFeed> market)
{
    auto executor = co_await asio::this_coro::executor;
    asio::basic_signal_set<asio::any_io_executor> signals{executor, SIGINT, SIGTERM};
    if (!market) {
        co_await signals.async_wait(asio::use_awaitable);
        co_return;
    }
    bool interrupted = false;
    signals.async_wait([&](boost::system::error_code failed, int) {
        if (!failed) interrupted = true;  // else this coroutine is over
    });
    while (!interrupted) {
        auto more = co_await market->step();
        if (!more || !*more) break;
    }
}

asio::awaitable<int> run(ExecutionRouter& router, std::vector<Contract> contracts,
                         std::shared_ptr<PaperFeed> market)
{
    Loop loop{router};
    if (auto up = co_await router.connect(); !up) {
        std::cerr << up.error().describe() << '\n';
        co_return 1;
    }
    for (const Contract& contract : contracts) loop.trade(contract);
    co_await until_the_end(std::move(market));
    bool confirmed = co_await loop.leave();
    co_return confirmed ? 0 : 1;
}

int main(int count, char** arguments)
try {
    asio::io_context io;
    auto config = count > 1 ? load_config(arguments[1]) : Result<Config>{Config{}};
    if (!config) return std::cerr << config.error().describe() << '\n', 1;

    std::shared_ptr<ExecutionRouter> router;
    std::shared_ptr<PaperFeed> market;
    std::vector<Contract> contracts{stock("AAPL"), stock("MSFT")};
    if (config->type == BrokerType::paper) {
        if (count == 1) config->log.level = "warning";
        auto options = paper_options(*config);
        auto tape = std::make_shared<const paper::Tape>(paper::generate_tape());
        options.tape = tape;
        options.tape_start = paper::TapeStart::manual;
        contracts = tape->contracts;
        auto made = make_paper_market(*config, std::move(options), io.get_executor());
        if (!made) return std::cerr << made.error().describe() << '\n', 1;
        router = made->router;
        market = made->market;
    } else {
        auto made = make_broker(*config, io.get_executor());
        if (!made) return std::cerr << made.error().describe() << '\n', 1;
        router = *made;
    }

    return run_to_end(io, run(*router, std::move(contracts), std::move(market)));
} catch (const std::exception& failure) {
    std::cerr << failure.what() << '\n';
    return 1;
}
