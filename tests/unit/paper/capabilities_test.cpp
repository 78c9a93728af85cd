// What capabilities() promises and what is refused are two sides of one thing.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::HasSubstr;

constexpr auto last_type = OrderType::limit_market_combo;
constexpr auto last_time = TimeInForce::minutes;

/// An order of the type with all that it needs and nothing that it may not have.
OrderRequest whole_order(OrderType type)
{
    auto order = buy_x(1).of_type(type);
    if (needs_limit_price(type)) order.limit_price = 9_d;
    if (needs_stop_price(type)) order.stop_price = 9_d;
    if (type == OrderType::trailing_stop) order.trailing_amount = 1_d;
    if (type == OrderType::trailing_stop_limit) {
        order.trailing_amount = 1_d;
        order.limit_offset = 0.50_d;
        order.limit_price.reset();
    }
    return order;
}

class PaperCapabilities : public PaperTest, public testing::WithParamInterface<bool> {
protected:
    /// With auctions or without.
    void begin()
    {
        paper::Options options;
        if (GetParam()) options.calendar = paper::us_equities_calendar();
        start(std::move(options));
        quote(10_d, 100, 10.02_d, 100);
    }
    bool is_refused(OrderRequest order, std::string_view named)
    {
        auto answer = place(std::move(order));
        if (answer || answer.error() != Errc::not_supported) return false;
        EXPECT_THAT(answer.error().message, HasSubstr(std::string{named}))
            << "a refusal names the feature";
        return true;
    }
};

TEST_P(PaperCapabilities, agree_with_the_refusals_of_every_order_type)
{
    begin();
    auto can = broker->capabilities();
    for (int i = 0; i <= static_cast<int>(last_type); ++i) {
        auto type = static_cast<OrderType>(i);
        EXPECT_EQ(is_refused(whole_order(type), to_string(type)), !can.supports(type))
            << to_string(type);
    }
    EXPECT_EQ(can.supports(OrderType::market_on_close), GetParam());
    EXPECT_EQ(can.supports(OrderType::limit_on_close), GetParam());
}

TEST_P(PaperCapabilities, agree_with_the_refusals_of_every_time_in_force)
{
    begin();
    auto can = broker->capabilities();
    for (int i = 0; i <= static_cast<int>(last_time); ++i) {
        auto time = static_cast<TimeInForce>(i);
        auto order = buy_x(1).limit(9_d).in_force(time);
        if (time == TimeInForce::good_till_date) order.good_till_date = "20271224-21:00:00";
        EXPECT_EQ(is_refused(std::move(order), to_string(time)), !can.supports(time))
            << to_string(time);
    }
    EXPECT_EQ(can.supports(TimeInForce::opening), GetParam());
}

TEST_P(PaperCapabilities, promise_calls_that_are_answered)
{
    begin();
    auto can = broker->capabilities();
    ASSERT_TRUE(can.order_preview && can.contract_search);
    auto supported = [&]<class T>(Result<T> answer) {
        return answer || answer.error() != Errc::not_supported;
    };
    Awaited<OrderPreview> preview;
    broker->preview_order(buy_x(1), preview.token());
    Awaited<std::vector<Bar>> history;
    broker->get_historical_data(HistoryRequest{stock("X")}, history.token());
    Awaited<std::vector<ContractDetails>> found;
    broker->find_contracts(stock("X"), found.token());
    run();
    EXPECT_TRUE(preview.get()) << preview.get().error().describe();
    EXPECT_EQ(supported(history.get()), can.history);
    EXPECT_FALSE(can.history) << "pushed quotes are not kept";
    ASSERT_TRUE(found.get());
    EXPECT_EQ(found.get()->size(), 1U);
}

TEST_P(PaperCapabilities, a_preview_refuses_what_placing_refuses)
{
    begin();
    for (int i = 0; i <= static_cast<int>(last_type); ++i) {
        auto type = static_cast<OrderType>(i);
        Awaited<OrderPreview> preview;
        broker->preview_order(whole_order(type), preview.token());
        run();
        bool refused = !preview.get() && preview.get().error() == Errc::not_supported;
        EXPECT_EQ(refused, !broker->capabilities().supports(type)) << to_string(type);
    }
}

TEST_P(PaperCapabilities, a_modify_refuses_what_placing_refuses)
{
    begin();
    auto id = take(buy_x(1).limit(9_d));
    for (int i = 0; i <= static_cast<int>(last_type); ++i) {
        auto type = static_cast<OrderType>(i);
        if (broker->capabilities().supports(type)) continue;
        auto answer = modify(id, whole_order(type));
        ASSERT_FALSE(answer) << to_string(type);
        EXPECT_EQ(answer.error(), Errc::not_supported) << to_string(type);
        EXPECT_EQ(report(id).order.type, OrderType::limit) << "the order stays as it was";
    }
    EXPECT_EQ(status(id), OrderStatus::submitted);
}

TEST_F(PaperTest, history_is_promised_where_a_tape_has_it)
{
    paper::Tape tape;
    tape.contracts = {stock("X")};
    tape.rows.emplace_back(0, MarketChange{ManualClock::start()}.with_print(10_d, 100));
    paper::Options options;
    options.tape = std::make_shared<const paper::Tape>(std::move(tape));
    start(options);
    EXPECT_TRUE(broker->capabilities().history);
    Awaited<std::vector<Bar>> history;
    broker->get_historical_data(HistoryRequest{stock("X")}, history.token());
    run();
    EXPECT_TRUE(history.get()) << history.get().error().describe();
}

INSTANTIATE_TEST_SUITE_P(Auctions, PaperCapabilities, testing::Bool(), [](const auto& one) {
    return std::string{one.param ? "with_auctions" : "without_auctions"};
});

TEST_F(PaperTest, order_attributes_are_refused_by_name)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    std::vector<std::pair<std::string, OrderAttributes>> all;
    auto add = [&](std::string name, auto set) {
        OrderAttributes attributes;
        set(attributes);
        all.emplace_back(std::move(name), std::move(attributes));
    };
    add("hidden", [](auto& a) { a.hidden = true; });
    add("all or none", [](auto& a) { a.all_or_none = true; });
    add("display size", [](auto& a) { a.display_size = 10; });
    add("cash quantity", [](auto& a) { a.cash_quantity = 1'000_d; });
    add("post only", [](auto& a) { a.post_only = true; });
    add("algorithm", [](auto& a) { a.algorithm = Algorithm{"Vwap", {}}; });
    add("conditions",
        [](auto& a) { a.conditions = {OrderCondition::time(true, "20261224-15:00:00")}; });
    add("scale", [](auto& a) { a.scale = ScaleTerms{}; });
    add("hedge", [](auto& a) { a.hedge = HedgeTerms{}; });
    add("adjustment", [](auto& a) { a.adjustment = AdjustmentTerms{}; });
    add("peg terms", [](auto& a) { a.peg = PegTerms{}; });
    add("volatility", [](auto& a) { a.volatility = VolatilityTerms{}; });
    add("short sale slot", [](auto& a) { a.short_sale_slot = 2; });
    add("duration", [](auto& a) { a.duration = 60; });
    add("miscellaneous options", [](auto& a) { a.options = {TagValue{"a", "b"}}; });
    add("hidden, post only", [](auto& a) { a.hidden = a.post_only = true; });
    add("offset", [](auto& a) { a.offset = 0.01_d; });  // belongs to floating orders
    for (const auto& [name, attributes] : all) {
        auto answer = place(buy_x(100).limit(9_d).with(attributes));
        ASSERT_FALSE(answer) << name;
        EXPECT_EQ(answer.error(), Errc::not_supported) << name;
        EXPECT_THAT(answer.error().message, testing::EndsWith(": " + name));
    }
    EXPECT_TRUE(place(buy_x(100).limit(9_d).with(OrderAttributes{}))) << "none is none";
}

TEST_F(PaperTest, an_immediate_order_of_a_type_that_waits_is_refused)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    for (auto time : {TimeInForce::immediate_or_cancel, TimeInForce::fill_or_kill}) {
        for (auto type :
             {OrderType::stop, OrderType::stop_limit, OrderType::trailing_stop,
              OrderType::market_if_touched, OrderType::limit_if_touched,
              OrderType::pegged_to_midpoint, OrderType::midprice, OrderType::relative}) {
            auto answer = place(whole_order(type).in_force(time));
            ASSERT_FALSE(answer) << to_string(type);
            EXPECT_EQ(answer.error(), Errc::not_supported);
            EXPECT_THAT(answer.error().message, HasSubstr(std::string{to_string(type)}));
        }
        EXPECT_TRUE(place(buy_x(1).limit(9_d).in_force(time)));
        EXPECT_TRUE(place(buy_x(1).in_force(time)));
    }
}

}  // namespace
}  // namespace trademind::test
