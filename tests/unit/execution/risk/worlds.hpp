// The same router in front of both brokers: paper, and IBKR over a socket to the mock TWS.
#pragma once

#include "mock/mock_desk.hpp"
#include "mock/mock_tws.hpp"
#include "mock/run.hpp"
#include "support/lifted_limits.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/execution.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace trademind::test {

/// A broker with a market that the test moves.
class World {
public:
    virtual ~World() = default;
    virtual std::shared_ptr<Broker> broker() = 0;
    virtual BrokerType type() const = 0;
    virtual void run() = 0;
    /// Held before the router connects; needs a quote.
    virtual void hold(Decimal quantity) = 0;
    virtual void quote(Decimal bid, Decimal ask) = 0;
    /// A quote of AAPL without prices.
    virtual void quote_nothing() = 0;
    /// Lists another instrument, which has no quote yet.
    virtual void list(const Contract& contract) = 0;
    virtual void quote_of(const Contract& contract, Decimal bid, Decimal ask) = 0;
    /// As after three round trips of today, where the rule counts them.
    virtual void use_up_day_trades() = 0;
    /// Orders that the broker has ever been sent.
    virtual std::size_t orders_seen() = 0;

    template <class R, class Start> R answer(Start start)
    {
        auto got = std::make_shared<std::optional<R>>();
        start([got](R result) { *got = std::move(result); });
        for (int i = 0; i < 100 && !*got; ++i) run();
        for (int i = 0; i < 600 && !*got; ++i) pass(std::chrono::milliseconds{100});
        if (!*got) throw std::runtime_error{"no answer within a minute"};
        return std::move(**got);
    }
    void pass(Duration time)
    {
        clock->advance(time);
        run();
    }

    asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
};

class PaperWorld final : public World {
public:
    using Tweak = std::function<void(paper::Options&)>;
    explicit PaperWorld(const Config& config, const Tweak& tweak = {})
    {
        auto options = paper_options(config);
        if (tweak) tweak(options);
        market_ = make_unsafe_paper_broker(io.get_executor(), std::move(options), clock);
        market_->push(Quote{stock("AAPL")});
        run();
    }
    std::shared_ptr<Broker> broker() override { return market_; }
    BrokerType type() const override { return BrokerType::paper; }
    void run() override
    {
        io.restart();
        io.poll();
    }
    void hold(Decimal quantity) override
    {
        ASSERT_TRUE(answer<Result<>>([&](auto t) { market_->connect(std::move(t)); }));
        auto bought = answer<Result<OrderReport>>(
            [&](auto t) { market_->place_order(buy(stock("AAPL"), quantity), std::move(t)); });
        ASSERT_TRUE(bought) << bought.error().describe();
        run();
    }
    void quote(Decimal bid, Decimal ask) override
    {
        Quote q{stock("AAPL")};
        q.bid = bid;
        q.ask = ask;
        q.bid_size = q.ask_size = Decimal{100'000};
        q.time = clock->now();
        market_->push(q);
        run();
    }
    void quote_nothing() override
    {
        market_->push(Quote{stock("AAPL")});
        run();
    }
    void list(const Contract& contract) override
    {
        market_->push(Quote{contract});
        run();
    }
    void quote_of(const Contract& contract, Decimal bid, Decimal ask) override
    {
        Quote q{contract};
        q.bid = bid;
        q.ask = ask;
        q.bid_size = q.ask_size = Decimal{100'000};
        q.time = clock->now();
        market_->push(q);
        run();
    }
    void use_up_day_trades() override
    {
        quote(Decimal{100}, Decimal{100});
        ASSERT_TRUE(answer<Result<>>([&](auto t) { market_->connect(std::move(t)); }));
        for (int i = 0; i < 3; ++i)
            for (Side side : {Side::buy, Side::sell})
                ASSERT_TRUE(answer<Result<OrderReport>>([&](auto t) {
                    market_->place_order(OrderRequest{side, stock("AAPL"), Decimal{1}},
                                         std::move(t));
                }));
        run();
    }
    std::size_t orders_seen() override
    {
        return answer<Result<std::vector<OrderReport>>>(
                   [&](auto t) { market_->get_orders(OrderFilter::all, std::move(t)); })
            .value()
            .size();
    }

private:
    std::shared_ptr<PaperBroker> market_;
};

class MockWorld final : public World {
public:
    explicit MockWorld(const Config& config)
    {
        tws_.speak(200);
        desk_.add_stock("AAPL", 265598);
        desk_.cash(config.paper.starting_cash);
        IbkrOptions options = ibkr_options(config);
        options.port = tws_.port();
        broker_ = make_unsafe_ibkr_broker(io.get_executor(), options, clock);
    }
    ~MockWorld() override
    {
        broker_.reset();
        tws_.drop_all();
        settle(io);
    }
    std::shared_ptr<Broker> broker() override { return broker_; }
    BrokerType type() const override { return BrokerType::ibkr; }
    void run() override { settle(io); }
    void hold(Decimal quantity) override { desk_.position("AAPL", quantity, Decimal{100}); }
    void quote(Decimal bid, Decimal ask) override
    {
        desk_.quote("AAPL", bid, ask, bid, Decimal{100000});
        run();
    }
    void quote_nothing() override
    {
        // as TWS writes that there is none
        desk_.quote("AAPL", Decimal{-1}, Decimal{-1}, {}, Decimal{0});
        run();
    }
    void list(const Contract& contract) override
    {
        DeskInstrument instrument;
        instrument.symbol = contract.symbol;
        instrument.sec_type = to_string(contract.type);
        instrument.exchange = contract.exchange;
        instrument.currency = contract.currency;
        instrument.multiplier = contract.value_multiplier();
        desk_.add(std::move(instrument));
    }
    void quote_of(const Contract& contract, Decimal bid, Decimal ask) override
    {
        desk_.quote(contract.symbol, bid, ask, bid, Decimal{100000});
        run();
    }
    void use_up_day_trades() override { desk_.day_trades(0); }
    std::size_t orders_seen() override
    {
        return tws_.received_of<ibkr::PlaceOrderRequest>().size();
    }
    MockTws& tws() { return tws_; }
    MockDesk& desk() { return desk_; }

private:
    MockTws tws_{io.get_executor(), clock};
    MockDesk desk_{tws_};
    std::shared_ptr<Broker> broker_;
};

}  // namespace trademind::test
