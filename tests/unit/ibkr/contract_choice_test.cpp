// One contract, none, or several: what a search means for the one that was asked for.
#include "brokers/ibkr/broker/contracts.hpp"

#include <gtest/gtest.h>

#include <set>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

ContractDetails found(std::int64_t id, const char* exchange, const char* primary = "NYSE",
                      const char* currency = "USD")
{
    auto contract = stock("ABC");
    contract.id = id;
    contract.exchange = exchange;
    contract.primary_exchange = primary;
    contract.currency = currency;
    return ContractDetails{contract};
}

TEST(ContractChoice, OneIsChosen)
{
    auto chosen = choose(stock("ABC"), {found(11, "SMART")});
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->id, 11);
}

TEST(ContractChoice, NoneIsUnknown)
{
    auto none = choose(stock("ABC"), {});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error(), Errc::unknown_contract);
    EXPECT_NE(none.error().message.find("ABC"), std::string::npos);
}

TEST(ContractChoice, TheSameInstrumentOnSeveralExchangesIsOne)
{
    auto chosen = choose(stock("ABC"), {found(11, "SMART"), found(11, "NYSE"), found(11, "ARCA")});
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->exchange, "SMART") << "where to trade stays the caller's choice";
}

TEST(ContractChoice, TheCallersExchangeStays)
{
    auto chosen = choose(stock("ABC").on("ARCA"), {found(11, "SMART")});
    ASSERT_TRUE(chosen);
    EXPECT_EQ(chosen->exchange, "ARCA");
}

TEST(ContractChoice, SeveralAreNamedAndNoneIsPicked)
{
    auto several = choose(stock("ABC"), {found(11, "SMART"), found(22, "SMART", "LSE", "GBP")});
    ASSERT_FALSE(several);
    EXPECT_EQ(several.error(), Errc::ambiguous_contract);
    for (const char* part : {"2 contracts", "id 11", "id 22", "LSE", "GBP", "NYSE"})
        EXPECT_NE(several.error().message.find(part), std::string::npos) << part;
}

TEST(ContractChoice, AThousandCandidatesMakeAShortMessage)
{
    std::vector<ContractDetails> many;
    for (int id = 1; id <= 1000; ++id) many.push_back(found(id, "SMART"));
    auto several = choose(stock("ABC"), many);
    ASSERT_FALSE(several);
    EXPECT_LT(several.error().message.size(), 800u);
    EXPECT_NE(several.error().message.find("1000 contracts"), std::string::npos);
    EXPECT_NE(several.error().message.find("..."), std::string::npos);
}

TEST(ContractKey, DiffersWithAllThatIdentifies)
{
    auto base = option("ABC", "20261218", 100_d, OptionRight::call);
    std::set<std::string> keys{key_of(base)};
    auto differs = [&](auto change) {
        auto other = base;
        change(other);
        EXPECT_TRUE(keys.insert(key_of(other)).second);
    };
    differs([](Contract& c) { c.symbol = "ABD"; });
    differs([](Contract& c) { c.type = SecurityType::future_option; });
    differs([](Contract& c) { c.exchange = "CBOE"; });
    differs([](Contract& c) { c.primary_exchange = "NYSE"; });
    differs([](Contract& c) { c.currency = "EUR"; });
    differs([](Contract& c) { c.expiry = "20261219"; });
    differs([](Contract& c) { c.strike = 101_d; });
    differs([](Contract& c) { c.right = OptionRight::put; });
    differs([](Contract& c) { c.multiplier = 10_d; });
    differs([](Contract& c) { c.local_symbol = "x"; });
    differs([](Contract& c) { c.trading_class = "x"; });
    differs([](Contract& c) { c.security_id = "x"; });
    differs([](Contract& c) { c.id = 5; });
    EXPECT_EQ(key_of(base), *keys.find(key_of(base)));
}

TEST(ContractKey, OfACombinationHasItsLegs)
{
    auto spread = combo("ABC", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 1, Side::sell}});
    auto reversed = combo("ABC", {ComboLeg{1, 1, Side::sell}, ComboLeg{2, 1, Side::buy}});
    auto doubled = combo("ABC", {ComboLeg{1, 2, Side::buy}, ComboLeg{2, 1, Side::sell}});
    EXPECT_NE(key_of(spread), key_of(reversed));
    EXPECT_NE(key_of(spread), key_of(doubled));
}

}  // namespace
}  // namespace trademind::ibkr_broker
