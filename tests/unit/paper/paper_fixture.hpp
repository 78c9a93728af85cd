// A paper broker on a clock that the test turns, and what it was heard to say.
#pragma once

#include "support/manual_clock.hpp"

#include <trademind/brokers/paper.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace trademind::test {

using namespace literals;
using namespace std::chrono_literals;

/// Writes down every event in words: "order 1 Submitted 0/100", "fill 1 100 @ 10.02".
class Recorder : public BrokerObserver {
public:
    void on_order(const OrderReport& r) override;
    void on_execution(const Execution& e) override;
    void on_commission(const Commission& c) override;
    void on_position(const Position& p) override;
    void on_account(const Account& a) override;
    void on_notice(const Notice& n) override;
    void on_link(LinkState state) override;
    /// The fills as "1: 100 @ 10.02".
    std::vector<std::string> fills() const;

    std::vector<std::string> lines;
    std::vector<OrderReport> reports;
    std::vector<Execution> executions;
    std::vector<Commission> commissions;
    std::vector<Account> accounts;
    std::vector<Notice> notices;
};

/// What a call brings when the executor has run out of work.
template <class T> class Awaited {
public:
    auto token()
    {
        return [result = result_](Result<T> r) { *result = std::move(r); };
    }
    bool ready() const { return result_->has_value(); }
    const Result<T>& get() const
    {
        if (!ready()) throw std::logic_error{"the call has not been answered"};
        return **result_;
    }

private:
    std::shared_ptr<std::optional<Result<T>>> result_ =
        std::make_shared<std::optional<Result<T>>>();
};

class PaperTest : public testing::Test {
protected:
    PaperTest();
    ~PaperTest() override;

    /// Makes the broker, connected and observed. Shorting, margin and calendar as in `options`.
    void start(paper::Options options = {});
    /// Runs what can run now; a call that waits for time to pass goes on waiting.
    void run();
    void pass(Duration time);
    /// Lets time pass until that UTC moment.
    void until(std::string_view when);
    /// The sessions and auctions of the US exchanges; the clock stands at an opening.
    static paper::Options on_exchange();

    // The market of X.
    void push(paper::MarketChange change, const Contract& contract = stock("X"));
    void quote(Decimal bid, Decimal bid_size, Decimal ask, Decimal ask_size);
    void print(Decimal price, Decimal size = 100);

    // Calls, run to their end.
    Result<OrderReport> place(OrderRequest order);
    /// Places an order that must be taken.
    OrderId take(OrderRequest order);
    Result<OrderReport> modify(OrderId id, OrderRequest order);
    Result<OrderReport> cancel(OrderId id);
    Result<OrderPreview> preview(OrderRequest order);

    // What the broker answers when it is asked.
    template <class T, class Verb> T ask(Verb verb)
    {
        Awaited<T> answer;
        verb(answer.token());
        run();
        return answer.get().value();
    }
    std::vector<OrderReport> orders();
    std::vector<Execution> executions();
    std::vector<Position> positions();
    OrderReport report(OrderId id);
    OrderStatus status(OrderId id);
    Decimal filled(OrderId id);
    Decimal position(const Contract& contract = stock("X"));
    Account account();
    paper::Statistics statistics();

    boost::asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    Recorder heard;
    std::shared_ptr<PaperBroker> broker;
    Subscription listening;
};

/// Buys and sells of X.
inline OrderRequest buy_x(Decimal quantity)
{
    return buy(stock("X"), quantity);
}
inline OrderRequest sell_x(Decimal quantity)
{
    return sell(stock("X"), quantity);
}

}  // namespace trademind::test
