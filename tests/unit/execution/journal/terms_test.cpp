// Terms as a line of text: written and read back, or not read at all.
#include "execution/journal/terms.hpp"

#include <gtest/gtest.h>

namespace trademind::test {
namespace {

using namespace literals;
using journal::order_of;
using journal::terms_of;

TEST(Terms, read_back_as_the_order_that_was_written)
{
    auto option_contract = option("SPX", "20271217", 5000_d, OptionRight::call)
                               .with_multiplier(100_d)
                               .with_id(900002)
                               .with_trading_class("SPXW");
    std::vector<OrderRequest> orders{
        buy(stock("AAPL"), 10_d),
        sell(stock("SAP").on("IBIS").in("EUR").listed_on("IBIS"), 2.5_d).limit(-3_d),
        buy(option_contract, 1_d).stop(3_d).limit(3.5_d).good_till_cancelled(),
        sell(stock("AAPL"), 1_d).trailing_percent(2_d, 90_d).good_till("20261224 16:00:00 UTC"),
        buy(stock("BRK B"), 1_d)
            .limit(1_d)
            .in_oca_group("a group of 2", OcaType::reduce_with_block)
            .child_of(OrderId{77})
            .held()
            .outside_regular_hours()
            .for_account("DU1")
            .triggered_by(TriggerMethod::last)};
    for (const auto& order : orders) {
        auto read = order_of(terms_of(order));
        ASSERT_TRUE(read) << terms_of(order);
        EXPECT_EQ(*read, order) << terms_of(order);
    }
}

TEST(Terms, leave_rare_attributes_to_their_names)
{
    OrderAttributes rare;
    rare.hidden = true;
    rare.display_size = 5;
    auto order = buy(stock("AAPL"), 10_d).limit(1_d);
    auto terms = terms_of(OrderRequest{order}.with(rare));
    auto read = order_of(terms);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, order);
    EXPECT_EQ(journal::attributes_of(terms),
              (std::vector<std::string_view>{"display size", "hidden"}));
    EXPECT_TRUE(journal::attributes_of(terms_of(order)).empty());
}

TEST(Terms, that_could_be_read_in_two_ways_are_not_read)
{
    Contract combo{SecurityType::combo, "AAPL"};
    combo.legs = {ComboLeg{265598, 1, Side::buy, "SMART"}};
    auto terms = terms_of(buy(stock("AAPL"), 10_d).limit(1_d));
    std::vector<std::string> texts{
        "",
        "BUY 10 AAPL LMT 1",
        terms.substr(0, terms.size() - 4),
        terms + "|",
        "HOLD" + terms.substr(3),
        terms_of(buy(combo, 1_d).limit(1_d)),
        terms_of(buy(stock("A|B"), 1_d)),
        terms_of(buy(stock("AAPL"), 1_d).for_account("; oca ")),
        terms_of(buy(stock("AAPL"), 1_d)
                     .in_oca_group("g 0; parent -; transmit true; trigger 0; STK|1|MSFT",
                                   OcaType::none))};
    for (const auto& text : texts) EXPECT_FALSE(order_of(text)) << text;
    for (std::size_t cut = 0; cut < terms.size(); ++cut)
        if (auto read = order_of(terms.substr(0, cut))) {
            EXPECT_EQ(terms_of(*read), terms.substr(0, cut));
        }
}

}  // namespace
}  // namespace trademind::test
