// What capabilities() promises and what is refused are two sides of one thing.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <cctype>
#include <functional>
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
        if (GetParam()) options.calendar = us_equities_calendar();
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

struct AttributeCase {
    const char* name;
    std::function<void(OrderAttributes&)> set;
};

class RareAttributeRefusals : public PaperTest, public testing::WithParamInterface<AttributeCase> {
protected:
    OrderRequest order() const
    {
        OrderAttributes attributes;
        GetParam().set(attributes);
        return buy_x(100).limit(9_d).with(attributes);
    }
    void expect_refusal(const Error& error)
    {
        EXPECT_EQ(error, Errc::not_supported);
        EXPECT_EQ(error.message,
                  std::string{"this broker has no order attributes: "} + GetParam().name);
    }
};

TEST_P(RareAttributeRefusals, name_the_attribute_wherever_it_is_asked_for)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(100).limit(9_d));
    heard.lines.clear();
    expect_refusal(place(order()).error());
    expect_refusal(preview(order()).error());
    expect_refusal(modify(id, order()).error());
    EXPECT_TRUE(heard.lines.empty());
    EXPECT_EQ(orders().size(), 1U);
}

const AttributeCase attributes[] = {
    {"cash quantity", [](auto& a) { a.cash_quantity = 1'000_d; }},
    {"display size", [](auto& a) { a.display_size = 10; }},
    {"minimum quantity", [](auto& a) { a.minimum_quantity = 10; }},
    {"all or none", [](auto& a) { a.all_or_none = true; }},
    {"block order", [](auto& a) { a.block_order = true; }},
    {"hidden", [](auto& a) { a.hidden = true; }},
    {"sweep to fill", [](auto& a) { a.sweep_to_fill = true; }},
    {"not held", [](auto& a) { a.not_held = true; }},
    {"opt out of smart routing", [](auto& a) { a.opt_out_smart_routing = true; }},
    {"include overnight", [](auto& a) { a.include_overnight = true; }},
    {"randomize size", [](auto& a) { a.randomize_size = true; }},
    {"randomize price", [](auto& a) { a.randomize_price = true; }},
    {"solicited", [](auto& a) { a.solicited = true; }},
    {"override percentage constraints", [](auto& a) { a.override_percentage_constraints = true; }},
    {"post only", [](auto& a) { a.post_only = true; }},
    {"imbalance only", [](auto& a) { a.imbalance_only = true; }},
    {"percent offset", [](auto& a) { a.percent_offset = 0.5_d; }},
    {"discretionary amount", [](auto& a) { a.discretionary_amount = 0.05_d; }},
    {"discretionary up to limit price", [](auto& a) { a.discretionary_up_to_limit_price = true; }},
    {"duration", [](auto& a) { a.duration = 60; }},
    {"post to ATS", [](auto& a) { a.post_to_ats = 1; }},
    {"price management algorithm", [](auto& a) { a.use_price_management_algorithm = true; }},
    {"auto cancel date", [](auto& a) { a.auto_cancel_date = "20261224"; }},
    {"auto cancel parent", [](auto& a) { a.auto_cancel_parent = true; }},
    {"advanced error override", [](auto& a) { a.advanced_error_override = "8229"; }},
    {"active start time", [](auto& a) { a.active_start_time = "20260105-15:00:00"; }},
    {"active stop time", [](auto& a) { a.active_stop_time = "20260105-15:00:00"; }},
    {"conditions",
     [](auto& a) { a.conditions = {OrderCondition::time(true, "20261224-15:00:00")}; }},
    {"conditions cancel order", [](auto& a) { a.conditions_cancel_order = true; }},
    {"conditions ignore regular hours", [](auto& a) { a.conditions_ignore_regular_hours = true; }},
    {"algorithm",
     [](auto& a) {
         a.algorithm = Algorithm{"Vwap", {}};
     }},
    {"scale", [](auto& a) { a.scale = ScaleTerms{}; }},
    {"hedge", [](auto& a) { a.hedge = HedgeTerms{}; }},
    {"adjustment", [](auto& a) { a.adjustment = AdjustmentTerms{}; }},
    {"peg terms", [](auto& a) { a.peg = PegTerms{}; }},
    {"volatility", [](auto& a) { a.volatility = VolatilityTerms{}; }},
    {"combo routing",
     [](auto& a) {
         a.combo_routing = {TagValue{"NonGuaranteed", "1"}};
     }},
    {"leg prices", [](auto& a) { a.leg_prices = {1_d}; }},
    {"short sale slot", [](auto& a) { a.short_sale_slot = 2; }},
    {"designated location", [](auto& a) { a.designated_location = "elsewhere"; }},
    {"exempt code", [](auto& a) { a.exempt_code = 1; }},
    {"open/close", [](auto& a) { a.open_close = "C"; }},
    {"rule 80A", [](auto& a) { a.rule_80a = "A"; }},
    {"advisor group", [](auto& a) { a.advisor_group = "All"; }},
    {"advisor method", [](auto& a) { a.advisor_method = "EqualQuantity"; }},
    {"advisor percentage", [](auto& a) { a.advisor_percentage = "50"; }},
    {"model code", [](auto& a) { a.model_code = "M"; }},
    {"settling firm", [](auto& a) { a.settling_firm = "F"; }},
    {"clearing account", [](auto& a) { a.clearing_account = "C"; }},
    {"clearing intent", [](auto& a) { a.clearing_intent = "Away"; }},
    {"customer account", [](auto& a) { a.customer_account = "C"; }},
    {"professional customer", [](auto& a) { a.professional_customer = true; }},
    {"MiFID II decision maker", [](auto& a) { a.mifid2_decision_maker = "D"; }},
    {"MiFID II decision algorithm", [](auto& a) { a.mifid2_decision_algo = "D"; }},
    {"MiFID II execution trader", [](auto& a) { a.mifid2_execution_trader = "E"; }},
    {"MiFID II execution algorithm", [](auto& a) { a.mifid2_execution_algo = "E"; }},
    {"external operator", [](auto& a) { a.external_operator = "O"; }},
    {"manual order time", [](auto& a) { a.manual_order_time = "20260105-15:00:00"; }},
    {"manual order indicator", [](auto& a) { a.manual_order_indicator = 1; }},
    {"miscellaneous options",
     [](auto& a) {
         a.options = {TagValue{"a", "b"}};
     }},
    {"hidden, post only", [](auto& a) { a.hidden = a.post_only = true; }},
};

INSTANTIATE_TEST_SUITE_P(Each, RareAttributeRefusals, testing::ValuesIn(attributes),
                         [](const auto& one) {
                             std::string name;
                             for (char c : std::string_view{one.param.name})
                                 name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
                             return name;
                         });

TEST_F(PaperTest, attributes_that_say_nothing_are_none)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_TRUE(place(buy_x(100).limit(9_d).with(OrderAttributes{})));
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
