// The strategy of docs/TUTORIAL.md: buys a dip below the average of the last quotes and sells the
// recovery. Knows no broker: the configuration says where it trades.
//
//   first_strategy CONFIG [SYMBOL [SECONDS]]     a tape to its end, else so many seconds (10)
#include <trademind/execution/factory.hpp>
#include <trademind/run_to_end.hpp>

#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <iostream>
#include <string>

using namespace trademind;
using namespace trademind::literals;

class FirstStrategy : public BrokerObserver {
public:
    FirstStrategy(ExecutionRouter& router, Contract contract)
        : router_{router}, contract_{std::move(contract)}, events_{router.observe(*this)}
    {
        quotes_ = router_.watch(
            contract_, [this](const Quote& quote) { on_quote(quote); },
            [](const Error& error) { std::cerr << "no quotes: " << error.describe() << '\n'; });
    }

    // what the broker says of orders: the position is what has filled
    void on_execution(const Execution& fill) override
    {
        std::cout << fill.describe() << '\n';
        held_ += fill.side == Side::buy ? fill.quantity : -fill.quantity;
        if (fill.side == Side::buy) entry_ = fill.price;
    }
    void on_order(const OrderReport& report) override
    {
        if (is_done(report.status)) works_ = false;
    }
    void stop() { quotes_.reset(); }
    int quotes() const { return seen_; }

private:
    void on_quote(const Quote& quote)
    {
        auto middle = quote.midpoint();
        if (!middle || quote.is_locked_or_crossed()) return;
        ++seen_;
        sum_ += *middle;
        middles_.push_back(*middle);
        if (middles_.size() <= window) return;
        sum_ -= middles_.front();
        middles_.pop_front();
        if (works_) return;  // one order at a time
        Decimal average = sum_ / Decimal{static_cast<std::int64_t>(window)};
        if (held_.is_zero() && *quote.ask < average * 0.9995_d)
            place(buy(contract_, 10_d).limit(*quote.ask));
        else if (held_.sign() > 0 && (*quote.bid > entry_ || *quote.bid < entry_ * 0.998_d))
            place(sell(contract_, held_).limit(*quote.bid));
    }

    void place(OrderRequest order)
    {
        works_ = true;
        // immediate or cancel: nothing is left behind in the market
        router_.place_order(std::move(order).immediate_or_cancel(),
                            [this](Result<OrderReport> placed) {
                                if (placed) return;
                                std::cout << placed.error().describe() << '\n';
                                works_ = false;
                            });
    }

    static constexpr std::size_t window = 20;
    ExecutionRouter& router_;
    Contract contract_;
    std::deque<Decimal> middles_;
    Decimal sum_, held_, entry_;
    bool works_ = false;
    int seen_ = 0;
    Subscription quotes_, events_;
};

asio::awaitable<void> trade(ExecutionRouter& router, Contract contract, int seconds)
{
    (co_await router.connect()).value();  // throws where it failed
    FirstStrategy strategy{router, contract};
    auto tape = paper_feed(router);
    bool played = tape && co_await tape->play();
    if (!played) {
        asio::steady_timer timer{co_await asio::this_coro::executor};
        timer.expires_after(std::chrono::seconds{seconds});
        co_await timer.async_wait(asio::use_awaitable);
    }
    strategy.stop();
    auto account = co_await router.get_account();
    std::cout << strategy.quotes() << " quotes of " << contract.symbol << " seen";
    if (account && account->portfolio_value) std::cout << ", worth " << *account->portfolio_value;
    std::cout << '\n';
    (co_await router.disconnect()).value();
}

int main(int count, char** arguments)
try {
    if (count < 2) return std::cerr << "usage: first_strategy CONFIG [SYMBOL [SECONDS]]\n", 2;
    asio::io_context io;
    auto config = load_config(arguments[1]).value();
    auto router = make_broker(config, io.get_executor()).value();
    auto contract = stock(count > 2 ? arguments[2] : "AAPL");
    run_to_end(io, trade(*router, contract, count > 3 ? std::stoi(arguments[3]) : 10));
} catch (const std::exception& failed) {
    std::cerr << failed.what() << '\n';
    return 1;
}
