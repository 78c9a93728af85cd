// Searching instruments.
#include "gateway/catalogue.hpp"

#include <gmock/gmock.h>

namespace trademind::gateway {
namespace {

using namespace trademind::literals;
using testing::ElementsAre;

ContractDetails named(Contract contract, std::string name)
{
    ContractDetails details{std::move(contract)};
    details.long_name = std::move(name);
    return details;
}

class CatalogueTest : public testing::Test {
protected:
    ContractDetails call(std::string expiry, Decimal strike)
    {
        auto contract = option("AAPL", std::move(expiry), strike, OptionRight::call);
        contract.multiplier = 100_d;
        contract.trading_class = "AAPL";
        return ContractDetails{contract};
    }
    Catalogue catalogue{{named(stock("A"), "AGILENT"), named(stock("AAPL"), "APPLE INC"),
                         named(stock("MSFT"), "MICROSOFT CORP"), call("20260220", 110_d),
                         call("20260116", 100_d), call("20260116", 110_d)}};

    std::vector<std::string> search(std::string_view pattern)
    {
        std::vector<std::string> symbols;
        for (const auto* details : catalogue.search(pattern, 10))
            symbols.push_back(details->contract.symbol);
        return symbols;
    }
};

TEST_F(CatalogueTest, finds_by_symbol_then_by_name_whatever_the_case)
{
    EXPECT_THAT(search("a"), ElementsAre("A", "AAPL"));
    EXPECT_THAT(search("aapl"), ElementsAre("AAPL"));
    EXPECT_THAT(search("soft"), ElementsAre("MSFT"));
    EXPECT_THAT(search("APPLE"), ElementsAre("AAPL"));
    EXPECT_THAT(search(""), ElementsAre());
    EXPECT_THAT(search("no such thing"), ElementsAre());
    EXPECT_EQ(catalogue.search("a", 1).size(), 1U);
}

TEST_F(CatalogueTest, joins_options_to_chains)
{
    auto chains = catalogue.chains_of("AAPL", 265598);
    ASSERT_EQ(chains.size(), 1U);
    EXPECT_EQ(chains[0].multiplier, "100");
    EXPECT_EQ(chains[0].underlying_id, 265598);
    EXPECT_THAT(chains[0].expirations, ElementsAre("20260116", "20260220"));
    EXPECT_THAT(chains[0].strikes, ElementsAre(100_d, 110_d));
    EXPECT_TRUE(catalogue.chains_of("MSFT", 1).empty());
}

TEST_F(CatalogueTest, tells_which_derivatives_a_symbol_has)
{
    EXPECT_THAT(catalogue.derivatives_of(catalogue.all()[1]), ElementsAre("OPT"));
    EXPECT_THAT(catalogue.derivatives_of(catalogue.all()[2]), ElementsAre());
}

}  // namespace
}  // namespace trademind::gateway
