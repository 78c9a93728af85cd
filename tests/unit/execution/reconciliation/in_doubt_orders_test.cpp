// Orders of an earlier run whose fate is open: they count at their worst, nothing goes twice, and
// others trade on.
#include "unit/execution/router_fixture.hpp"

#include "base/database.hpp"
#include "execution/journal_file/schema.hpp"

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;

class InDoubtOrders : public RouterFixture {
protected:
    InDoubtOrders()
    {
        lift_limits(config.risk);
        config.journal.file = directory / "j.db";
    }
    ~InDoubtOrders() override
    {
        router.reset();
        run();
    }
    /// The program ends behind its intent, which the broker never gets; another one begins.
    void leave_in_doubt(OrderRequest order)
    {
        start();
        broker->placing = ScriptedBroker::Placing::lose;
        router->place_order(std::move(order), [](Result<OrderReport>) {});
        run();
        router.reset();
        run();
        broker->placing = ScriptedBroker::Placing::accept;
    }
    void come_back()
    {
        make();
        ASSERT_TRUE(connect());
        show_quote();
        advance(100ms);
    }
    void show_quote()
    {
        broker->quote(aapl, 100_d, 100.02_d);
        run();
    }
    /// The broker's lists prove an order that it never got after 20 s.
    void let_fate_be_known()
    {
        let_pass(40s);
        show_quote();
    }
    OrderRequest doubtful() const
    {
        return buy(aapl, 60_d).limit(99_d).with_client_order_id("doubtful");
    }
    std::string refusal_text(OrderRequest order)
    {
        auto verdict = check(std::move(order));
        EXPECT_EQ(verdict.reason, RiskReason::not_reconciled);
        return verdict.message;
    }

    TemporaryDirectory directory;
};

TEST_F(InDoubtOrders, others_trade_on)
{
    leave_in_doubt(doubtful());
    come_back();
    EXPECT_TRUE(router->snapshot().reconciled);
    EXPECT_TRUE(place(buy(aapl, 1_d).limit(98_d)));
}

TEST_F(InDoubtOrders, count_whole_until_they_prove_never_to_have_arrived)
{
    config.risk.max_position_size = 100_d;
    leave_in_doubt(doubtful());
    come_back();
    EXPECT_EQ(router->snapshot().orders_open, 1);
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size);
    EXPECT_EQ(check(buy(aapl, 40_d).limit(98_d)).reason, RiskReason::ok);
    let_fate_be_known();
    EXPECT_EQ(router->snapshot().orders_open, 0);
    EXPECT_EQ(check(buy(aapl, 100_d).limit(98_d)).reason, RiskReason::ok);
}

TEST_F(InDoubtOrders, count_by_their_value)
{
    config.risk.max_gross_value = MoneyLimit::amount(10000_d);
    leave_in_doubt(doubtful());
    come_back();
    EXPECT_EQ(check(buy(aapl, 42_d).limit(98_d)).reason, RiskReason::max_gross_value)
        << "60 at 99 and 42 at 98 are 10,056";
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::ok);
}

TEST_F(InDoubtOrders, a_fill_that_positions_may_have_already_makes_the_lists_be_asked_for)
{
    config.risk.max_position_size = 100_d;
    leave_in_doubt(doubtful());
    come_back();
    // the broker has it after all, and it fills at once
    OrderReport filled{OrderId{77}, doubtful()};
    filled.permanent_id = PermanentId{770};
    filled.status = OrderStatus::filled;
    filled.filled = 60_d;
    filled.average_fill_price = 99_d;
    broker->hold(aapl, 60_d);
    broker->tell(filled);
    EXPECT_FALSE(router->snapshot().reconciled) << "no order before the positions are known anew";
    run();
    show_quote();
    EXPECT_TRUE(router->snapshot().reconciled);
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size);
    EXPECT_EQ(check(buy(aapl, 40_d).limit(98_d)).reason, RiskReason::ok);
    let_pass(20s);
    EXPECT_EQ(events("mismatch"), std::vector<std::string>{});
}

TEST_F(InDoubtOrders, a_report_without_a_quantity_takes_nothing_back)
{
    config.risk.max_position_size = 100_d;
    leave_in_doubt(doubtful());
    come_back();
    OrderReport told{OrderId{77}, doubtful()};
    told.permanent_id = PermanentId{770};
    told.status = OrderStatus::submitted;
    told.order.quantity = {};
    told.order.unknown_words.push_back({"quantity", ""});
    broker->tell(told);
    run();
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size);
}

TEST_F(InDoubtOrders, that_close_leave_nothing_for_others_to_close)
{
    broker->hold(aapl, 60_d);
    leave_in_doubt(sell(aapl, 60_d).limit(101_d).with_client_order_id("doubtful"));
    come_back();
    EXPECT_EQ(check(sell(aapl, 1_d).limit(101_d)).reason, RiskReason::short_not_allowed)
        << "it may be working already";
    let_fate_be_known();
    EXPECT_EQ(check(sell(aapl, 60_d).limit(101_d)).reason, RiskReason::ok);
}

TEST_F(InDoubtOrders, count_whole_although_their_group_would_share)
{
    config.risk.max_position_size = 100_d;
    start();
    auto entry = place(sell(aapl, 1_d).limit(110_d));
    broker->placing = ScriptedBroker::Placing::lose;
    for (int i = 0; i < 2; ++i)
        router->place_order(buy(aapl, 30_d)
                                .limit(Decimal{98 + i})
                                .in_oca_group("exits", OcaType::cancel_with_block)
                                .with_client_order_id("exit" + std::to_string(i)),
                            [](Result<OrderReport>) {});
    run();
    router.reset();
    broker->placing = ScriptedBroker::Placing::accept;
    come_back();
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size)
        << "of which one alone may have arrived is not known";
    EXPECT_EQ(check(buy(aapl, 40_d).limit(98_d)).reason, RiskReason::ok);
}

TEST_F(InDoubtOrders, that_are_found_working_count_once)
{
    config.risk.max_position_size = 100_d;
    start();
    broker->placing = ScriptedBroker::Placing::silent;
    router->place_order(doubtful(), [](Result<OrderReport>) {});
    run();
    router.reset();
    run();
    broker->placing = ScriptedBroker::Placing::accept;
    come_back();
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size);
    OrderReport found{OrderId{7}, doubtful()};
    found.status = OrderStatus::submitted;
    found.filled = 20_d;
    found.remaining = 40_d;
    broker->hold(aapl, 20_d);
    broker->tell(found);
    run();
    EXPECT_EQ(router->snapshot().orders_open, 1);
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size)
        << "20 are held, 40 more may fill";
    EXPECT_EQ(check(buy(aapl, 40_d).limit(98_d)).reason, RiskReason::ok);
    auto again = place(doubtful());
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->filled, 20_d);
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(InDoubtOrders, that_filled_while_the_program_was_away_count_once)
{
    config.risk.max_position_size = 100_d;
    leave_in_doubt(doubtful());
    OrderReport filled{OrderId{7}, doubtful()};
    filled.status = OrderStatus::filled;
    filled.filled = 60_d;
    broker->hold(aapl, 60_d);
    come_back();
    EXPECT_EQ(check(buy(aapl, 1_d).limit(98_d)).reason, RiskReason::max_position_size)
        << "until the broker lists it, it may yet fill";
    broker->orders.insert_or_assign(7, filled);
    let_fate_be_known();
    EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size);
    EXPECT_EQ(check(buy(aapl, 40_d).limit(98_d)).reason, RiskReason::ok);
    EXPECT_EQ(check(sell(aapl, 60_d).limit(101_d)).reason, RiskReason::ok);
    EXPECT_EQ(place(doubtful())->filled, 60_d);
    EXPECT_EQ(broker->count("place"), 1U) << "it is not sent again";
    EXPECT_EQ(router->trading_state(), TradingState::active) << "no position differs";
}

TEST_F(InDoubtOrders, are_those_too_of_which_the_broker_said_only_that_they_were_sent)
{
    config.risk.max_position_size = 100_d;
    for (auto only : {OrderStatus::pending_submit, OrderStatus::unknown}) {
        config.journal.file = directory / (only == OrderStatus::unknown ? "u.db" : "p.db");
        start();
        broker->placing = ScriptedBroker::Placing::silent;
        router->place_order(doubtful(), [](Result<OrderReport>) {});
        run();
        OrderReport sent{broker->last_id(), doubtful()};
        sent.status = only;
        broker->tell_only(sent);
        run();
        router.reset();
        run();
        broker->placing = ScriptedBroker::Placing::accept;
        come_back();
        EXPECT_EQ(check(buy(aapl, 41_d).limit(98_d)).reason, RiskReason::max_position_size);
        EXPECT_EQ(check(buy(aapl, 40_d).limit(98_d)).reason, RiskReason::ok);
        EXPECT_EQ(refusal(doubtful()), RiskReason::unknown_outcome);
        auto before = broker->count("place");
        let_fate_be_known();
        EXPECT_TRUE(place(doubtful())) << "it never arrived";
        EXPECT_EQ(broker->count("place"), before + 1);
        EXPECT_EQ(router->snapshot().orders_open, 1);
        router.reset();
        run();
        broker->orders.clear();
    }
}

TEST_F(InDoubtOrders, are_answered_when_the_broker_has_and_are_not_sent_twice)
{
    leave_in_doubt(doubtful());
    clock->advance(12s);
    come_back();
    std::vector<Result<OrderReport>> answers;
    for (int i = 0; i < 2; ++i)
        router->place_order(doubtful(), [&](Result<OrderReport> r) { answers.push_back(r); });
    run();
    EXPECT_TRUE(answers.empty()) << "its caller has had no answer yet";
    for (int i = 0; i < 90; ++i) {
        advance(100ms);
        show_quote();
    }
    ASSERT_EQ(answers.size(), 1U + 1U);
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer) << answer.error().describe();
        EXPECT_EQ(answer->status, OrderStatus::submitted);
    }
    EXPECT_EQ(broker->count("place"), 2U) << "the one that was lost, and one more";
}

TEST_F(InDoubtOrders, that_stay_in_doubt_are_not_sent)
{
    leave_in_doubt(doubtful());
    broker->whole_lists = true;
    come_back();
    EXPECT_EQ(refusal(doubtful()), RiskReason::unknown_outcome);
    EXPECT_EQ(broker->count("place"), 1U);
    EXPECT_EQ(refusal(buy(aapl, 61_d).limit(99_d).with_client_order_id("doubtful")),
              RiskReason::duplicate_id);
}

TEST_F(InDoubtOrders, whose_price_is_not_known_hold_up_all_others_by_name)
{
    leave_in_doubt(buy(aapl, 60_d).with_client_order_id("doubtful"));
    broker->quote(aapl, std::nullopt, std::nullopt);
    make();
    ASSERT_TRUE(connect());
    let_pass(3s);
    auto why = refusal_text(buy(stock("MSFT"), 1_d).limit(98_d));
    EXPECT_NE(why.find("doubtful"), std::string::npos) << why;
    EXPECT_NE(why.find("price"), std::string::npos) << why;
    EXPECT_EQ(router->trading_state(), TradingState::active);
    for (int i = 0; i < 12; ++i) {
        advance(1s);
        show_quote();
    }
    EXPECT_TRUE(router->snapshot().reconciled) << "it is looked for again";
}

TEST_F(InDoubtOrders, with_attributes_that_move_the_price_hold_up_all_others_by_name)
{
    OrderAttributes moves, hides;
    moves.discretionary_amount = 1_d;
    hides.hidden = true;
    for (auto* attributes : {&hides, &moves}) {
        broker->orders.clear();
        config.journal.file = directory / (attributes == &moves ? "m.db" : "h.db");
        leave_in_doubt(doubtful().with(*attributes));
        come_back();
        if (attributes == &hides) {
            EXPECT_TRUE(router->snapshot().reconciled);
        } else {
            auto why = refusal_text(buy(aapl, 1_d).limit(98_d));
            EXPECT_NE(why.find("doubtful"), std::string::npos) << why;
            EXPECT_NE(why.find("discretionary amount"), std::string::npos) << why;
        }
        router.reset();
        run();
    }
}

TEST_F(InDoubtOrders, of_a_journal_that_says_too_little_hold_up_all_others_by_name)
{
    leave_in_doubt(doubtful());
    Database::open(config.journal.file, journal::schema())
        .value()
        .run("UPDATE orders SET terms = 'BUY 60 AAPL LMT 99'")
        .value();
    come_back();
    auto why = refusal_text(buy(aapl, 1_d).limit(98_d));
    EXPECT_NE(why.find("doubtful"), std::string::npos) << why;
    let_fate_be_known();
    EXPECT_TRUE(router->snapshot().reconciled) << "its fate settles it";
}

TEST_F(InDoubtOrders, keep_a_kill_open_until_their_fate_is_known)
{
    broker->hold(aapl, 10_d);
    leave_in_doubt(doubtful());
    come_back();
    config.kill_switch.cancel_timeout = 5s;
    std::optional<Result<KillReport>> first;
    router->kill(TradingState::flattening, "ann", "a test",
                 [&](Result<KillReport> r) { first = std::move(r); });
    let_pass(6s);
    ASSERT_TRUE(first);
    EXPECT_EQ((*first)->in_flight, 1);
    EXPECT_FALSE((*first)->complete());
    broker->placing = ScriptedBroker::Placing::fill;
    for (int i = 0; i < 40; ++i) {
        advance(1s);
        show_quote();
    }
    auto killed = kill(TradingState::flattening);
    ASSERT_TRUE(killed);
    EXPECT_TRUE(killed->complete()) << "what is held is closed once nothing more can fill";
    EXPECT_EQ(broker->held(aapl), 0_d);
}

}  // namespace
}  // namespace trademind::test
