// The two profiles: what IBKR's own simulator does, and what the conservative market does instead.
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketRemainder;
using paper::Profile;
using paper::profile_options;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class PaperProfile : public PaperTest {
protected:
    static Contract at(std::string exchange)
    {
        auto contract = stock("X");
        contract.exchange = std::move(exchange);
        return contract;
    }
    static OrderRequest rel(Decimal quantity)
    {
        auto order = buy_x(quantity).of_type(OrderType::relative);
        order.stop_price = 0.01_d;
        return order;
    }
};

class PaperProfiles : public PaperProfile, public testing::WithParamInterface<Profile> {};

INSTANTIATE_TEST_SUITE_P(Both, PaperProfiles,
                         testing::Values(Profile::conservative, Profile::ibkr_paper),
                         [](const auto& one) {
                             return one.param == Profile::conservative ? "conservative"
                                                                       : "ibkr_paper";
                         });

TEST_P(PaperProfiles, P4_a_market_order_at_an_exchange_that_runs_out_of_size)
{
    bool ibkr = GetParam() == Profile::ibkr_paper;
    start(profile_options(GetParam()));
    quote(10_d, 300, 10.02_d, 100);
    auto directed = take(buy(at("ISLAND"), 250));
    EXPECT_EQ(filled(directed), 100_d);
    EXPECT_EQ(status(directed), ibkr ? OrderStatus::cancelled : OrderStatus::submitted);
    quote(10_d, 300, 10.03_d, 500);
    EXPECT_EQ(filled(directed), ibkr ? 100_d : 250_d);
}

TEST_P(PaperProfiles, P2_a_market_order_by_SMART_waits_for_the_next_quote)
{
    start(profile_options(GetParam()));
    quote(10_d, 300, 10.02_d, 100);
    auto id = take(buy_x(250));
    quote(10_d, 300, 10.03_d, 500);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02", "1: 150 @ 10.03"));
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_P(PaperProfiles, P5_without_an_ask_a_market_buy_is_held)
{
    start(profile_options(GetParam()));
    push(paper::MarketChange{}.with_bid(10_d, 300));
    auto id = take(buy_x(100));
    EXPECT_EQ(status(id), OrderStatus::submitted);
    push(paper::MarketChange{}.with_ask(10.04_d, 200));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.04"));
}

TEST_P(PaperProfiles, P12_prints_at_the_limit_do_not_fill)
{
    start(profile_options(GetParam()));
    quote(0.25_d, 100, 0.50_d, 400);
    take(buy_x(100));
    take(sell_x(100).limit(0.50_d));
    heard.executions.clear();
    print(0.50_d, 1'000);
    EXPECT_THAT(heard.fills(), IsEmpty());
    quote(0.50_d, 100, 0.51_d, 100);
    EXPECT_THAT(heard.fills(), ElementsAre("2: 100 @ 0.5"));
}

TEST_P(PaperProfiles, P28_a_stop_that_is_through_the_market_is_taken)
{
    start(profile_options(GetParam()));
    quote(10_d, 100, 10.02_d, 100);
    print(10.01_d);
    auto id = take(buy_x(10).stop(9.50_d));
    EXPECT_EQ(report(id).why_held, "trigger");
    print(10.02_d);
    EXPECT_EQ(status(id), OrderStatus::filled);
}

TEST_P(PaperProfiles, REL_is_refused_by_IBKRs_simulator_and_capabilities_say_so)
{
    bool ibkr = GetParam() == Profile::ibkr_paper;
    start(profile_options(GetParam()));
    quote(10_d, 300, 10.05_d, 100);
    EXPECT_EQ(broker->capabilities().supports(OrderType::relative), !ibkr);
    auto answer = place(rel(10));
    EXPECT_EQ(answer.has_value(), !ibkr);
    if (ibkr) {
        EXPECT_EQ(answer.error(), Errc::not_supported);
        EXPECT_THAT(answer.error().message, HasSubstr("REL"));
    }
}

TEST_P(PaperProfiles, fills_never_take_more_than_is_displayed)
{
    start(profile_options(GetParam()));
    quote(10_d, 300, 10.02_d, 100);
    take(buy_x(80));
    take(buy_x(80).limit(10.02_d));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 80 @ 10.02", "2: 20 @ 10.02"));
}

TEST_F(PaperProfile, what_is_set_afterwards_overrides_the_profile)
{
    auto options = profile_options(Profile::ibkr_paper);
    options.directed_remainder = MarketRemainder::slip_one_tick;
    options.allow_relative = true;
    start(std::move(options));
    quote(10_d, 300, 10.02_d, 100);
    take(buy(at("ISLAND"), 250));
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.02", "1: 150 @ 10.03"));
    EXPECT_TRUE(place(rel(10)));
}

TEST_F(PaperProfile, plain_options_are_the_conservative_profile)
{
    auto profile = profile_options(Profile::conservative);
    paper::Options plain;
    EXPECT_EQ(profile.cash, plain.cash);
    EXPECT_EQ(profile.market_remainder, plain.market_remainder);
    EXPECT_EQ(profile.directed_remainder, plain.directed_remainder);
    EXPECT_EQ(profile.allow_relative, plain.allow_relative);
    EXPECT_EQ(profile.reject_through_stop, plain.reject_through_stop);
    EXPECT_EQ(profile_options(Profile::ibkr_paper).cash.at("USD"), 1'000'000_d);
}

TEST_F(PaperProfile, a_future_has_one_place_to_go_and_is_not_directed)
{
    auto es = future("ES", "202612", "CME");
    es.multiplier = 50_d;
    auto options = profile_options(Profile::ibkr_paper);
    options.instruments = {es};
    start(std::move(options));
    push(paper::MarketChange{}.with_bid(5'000_d, 5).with_ask(5'000.25_d, 1), es);
    auto id = take(buy(es, 2));
    EXPECT_EQ(filled(id), 1_d);
    EXPECT_EQ(status(id), OrderStatus::submitted);
}

TEST_F(PaperProfile, a_directed_option_order_pays_the_price_of_direct_routing)
{
    auto call = option("X", "20261218", 100_d, OptionRight::call);
    call.multiplier = 100_d;
    paper::Options options;
    options.instruments = {stock("X"), call};
    start(std::move(options));
    push(paper::MarketChange{}.with_bid(2_d, 500).with_ask(2.10_d, 500), call);
    take(buy(call, 10));
    auto direct = call;
    direct.exchange = "CBOE";
    take(buy(direct, 10));
    ASSERT_EQ(heard.commissions.size(), 2U);
    // 10 x 0.65 against 10 x 1.00; ORF and OCC are the same
    EXPECT_EQ(heard.commissions[1].amount - heard.commissions[0].amount, 3.50_d);
    EXPECT_EQ(position(call), 20_d);
}

}  // namespace
}  // namespace trademind::test
