// A broker in front of another one: verbs go on with the caller's own completion.
#include "support/fake_broker.hpp"
#include "support/manual_clock.hpp"

#include <trademind/broker_decorator.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <memory>
#include <optional>

namespace trademind::test {
namespace {

using namespace std::chrono_literals;

/// Lets no sale through.
class BuysOnly final : public BrokerDecorator {
public:
    explicit BuysOnly(const std::shared_ptr<Broker>& inner)
        : BrokerDecorator{inner, inner->deadline(), inner->connect_deadline()}
    {}

private:
    void do_place_order(OrderRequest&& order, Completion<OrderReport> done) override
    {
        if (order.side == Side::sell) return done(Error{Errc::rejected, "no sales"});
        BrokerDecorator::do_place_order(std::move(order), std::move(done));
    }
};

class BrokerDecoratorTest : public testing::Test {
protected:
    void run()
    {
        io.restart();
        io.poll();
    }
    template <class T> auto keep(std::optional<Result<T>>& place)
    {
        return [&place](Result<T> result) { place = std::move(result); };
    }

    asio::io_context io;
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    std::shared_ptr<FakeBroker> inner = FakeBroker::make(io.get_executor(), clock);
    std::shared_ptr<BuysOnly> broker = std::make_shared<BuysOnly>(inner);
};

TEST_F(BrokerDecoratorTest, what_it_does_not_override_is_the_inner_brokers)
{
    inner->positions.emplace_back(stock("AAPL"), Decimal{5});
    std::optional<Result<std::vector<Position>>> held;
    broker->get_positions(keep(held));
    run();
    ASSERT_TRUE(held && *held);
    EXPECT_EQ((**held)[0].quantity, Decimal{5});
    EXPECT_EQ(broker->name(), "fake");
    EXPECT_EQ(&broker->innermost(), inner.get());
    EXPECT_EQ(broker->get_executor(), inner->get_executor());
}

TEST_F(BrokerDecoratorTest, what_it_overrides_is_judged_first)
{
    std::optional<Result<OrderReport>> bought, sold;
    broker->place_order(buy(stock("AAPL"), Decimal{1}), keep(bought));
    broker->place_order(sell(stock("AAPL"), Decimal{1}), keep(sold));
    run();
    ASSERT_TRUE(bought && sold);
    EXPECT_TRUE(*bought);
    EXPECT_EQ(sold->error(), Errc::rejected);
    EXPECT_EQ(inner->placed.size(), 1U);
}

TEST_F(BrokerDecoratorTest, who_gives_up_gives_up_the_inner_brokers_call)
{
    inner->hold = true;
    asio::cancellation_signal stop;
    std::optional<Result<OrderReport>> placed;
    broker->place_order(buy(stock("AAPL"), Decimal{1}),
                        asio::bind_cancellation_slot(stop.slot(), keep(placed)));
    run();
    EXPECT_FALSE(placed);
    stop.emit(asio::cancellation_type::all);
    run();
    ASSERT_TRUE(placed);
    EXPECT_EQ(placed->error(), Errc::cancelled);
    EXPECT_EQ(inner->given_up, 1);
}

}  // namespace
}  // namespace trademind::test
