// The log: one line a decision, with the order's ids in it, and no account number in full.
#include "base/log.hpp"
#include "unit/execution/router_fixture.hpp"

#include <mutex>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

std::mutex logged_mutex;
std::vector<std::string> logged;

void keep(log::Level level, std::string_view text)
{
    std::lock_guard lock{logged_mutex};
    logged.push_back((level >= log::Level::error     ? "error: "
                      : level >= log::Level::warning ? "warning: "
                                                     : "info: ") +
                     std::string{text});
}

class DecisionLog : public RouterFixture {
protected:
    DecisionLog()
    {
        config.risk.max_concentration.reset();
        logged.clear();
        before_ = log::set_sink(keep);
        log::set_level(log::Level::info);
    }
    ~DecisionLog() override
    {
        router.reset();
        run();
        log::set_sink(before_);
        log::set_level(log::Level::warning);
    }
    std::vector<std::string> with(std::string_view part) const
    {
        std::vector<std::string> found;
        for (const auto& line : logged)
            if (line.find(part) != std::string::npos) found.push_back(line);
        return found;
    }

private:
    log::Sink before_{};
};

TEST_F(DecisionLog, an_order_from_start_to_end)
{
    start();
    auto placed = place(buy(aapl, 5_d).limit(99_d).with_client_order_id("mine"));
    ASSERT_TRUE(placed);
    broker->fill(placed->id, 2_d, 99_d);
    ASSERT_TRUE(modify(placed->id, buy(aapl, 4_d).limit(98_d)));
    ASSERT_TRUE(cancel(placed->id));
    auto found = with("order mine");
    ASSERT_GE(found.size(), 5U);
    EXPECT_EQ(with("order mine sent: BUY 5 AAPL LMT 99 DAY").size(), 1U);
    EXPECT_EQ(with("order mine (1) Submitted filled 2 of 5").size(), 1U);
    EXPECT_EQ(with("order mine (1) modified: BUY 4 AAPL LMT 98 DAY").size(), 1U);
    EXPECT_EQ(with("order mine (1) cancel").size(), 1U);
    EXPECT_EQ(with("order mine (1) Cancelled").size(), 1U);
    for (const auto& line : found)
        EXPECT_TRUE(line.find("(1)") != std::string::npos || line.find("sent") != std::string::npos)
            << line << ": the broker's id, as soon as there is one";
}

TEST_F(DecisionLog, a_refusal_is_one_line_with_reason_and_order)
{
    start();
    EXPECT_FALSE(place(buy(aapl, 1001_d).limit(99_d).with_client_order_id("big")));
    EXPECT_EQ(with("order big"),
              std::vector<std::string>{
                  "warning: order big refused, MAX_ORDER_SIZE: Order size 1001 exceeds max 1000 "
                  "(BUY 1001 AAPL LMT 99 DAY)"});
}

TEST_F(DecisionLog, a_refusal_by_the_broker_says_why)
{
    start();
    broker->placing = ScriptedBroker::Placing::refuse;
    broker->refusal = make_tws_error(201, "no margin");
    EXPECT_FALSE(place(buy(aapl, 1_d).limit(99_d).with_client_order_id("r")));
    auto found = with("order r rejected by the broker");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_NE(found[0].find("no margin"), std::string::npos);
}

TEST_F(DecisionLog, an_unknown_outcome_is_an_error)
{
    start();
    broker->placing = ScriptedBroker::Placing::lose;
    EXPECT_FALSE(place(buy(aapl, 1_d).limit(99_d).with_client_order_id("u")));
    auto found = with("order u may be live");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_TRUE(found[0].starts_with("error: "));
}

TEST_F(DecisionLog, a_repeated_id_is_told)
{
    start();
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("again");
    ASSERT_TRUE(place(order));
    ASSERT_TRUE(place(order));
    EXPECT_EQ(with("order again is known already: nothing placed").size(), 1U);
    EXPECT_EQ(with("order again sent").size(), 1U);
}

TEST_F(DecisionLog, a_kill_and_a_resume_name_who_and_why)
{
    start();
    ASSERT_TRUE(place(buy(aapl, 1_d).limit(99_d)));
    ASSERT_TRUE(kill());
    ASSERT_TRUE(resume());
    EXPECT_EQ(with("trading is halted by tester: a test"),
              (std::vector<std::string>{"error: trading is halted by tester: a test"}));
    EXPECT_EQ(with("kill done: 1 cancels, 0 still working").size(), 1U);
    EXPECT_EQ(with("trading is active again by tester: test over").size(), 1U);
}

TEST_F(DecisionLog, an_order_that_nobody_named_has_a_name_in_the_log)
{
    start();
    auto placed = place(buy(aapl, 1_d).limit(99_d));
    ASSERT_TRUE(placed);
    ASSERT_FALSE(placed->order.client_order_id.empty());
    EXPECT_EQ(with("order " + placed->order.client_order_id + " sent").size(), 1U);
}

TEST_F(DecisionLog, no_account_in_full_unless_asked_for)
{
    config.type = BrokerType::ibkr;
    config.account = "U7654321";
    config.mode = TradingMode::live;
    config.allow_live = true;
    broker->account.id = "U1234567";
    make();
    ASSERT_FALSE(connect());
    EXPECT_FALSE(with("refused to connect").empty());
    EXPECT_TRUE(with("U1234567").empty());
    EXPECT_TRUE(with("U7654321").empty());
    EXPECT_FALSE(with("*****567").empty());
    router.reset();
    run();
    logged.clear();
    config.log.show_account = true;
    make();
    ASSERT_FALSE(connect());
    EXPECT_FALSE(with("U1234567").empty());
    EXPECT_FALSE(with("U7654321").empty());
}

TEST_F(DecisionLog, trading_leaves_no_account_number_in_it)
{
    broker->account.id = "U1234567";
    start();
    auto order = buy(aapl, 1_d).limit(99_d).with_client_order_id("a");
    order.account = "U1234567";
    ASSERT_TRUE(place(order));
    EXPECT_FALSE(place(buy(aapl, 5000_d).limit(99_d)));
    ASSERT_TRUE(kill());
    EXPECT_TRUE(with("U1234567").empty());
}

TEST_F(DecisionLog, a_changed_limit_names_both_values_and_who)
{
    start();
    Config tighter = config, looser = config;
    tighter.risk.max_order_size = 10_d;
    looser.risk.max_order_size = 20_d;
    ASSERT_TRUE(reload(tighter, ""));
    ASSERT_FALSE(reload(looser, ""));
    ASSERT_TRUE(reload(looser, "ann"));
    EXPECT_EQ(with("configuration changed"),
              (std::vector<std::string>{
                  "warning: configuration changed: broker.max_order_size: 1000 to 10",
                  "warning: configuration changed: broker.max_order_size: 10 to 20 by ann"}));
    EXPECT_EQ(refusal(buy(aapl, 21_d).limit(99_d)), RiskReason::max_order_size);
    EXPECT_EQ(refusal(buy(aapl, 20_d).limit(99_d)), RiskReason::ok);
}

}  // namespace
}  // namespace trademind::test
