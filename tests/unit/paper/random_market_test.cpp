// What holds over any sequence of quotes, prints and orders of all types, in several currencies.
#include "unit/paper/random_market.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <gtest/gtest.h>

#include <unistd.h>
#include <cstdint>
#include <filesystem>

namespace trademind::test {
namespace {

constexpr int market_steps = 500;

std::shared_ptr<const paper::FeeModel> plan_of(std::uint64_t seed)
{
    switch (seed % 4) {
    case 0: return std::make_shared<paper::IbkrProFixed>();
    case 1: return std::make_shared<paper::NoFees>();
    case 2: return std::make_shared<paper::IbkrProTiered>();
    default: return std::make_shared<paper::IbkrLite>();
    }
}

/// Each seed is another market and another mix of models.
RandomMarket::Settings settings_of(std::uint64_t seed)
{
    RandomMarket::Settings settings;
    settings.seed = seed;
    settings.fees = plan_of(seed);
    if (seed % 5 == 0) settings.margin = std::make_shared<paper::NoMargin>();
    settings.children = seed % 3 == 0 ? paper::ChildActivation::when_complete
                                      : paper::ChildActivation::with_each_fill;
    if (seed % 7 == 0) settings.remainder = paper::MarketRemainder::cancel;
    if (seed % 2 == 0) {
        settings.latency.submit = std::chrono::milliseconds{3};
        settings.latency.jitter = std::chrono::milliseconds{4};
        settings.latency.seed = seed;
    }
    return settings;
}

class RandomMarketSeeds : public testing::TestWithParam<std::uint64_t> {};

TEST_P(RandomMarketSeeds, fills_stay_within_quote_limit_and_displayed_size)
{
    // each execution is checked as it comes
    RandomMarket market{settings_of(GetParam())};
    for (int i = 0; i < market_steps && !HasFailure(); ++i) market.step();
    EXPECT_GT(market.executions(), 20U);
}

TEST_P(RandomMarketSeeds, cash_and_value_are_those_of_the_executions)
{
    RandomMarket market{settings_of(GetParam())};
    for (int i = 0; i < market_steps && !HasFailure(); ++i) {
        market.step();
        market.check_cash();
        market.check_value();
    }
}

TEST_P(RandomMarketSeeds, what_is_reserved_is_what_live_orders_may_still_fill)
{
    RandomMarket market{settings_of(GetParam())};
    for (int i = 0; i < market_steps && !HasFailure(); ++i) {
        market.step();
        market.check_reservations();
    }
}

TEST_P(RandomMarketSeeds, reserved_margin_is_the_sum_over_live_orders)
{
    auto settings = settings_of(GetParam());
    settings.fees = std::make_shared<paper::NoFees>();
    settings.margin = nullptr;
    RandomMarket market{settings};
    for (int i = 0; i < market_steps && !HasFailure(); ++i) {
        market.step();
        market.check_reserved_margin();
    }
}

TEST_P(RandomMarketSeeds, groups_and_brackets_fill_no_more_than_one_of_them)
{
    RandomMarket market{settings_of(GetParam())};
    for (int i = 0; i < market_steps && !HasFailure(); ++i) {
        market.step();
        market.check_families();
    }
}

TEST_P(RandomMarketSeeds, a_replay_says_the_same_byte_for_byte)
{
    RandomMarket one{settings_of(GetParam())}, other{settings_of(GetParam())};
    for (int i = 0; i < market_steps; ++i) {
        one.step();
        other.step();
    }
    EXPECT_GT(one.log().size(), 1'000U);
    EXPECT_EQ(one.log(), other.log());
}

TEST_P(RandomMarketSeeds, all_of_it_holds_over_restarts)
{
    auto settings = settings_of(GetParam());
    settings.file = std::filesystem::temp_directory_path() /
                    ("random_market_" + std::to_string(getpid()) + ".db");
    RandomMarket market{settings};
    for (int i = 1; i <= market_steps / 2 && !HasFailure(); ++i) {
        market.step();
        if (i % 23 == 0) market.restart();
        market.check_reservations();
        market.check_cash();
        market.check_value();
        market.check_families();
    }
}

INSTANTIATE_TEST_SUITE_P(Many, RandomMarketSeeds,
                         testing::Range(std::uint64_t{1}, std::uint64_t{31}));

TEST(RandomMarketTest, every_order_type_fills_somewhere)
{
    // a type that never fills would make the properties above say nothing about it
    std::map<OrderType, int> filled;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
        RandomMarket market{settings_of(seed)};
        for (int i = 0; i < market_steps; ++i) market.step();
        for (auto [type, count] : market.filled_types()) filled[type] += count;
    }
    for (OrderType type :
         {OrderType::market, OrderType::limit, OrderType::stop, OrderType::stop_limit,
          OrderType::trailing_stop, OrderType::trailing_stop_limit, OrderType::market_if_touched,
          OrderType::limit_if_touched, OrderType::market_to_limit, OrderType::midprice,
          OrderType::pegged_to_midpoint, OrderType::relative})
        EXPECT_GT(filled[type], 0) << to_string(type);
}

}  // namespace
}  // namespace trademind::test
