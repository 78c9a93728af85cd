// Models that a user brings: fills, latency, fees and margin through the public interfaces alone.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <map>

namespace trademind::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Ten shares a quote, a cent worse than the market.
class TenAtATime final : public paper::FillModel {
public:
    Decimal quantity(const paper::FillSituation& situation) const override
    {
        return std::min({situation.leaves, situation.available, 10_d});
    }
    Decimal taker_price(const paper::FillSituation& situation) const override
    {
        return situation.side == Side::buy ? situation.price + 0.01_d : situation.price - 0.01_d;
    }
};

TEST_F(PaperTest, a_fill_model_of_the_user_s_decides_size_and_price)
{
    paper::Options options;
    options.fill_model = std::make_shared<TenAtATime>();
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto id = take(buy_x(25));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 10.03"));
    quote(10_d, 100, 10.05_d, 100);
    quote(10_d, 100, 10.02_d, 4);
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_THAT(heard.fills(),
                ElementsAre("1: 10 @ 10.03", "1: 10 @ 10.06", "1: 4 @ 10.03", "1: 1 @ 10.03"));
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_F(PaperTest, a_fill_model_cannot_break_a_limit)
{
    paper::Options options;
    options.fill_model = std::make_shared<TenAtATime>();
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    take(buy_x(10).limit(10.02_d));
    take(sell_x(10).limit(10_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 10 @ 10.02", "2: 10 @ 10"));
}

/// Remembers what it was asked.
class Curious final : public paper::FillModel {
public:
    struct Seen {
        OrderId order;
        Decimal leaves, price, displayed, available;
        std::optional<Decimal> limit;
        bool is_resting;
    };
    Decimal quantity(const paper::FillSituation& s) const override
    {
        seen.push_back(
            {s.order, s.leaves, s.price, s.displayed, s.available, s.limit, s.is_resting});
        return FillModel::quantity(s);
    }
    mutable std::vector<Seen> seen;
};

TEST_F(PaperTest, a_fill_model_is_told_the_whole_situation)
{
    auto curious = std::make_shared<Curious>();
    paper::Options options;
    options.fill_model = curious;
    start(options);
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(30));
    ASSERT_FALSE(curious->seen.empty());
    auto first = curious->seen.front();
    EXPECT_EQ(first.order, OrderId{1});
    EXPECT_EQ(first.leaves, 30_d);
    EXPECT_EQ(first.price, 10.02_d);
    EXPECT_EQ(first.displayed, 100_d);
    EXPECT_EQ(first.available, 100_d);
    EXPECT_FALSE(first.limit);
    EXPECT_FALSE(first.is_resting);

    curious->seen.clear();
    take(buy_x(90).limit(10.02_d));
    ASSERT_FALSE(curious->seen.empty());
    EXPECT_EQ(curious->seen.front().available, 70_d) << "30 are used up";
    EXPECT_EQ(curious->seen.front().limit, 10.02_d);

    curious->seen.clear();
    quote(10_d, 300, 10.01_d, 500);
    ASSERT_FALSE(curious->seen.empty());
    EXPECT_TRUE(curious->seen.front().is_resting);
    EXPECT_EQ(curious->seen.front().leaves, 20_d);
}

/// Every second order takes a second longer; modifies take two, cancels three.
class OddLatency final : public paper::LatencyModel {
public:
    Duration submit(OrderId order, std::uint64_t) const override
    {
        return to_number(order) % 2 ? 0s : 1s;
    }
    Duration modify(OrderId, std::uint64_t) const override { return 2s; }
    Duration cancel(OrderId, std::uint64_t) const override { return 3s; }
};

TEST_F(PaperTest, a_latency_model_of_the_user_s_is_asked_for_each_command)
{
    paper::Options options;
    options.latency_model = std::make_shared<OddLatency>();
    start(options);
    quote(10_d, 100, 10.02_d, 100);
    auto first = take(buy_x(10).limit(9_d));
    EXPECT_EQ(status(first), OrderStatus::submitted);
    Awaited<OrderReport> second;
    broker->place_order(buy_x(10).limit(9_d), second.token());
    run();
    pass(999ms);
    EXPECT_FALSE(second.ready());
    pass(1ms);
    ASSERT_TRUE(second.ready());

    Awaited<OrderReport> modified, cancelled;
    broker->modify_order(first, buy_x(20).limit(9_d), modified.token());
    broker->cancel_order(second.get()->id, cancelled.token());
    run();
    pass(1999ms);
    EXPECT_FALSE(modified.ready());
    pass(1ms);
    EXPECT_TRUE(modified.ready());
    EXPECT_FALSE(cancelled.ready());
    pass(1s);
    EXPECT_TRUE(cancelled.ready());
    EXPECT_EQ(report(first).order.quantity, 20_d);
}

/// Two dollars a share that is bought, a rebate of one for sales, in euros.
class EuroFees final : public paper::FeeModel {
public:
    paper::Fees charge(const paper::FeeRequest& request) const override
    {
        paper::Fees fees{"EUR"};
        fees[paper::FeeKind::commission] =
            request.side == Side::buy ? request.quantity * 2_d : -request.quantity;
        return fees;
    }
};

TEST_F(PaperTest, a_fee_model_of_the_user_s_may_charge_another_currency_and_pay_rebates)
{
    paper::Options options;
    options.fee_model = std::make_shared<EuroFees>();
    options.cash = {{"USD", 10'000_d}, {"EUR", 1'000_d}};
    options.exchange_rates = {{"EUR", 1.25_d}};
    start(options);
    quote(10_d, 100, 10_d + 0.02_d, 100);
    take(buy_x(10));
    take(sell_x(10));
    ASSERT_EQ(heard.commissions.size(), 2U);
    EXPECT_EQ(heard.commissions[0].amount, 20_d);
    EXPECT_EQ(heard.commissions[0].currency, "EUR");
    EXPECT_EQ(heard.commissions[1].amount, -10_d);
    // 0.20 lost on the spread, 10 euros paid
    EXPECT_EQ(account().portfolio_value, 10'000_d - 0.20_d + 990_d * 1.25_d);
}

/// Everything needs half of its value; bonds may not be sold short, nothing else matters.
class Half final : public paper::MarginModel {
public:
    paper::AccountKind account_kind() const override { return paper::AccountKind::margin; }
    std::optional<paper::MarginRequirement> of_position(
        const paper::MarginInput& input) const override
    {
        Decimal half = input.value() / 2;
        return paper::MarginRequirement{half, half, half};
    }
    std::optional<Decimal> of_opening(const paper::MarginInput& input) const override
    {
        return input.value() / 2;
    }
    bool allows_short(const Contract& contract) const override { return contract.symbol != "X"; }
    Decimal leverage() const override { return 2; }
};

TEST_F(PaperTest, a_margin_model_of_the_user_s_limits_orders)
{
    paper::Options options;
    options.margin_model = std::make_shared<Half>();
    options.fee_model = std::make_shared<paper::NoFees>();
    options.cash = {{"USD", 1'000_d}};
    start(options);
    quote(9.99_d, 1'000, 10_d, 1'000);
    EXPECT_EQ(account().buying_power, 2'000_d);
    auto too_much = place(buy_x(201).limit(10_d));
    ASSERT_FALSE(too_much);
    EXPECT_EQ(too_much.error(), Errc::buying_power);
    EXPECT_TRUE(place(buy_x(200).limit(10_d)));
    EXPECT_EQ(position(), 200_d);

    auto naked = place(sell_x(201));
    ASSERT_FALSE(naked) << "X may not be sold short";
    EXPECT_TRUE(place(sell_x(200)));
    push(paper::MarketChange{}.with_bid(5_d, 100).with_ask(5.01_d, 100), stock("Y"));
    EXPECT_TRUE(place(sell(stock("Y"), 10)));
    EXPECT_EQ(position(stock("Y")), -10_d);
}

TEST_F(PaperTest, without_margin_rules_every_order_is_taken)
{
    paper::Options options;
    options.margin_model = std::make_shared<paper::NoMargin>();
    options.cash = {{"USD", 1_d}};
    start(options);
    quote(9.99_d, 1'000'000, 10_d, 1'000'000);
    EXPECT_TRUE(place(buy_x(100'000)));
    EXPECT_TRUE(place(sell_x(300'000)));
    EXPECT_EQ(position(), -200'000_d);
    EXPECT_LT(*account().cash_balance - 2'000'000_d, 1_d);
}

}  // namespace
}  // namespace trademind::test
