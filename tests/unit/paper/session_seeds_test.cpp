// Over any days of quotes, prints, halts and orders: what the exchange's hours and halts allow, and
// that restarts change nothing of it.
#include "base/random.hpp"
#include "unit/paper/file_fixture.hpp"

#include <gmock/gmock.h>

#include <map>

namespace trademind::test {
namespace {

using paper::MarketChange;

class SessionSeeds : public PaperFileTest, public testing::WithParamInterface<std::uint64_t> {
protected:
    static Decimal cents(std::uint64_t n)
    {
        return Decimal::from_raw(int128{n} * (Decimal::one / 100));
    }
    Decimal near(std::uint64_t range)
    {
        return middle_ + cents(random_.below(2 * range)) - cents(range);
    }
    OrderRequest any_order()
    {
        Decimal quantity{static_cast<std::int64_t>(1 + random_.below(200))};
        auto order = random_.below(2) ? buy_x(quantity) : sell_x(quantity);
        switch (random_.below(9)) {
        case 0: break;
        case 1: order = std::move(order).stop(near(40)); break;
        case 2: order = std::move(order).trailing(cents(1 + random_.below(60))); break;
        case 3: return std::move(order).of_type(OrderType::market_on_close);
        case 4: return std::move(order).in_force(TimeInForce::opening);
        case 5: order = std::move(order).limit(near(30)).immediate_or_cancel(); break;
        default: order = std::move(order).limit(near(30)); break;
        }
        if (random_.below(3) == 0) order = std::move(order).outside_regular_hours();
        if (order.time_in_force == TimeInForce::day && random_.below(2))
            order = std::move(order).good_till_cancelled();
        return order;
    }
    void change_market()
    {
        auto kind = random_.below(20);
        if (kind == 0) {
            halted_ = !halted_;
            return push(MarketChange{}.with_halt(halted_));
        }
        if (kind < 8) return print(near(2), 100);
        middle_ = std::max(5_d, near(15));
        quote(middle_ - cents(2), Decimal{100 + static_cast<int>(random_.below(400))},
              middle_ + cents(2), Decimal{100 + static_cast<int>(random_.below(400))});
    }
    /// What executions say that has been told since the last look.
    void look()
    {
        for (; seen_ < heard.executions.size(); ++seen_) {
            const auto& e = heard.executions[seen_];
            const auto& order = placed_.at(e.order_id);
            SCOPED_TRACE(e.id + ' ' + order.describe() + " at " + format_time(e.time));
            EXPECT_FALSE(halted_) << "it filled in a halt";
            auto session = calendar_->session_at_or_after(e.time);
            ASSERT_TRUE(session);
            if (order.type == OrderType::market_on_close) {
                EXPECT_GE(e.time, session->close);
                EXPECT_LE(e.time, session->close + 60s);
            } else if (order.outside_rth && order.time_in_force != TimeInForce::opening) {
                EXPECT_GE(e.time, session->pre_open);
                EXPECT_LT(e.time, session->post_close);
            } else {
                EXPECT_GE(e.time, session->open);
                EXPECT_LT(e.time, session->close);
            }
        }
    }
    void step()
    {
        pass(std::chrono::seconds{random_.below(1'200)});
        look();  // what time alone has done, with the halt as it was
        change_market();
        look();
        if (random_.below(2)) {
            auto order = any_order();
            Awaited<OrderReport> answer;
            // known before the first event of it
            placed_[OrderId{next_}] = order;
            broker->place_order(order, answer.token());
            run();
            next_ = static_cast<std::int64_t>(orders().size()) + 1;
            look();
        }
    }

    Random random_{GetParam()};
    std::shared_ptr<const TradingCalendar> calendar_ = us_equities_calendar();
    std::map<OrderId, OrderRequest> placed_;
    std::int64_t next_ = 1;
    std::size_t seen_ = 0;
    Decimal middle_ = 50_d;
    bool halted_ = false;
};

TEST_P(SessionSeeds, fills_keep_to_hours_halts_and_auctions)
{
    options = on_exchange();
    start(options);
    for (int i = 0; i < 600 && !HasFailure(); ++i) step();
    EXPECT_GT(seen_, 20U);
}

TEST_P(SessionSeeds, fills_keep_to_them_over_restarts)
{
    options = on_exchange();
    options.state_file = file;
    start(options);
    for (int i = 1; i <= 400 && !HasFailure(); ++i) {
        step();
        if (i % 37 != 0) continue;
        restart();
        // a halt is the feed's to tell
        if (halted_) push(MarketChange{}.with_halt(true));
    }
    EXPECT_GT(seen_, 10U);
    // what was told is what is kept
    auto kept = executions();
    ASSERT_EQ(kept.size(), heard.executions.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
        EXPECT_EQ(kept[i].id, heard.executions[i].id);
        EXPECT_EQ(kept[i].price, heard.executions[i].price);
        EXPECT_EQ(kept[i].quantity, heard.executions[i].quantity);
        EXPECT_EQ(kept[i].time, heard.executions[i].time);
    }
}

TEST_P(SessionSeeds, days_of_orders_end_with_their_day)
{
    options = on_exchange();
    start(options);
    for (int i = 0; i < 300; ++i) {
        step();
        for (const auto& r : orders()) {
            if (!is_open(r.status) || r.order.time_in_force != TimeInForce::day) continue;
            // held over no night: it was placed in, or for, the session that is on or comes next
            auto now = calendar_->session_at_or_after(clock->now());
            auto then = calendar_->session_at_or_after(r.submitted_at);
            auto after = calendar_->session_at_or_after(then->post_close);
            EXPECT_TRUE(now->date == then->date || now->date == after->date)
                << r.order.describe() << " of " << format_time(r.submitted_at) << " lives at "
                << format_time(clock->now());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Many, SessionSeeds, testing::Range(std::uint64_t{1}, std::uint64_t{16}));

}  // namespace
}  // namespace trademind::test
