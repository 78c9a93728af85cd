// Rare attributes over a restart: the journal knows them, and a change does not lose them.
#include "domain/attribute_text.hpp"
#include "execution/journal/terms.hpp"
#include "unit/execution/router_fixture.hpp"

#include <set>

namespace trademind::test {
namespace {

using namespace literals;

OrderRequest with(OrderRequest order, OrderAttributes attributes)
{
    order.attributes = std::move(attributes);
    return order;
}

OrderAttributes iceberg(int display_size)
{
    OrderAttributes attributes;
    attributes.display_size = display_size;
    attributes.hidden = true;
    return attributes;
}

class RareAttributesTest : public RouterFixture {
protected:
    RareAttributesTest()
    {
        config.journal.file = directory / "j.db";
        lift_counts(config.risk);
        config.risk.max_concentration.reset();
    }
    OrderRequest order() const { return buy(aapl, 10_d).limit(99_d).with_client_order_id("rare"); }
    void place_and_restart(const OrderAttributes& attributes)
    {
        start();
        ASSERT_TRUE(place(with(order(), attributes)));
        come_back();
    }
    void come_back()
    {
        restart();
        ASSERT_TRUE(connect());
        broker->quote(aapl, 100_d, 100.02_d);
    }

    TemporaryDirectory directory;
};

TEST_F(RareAttributesTest, after_a_restart_the_same_id_with_others_is_another_order)
{
    place_and_restart(iceberg(5));
    EXPECT_EQ(refusal(with(order(), iceberg(6))), RiskReason::duplicate_id);
    EXPECT_EQ(refusal(order()), RiskReason::duplicate_id) << "without any";
    auto again = place(with(order(), iceberg(5)));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->id, OrderId{1}) << "the first one's report comes back";
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(RareAttributesTest, attributes_with_nothing_in_them_are_none)
{
    place_and_restart({});
    EXPECT_TRUE(place(order()));
    EXPECT_EQ(broker->count("place"), 1U);
}

TEST_F(RareAttributesTest, a_change_that_would_lose_some_is_refused_and_says_which)
{
    place_and_restart(iceberg(5));
    OrderAttributes part;
    part.display_size = 5;
    struct Row {
        const char* name;
        OrderRequest wanted;
        const char* lost;
    };
    for (const auto& row : {Row{"none", order().limit(98_d), "display size, hidden"},
                            Row{"a part", with(order().limit(98_d), part), "hidden"}}) {
        auto refused = modify(OrderId{1}, row.wanted);
        ASSERT_FALSE(refused) << row.name;
        EXPECT_EQ(refused.error().code, RiskReason::invalid_order);
        EXPECT_EQ(refused.error().message,
                  "it would lose what an earlier run placed it with: " + std::string{row.lost} +
                      ". Name that again, or cancel it and place another");
    }
    EXPECT_EQ(broker->count("modify"), 0U);
    EXPECT_TRUE(cancel(OrderId{1})) << "a cancel always passes";
}

TEST_F(RareAttributesTest, a_change_that_names_them_passes_also_with_other_values)
{
    place_and_restart(iceberg(5));
    auto changed = modify(OrderId{1}, with(order().limit(98_d), iceberg(7)));
    ASSERT_TRUE(changed) << changed.error().describe();
    EXPECT_EQ(broker->orders.at(1).order.attributes->display_size, 7);
    EXPECT_TRUE(broker->orders.at(1).order.attributes->hidden);
}

TEST_F(RareAttributesTest, a_change_of_what_the_broker_tells_keeps_them)
{
    place_and_restart(iceberg(5));
    auto orders = answer<Result<std::vector<OrderReport>>>(
        [&](auto token) { router->get_orders(OrderFilter::open, std::move(token)); });
    ASSERT_EQ(orders->size(), 1U);
    ASSERT_TRUE(modify(OrderId{1}, OrderRequest{orders->front().order}.limit(98_d)));
    EXPECT_EQ(*broker->orders.at(1).order.attributes, iceberg(5));
}

TEST_F(RareAttributesTest, within_a_run_its_caller_may_take_them_away)
{
    start();
    ASSERT_TRUE(place(with(order(), iceberg(5))));
    EXPECT_TRUE(modify(OrderId{1}, order().limit(98_d)));
    come_back();
    EXPECT_TRUE(modify(OrderId{1}, order().limit(97_d)))
        << "and the next run does not ask for what was taken away";
}

// their texts

TEST(AttributeText, names_what_is_set_and_nothing_else)
{
    EXPECT_TRUE(texts_of({}).empty());
    auto texts = texts_of(iceberg(5));
    ASSERT_EQ(texts.size(), 2U);
    EXPECT_EQ(texts[0].name, "display size");
    EXPECT_EQ(texts[0].value, "5");
    EXPECT_EQ(texts[1].name, "hidden");
    EXPECT_EQ(texts[1].value, "true");
}

TEST(AttributeText, different_values_have_different_texts)
{
    using Set = void (*)(OrderAttributes&);
    std::set<std::string> seen;
    for (Set set : std::initializer_list<Set>{
             [](auto& a) { a.cash_quantity = 1000_d; },
             [](auto& a) { a.cash_quantity = 1000.01_d; },
             [](auto& a) { a.minimum_quantity = 5; },
             [](auto& a) { a.use_price_management_algorithm = true; },
             [](auto& a) { a.use_price_management_algorithm = false; },
             [](auto& a) { a.conditions = {OrderCondition::time(true, "20261224-15:00:00")}; },
             [](auto& a) { a.conditions = {OrderCondition::time(false, "20261224-15:00:00")}; },
             [](auto& a) { a.conditions = {OrderCondition::price(1, "SMART", true, 5_d)}; },
             [](auto& a) { a.conditions = {OrderCondition::price(1, "SMART", true, 6_d)}; },
             [](auto& a) {
                 a.conditions = {OrderCondition::margin(true, 5), OrderCondition::margin(true, 6)};
             },
             [](auto& a) {
                 a.conditions = {OrderCondition::margin(true, 5).or_next(),
                                 OrderCondition::margin(true, 6)};
             },
             [](auto& a) {
                 a.algorithm = Algorithm{"Vwap", {}};
             },
             [](auto& a) {
                 a.algorithm = Algorithm{"Vwap", {{"maxPctVol", "0.1"}}};
             },
             [](auto& a) {
                 a.algorithm = Algorithm{"Vwap", {{"maxPctVol", "0.2"}}};
             },
             [](auto& a) { a.scale.emplace().price_increment = 0.1_d; },
             [](auto& a) { a.scale.emplace().profit_offset = 0.1_d; },
             [](auto& a) { a.hedge.emplace().type = "D"; },
             [](auto& a) { a.hedge.emplace().parameter = "D"; },
             [](auto& a) { a.adjustment.emplace().trigger_price = 9_d; },
             [](auto& a) { a.adjustment.emplace().stop_price = 9_d; },
             [](auto& a) { a.peg.emplace().starting_price = 9_d; },
             [](auto& a) { a.peg.emplace().delta = 9_d; },
             [](auto& a) { a.volatility.emplace().volatility = 20_d; },
             [](auto& a) { a.volatility.emplace().type = 2; },
             [](auto& a) {
                 a.combo_routing = {{"NonGuaranteed", "1"}};
             },
             [](auto& a) {
                 a.combo_routing = {{"NonGuaranteed", "0"}};
             },
             // the same letters, cut elsewhere
             [](auto& a) {
                 a.combo_routing = {{"NonGuaranteed,1", ""}};
             },
             [](auto& a) {
                 a.combo_routing = {{"a", "b"}, {"c", "d"}};
             },
             [](auto& a) {
                 a.combo_routing = {{"a", "b;1:c,1:d"}};
             },
             [](auto& a) {
                 a.leg_prices = {1_d, std::nullopt};
             },
             [](auto& a) {
                 a.leg_prices = {std::nullopt, 1_d};
             },
             [](auto& a) {
                 a.options = {{"NonGuaranteed", "1"}};
             },
         }) {
        OrderAttributes attributes;
        set(attributes);
        auto terms = journal::terms_of(with(buy(stock("AAPL"), 1_d), attributes));
        EXPECT_TRUE(seen.insert(terms).second) << terms;
    }
    EXPECT_TRUE(seen.insert(journal::terms_of(buy(stock("AAPL"), 1_d))).second);
}

TEST(AttributeText, terms_without_attributes_are_those_of_earlier_versions)
{
    EXPECT_EQ(journal::terms_of(buy(stock("AAPL"), 1_d).limit(99_d)),
              "BUY 1 LMT; limit 99 stop - trail - rate - offset -; DAY until  after  rth true; "
              "account ; oca  0; parent -; transmit true; trigger 0; "
              "STK|0|AAPL|SMART||USD||-|-|-||||");
    EXPECT_EQ(journal::attributes_left_out("BUY 1 LMT; limit 99", buy(stock("AAPL"), 1_d)), "");
}

}  // namespace
}  // namespace trademind::test
