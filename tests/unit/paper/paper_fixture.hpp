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
    void on_order(const OrderReport& r) override
    {
        std::string line = "order " + to_string(r.id) + ' ' + std::string{to_string(r.status)} +
                           ' ' + r.filled.str() + '/' + r.order.quantity.str();
        if (!r.why_held.empty()) line += " held:" + r.why_held;
        lines.push_back(line);
        reports.push_back(r);
    }
    void on_execution(const Execution& e) override
    {
        lines.push_back("fill " + to_string(e.order_id) + ' ' + e.quantity.str() + " @ " +
                        e.price.str());
        executions.push_back(e);
    }
    void on_commission(const Commission& c) override
    {
        lines.push_back("commission");
        commissions.push_back(c);
    }
    void on_position(const Position& p) override
    {
        lines.push_back("position " + p.quantity.str());
    }
    void on_account(const Account& a) override
    {
        lines.push_back("account");
        accounts.push_back(a);
    }
    void on_notice(const Notice& n) override
    {
        lines.push_back("notice " + std::to_string(n.error.code.value()));
        notices.push_back(n);
    }
    void on_link(LinkState state) override
    {
        lines.push_back("link " + std::string{to_string(state)});
    }
    /// The fills as "1: 100 @ 10.02".
    std::vector<std::string> fills() const
    {
        std::vector<std::string> all;
        for (const auto& e : executions)
            all.push_back(to_string(e.order_id) + ": " + e.quantity.str() + " @ " + e.price.str());
        return all;
    }

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
    /// Makes the broker, connected and observed. Shorting, margin and calendar as in `options`.
    void start(paper::Options options = {})
    {
        broker = make_paper_broker(io.get_executor(), std::move(options), clock);
        listening = broker->observe(heard);
        Awaited<void> up;
        broker->connect(up.token());
        run();
        ASSERT_TRUE(up.get().has_value());
        heard.lines.clear();
    }
    /// Runs what can run now; a call that waits for time to pass goes on waiting.
    void run()
    {
        io.restart();
        io.poll();
    }
    void pass(Duration time)
    {
        clock->advance(time);
        run();
    }
    /// Lets time pass until that UTC moment.
    void until(std::string_view when)
    {
        auto moment = parse_time(when);
        ASSERT_TRUE(moment) << when;
        pass(*moment - clock->now());
    }
    /// The sessions and auctions of the US exchanges; the clock stands at an opening.
    static paper::Options on_exchange()
    {
        paper::Options options;
        options.calendar = paper::us_equities_calendar();
        options.instruments = {stock("X")};
        return options;
    }

    // The market of X.
    void push(paper::MarketChange change, const Contract& contract = stock("X"))
    {
        broker->push(contract, std::move(change));
        run();
    }
    void quote(Decimal bid, Decimal bid_size, Decimal ask, Decimal ask_size)
    {
        push(paper::MarketChange{}.with_bid(bid, bid_size).with_ask(ask, ask_size));
    }
    void print(Decimal price, Decimal size = 100)
    {
        push(paper::MarketChange{}.with_print(price, size));
    }

    // Calls, run to their end.
    Result<OrderReport> place(OrderRequest order)
    {
        Awaited<OrderReport> answer;
        broker->place_order(std::move(order), answer.token());
        run();
        return answer.get();
    }
    /// Places an order that must be taken.
    OrderId take(OrderRequest order)
    {
        auto report = place(std::move(order));
        if (!report) {
            ADD_FAILURE() << report.error().describe();
            return OrderId{};
        }
        return report->id;
    }
    Result<OrderReport> modify(OrderId id, OrderRequest order)
    {
        Awaited<OrderReport> answer;
        broker->modify_order(id, std::move(order), answer.token());
        run();
        return answer.get();
    }
    Result<OrderReport> cancel(OrderId id)
    {
        Awaited<OrderReport> answer;
        broker->cancel_order(id, answer.token());
        run();
        return answer.get();
    }
    Result<OrderPreview> preview(OrderRequest order)
    {
        Awaited<OrderPreview> answer;
        broker->preview_order(std::move(order), answer.token());
        run();
        return answer.get();
    }

    // What the broker answers when it is asked.
    template <class T, class Verb> T ask(Verb verb)
    {
        Awaited<T> answer;
        verb(answer.token());
        run();
        return answer.get().value();
    }
    std::vector<OrderReport> orders()
    {
        return ask<std::vector<OrderReport>>(
            [&](auto token) { broker->get_orders(OrderFilter::all, token); });
    }
    std::vector<Execution> executions()
    {
        return ask<std::vector<Execution>>([&](auto token) { broker->get_executions(token); });
    }
    std::vector<Position> positions()
    {
        return ask<std::vector<Position>>([&](auto token) { broker->get_positions(token); });
    }
    OrderReport report(OrderId id)
    {
        for (const auto& r : orders())
            if (r.id == id) return r;
        ADD_FAILURE() << "there is no order " << to_string(id);
        return {};
    }
    OrderStatus status(OrderId id) { return report(id).status; }
    Decimal filled(OrderId id) { return report(id).filled; }
    Decimal position(const Contract& contract = stock("X"))
    {
        for (const auto& p : positions())
            if (p.contract.same_instrument(contract)) return p.quantity;
        return {};
    }
    Account account()
    {
        return ask<Account>([&](auto token) { broker->get_account(token); });
    }
    paper::Statistics statistics()
    {
        return ask<paper::Statistics>([&](auto token) { broker->get_statistics(token); });
    }

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
