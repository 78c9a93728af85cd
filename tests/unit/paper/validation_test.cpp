// Orders that are wrong in themselves: each fault, its code, and its words.
#include "unit/paper/codes.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace trademind::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

struct FaultCase {
    const char* name;
    OrderRequest order;
    error_code code;    ///< of our own, or of TWS
    const char* words;  ///< in the message
};

OrderRequest with(OrderRequest order, const std::function<void(OrderRequest&)>& change)
{
    change(order);
    return order;
}

OrderRequest trailing_limit(const std::function<void(OrderRequest&)>& change)
{
    return with(sell_x(10).trailing(1_d).of_type(OrderType::trailing_stop_limit), change);
}

class PaperFaults : public PaperTest, public testing::WithParamInterface<FaultCase> {
protected:
    void begin()
    {
        start();
        quote(10_d, 100, 10.02_d, 100);
        heard.lines.clear();
    }
};

TEST_P(PaperFaults, are_named_and_leave_no_trace)
{
    begin();
    auto answer = place(GetParam().order);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, GetParam().code) << answer.error().describe();
    EXPECT_THAT(answer.error().message, HasSubstr(GetParam().words));
    EXPECT_THAT(heard.lines, IsEmpty());
    auto next = take(buy_x(1).limit(9_d));
    EXPECT_EQ(next, OrderId{1}) << "a fault uses up no order id";
}

TEST_P(PaperFaults, are_found_by_a_preview_too)
{
    begin();
    Awaited<OrderPreview> preview;
    broker->preview_order(GetParam().order, preview.token());
    run();
    ASSERT_FALSE(preview.get());
    EXPECT_EQ(preview.get().error().code, GetParam().code) << preview.get().error().describe();
}

const FaultCase faults[] = {
    {"quantity_zero", buy_x(0), ours(Errc::invalid_order), "quantity 0 is not greater than 0"},
    {"quantity_negative", sell_x(-1), ours(Errc::invalid_order),
     "quantity -1 is not greater than 0"},
    {"quantity_absurd", buy_x(2'000'000'000), ours(Errc::invalid_order), "above 1000000000"},
    {"fraction", buy_x(1.5_d), tws(10243), "quantity 1.5 is not a multiple of 1"},
    {"limit_without_price", buy_x(1).of_type(OrderType::limit), ours(Errc::invalid_order),
     "limit_price is missing: LMT"},
    {"stop_without_price", buy_x(1).of_type(OrderType::stop), ours(Errc::invalid_order),
     "stop_price is missing: STP"},
    {"stop_limit_without_limit",
     with(buy_x(1).of_type(OrderType::stop_limit), [](auto& o) { o.stop_price = 10_d; }),
     ours(Errc::invalid_order), "limit_price is missing: STP LMT"},
    {"touched_without_price", buy_x(1).of_type(OrderType::market_if_touched),
     ours(Errc::invalid_order), "stop_price is missing: MIT"},
    {"market_with_limit", with(buy_x(1), [](auto& o) { o.limit_price = 10_d; }),
     ours(Errc::invalid_order), "limit_price is given, but MKT has none"},
    {"limit_of_zero", buy_x(1).limit(0), ours(Errc::invalid_order), "is not greater than 0"},
    {"limit_negative", buy_x(1).limit(-5), ours(Errc::invalid_order), "is not greater than 0"},
    {"stop_negative", buy_x(1).stop(-5), ours(Errc::invalid_order), "stop_price -5"},
    {"limit_absurd", buy_x(1).limit(2'000'000'000), ours(Errc::invalid_order), "above 1000000000"},
    {"limit_off_the_grid", buy_x(1).limit(10.001_d), tws(110), "not a multiple of the tick 0.01"},
    {"stop_off_the_grid", buy_x(1).stop(10.001_d), tws(110), "stop_price 10.001"},
    {"trail_without_offset", sell_x(1).of_type(OrderType::trailing_stop), ours(Errc::invalid_order),
     "needs either trailing_amount or trailing_rate"},
    {"trail_with_both", with(sell_x(1).trailing(1_d), [](auto& o) { o.trailing_rate = 1_d; }),
     ours(Errc::invalid_order), "needs either"},
    {"trail_of_zero", sell_x(1).trailing(0), ours(Errc::invalid_order),
     "trailing_amount is not greater than 0"},
    {"trail_of_all", sell_x(1).trailing_percent(100), ours(Errc::invalid_order),
     "trailing_rate is not between 0 and 100"},
    {"trail_limit_without_limit", trailing_limit([](auto&) {}), ours(Errc::invalid_order),
     "TRAIL LIMIT needs either limit_offset or limit_price"},
    {"trail_limit_with_both",
     trailing_limit([](auto& o) { o.limit_offset = 1_d, o.limit_price = 9_d; }),
     ours(Errc::invalid_order), "needs either"},
    {"trail_limit_without_stop", trailing_limit([](auto& o) { o.limit_price = 9_d; }),
     ours(Errc::invalid_order), "stop_price is missing"},
    {"oca_type_without_group", with(buy_x(1), [](auto& o) { o.oca_type = OcaType{1}; }),
     ours(Errc::invalid_order), "oca_group is empty"},
    {"another_account", buy_x(1).for_account("DU9"), tws(321), "account 'DU9'"},
    {"parent_that_is_not", sell_x(1).limit(11_d).child_of(OrderId{77}), tws(10006),
     "parent_id 77: there is no such order"},
    {"unlisted", buy(stock("NOBODY"), 1), tws(200), "NOBODY"},
    {"an_index", buy(Contract{SecurityType::index, "SPX"}, 1), tws(200), "SPX"},
};

INSTANTIATE_TEST_SUITE_P(Each, PaperFaults, testing::ValuesIn(faults),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(PaperTest, what_is_listed_but_never_traded_is_refused)
{
    paper::Options options;
    options.instruments = {Contract{SecurityType::index, "SPX"},
                           Contract{SecurityType::combo, "SPREAD"}};
    start(std::move(options));
    auto index = place(buy(Contract{SecurityType::index, "SPX"}, 1));
    ASSERT_FALSE(index);
    EXPECT_EQ(index.error().code.value(), 201);
    EXPECT_THAT(index.error().message, HasSubstr("is for data only"));
    auto combo = place(buy(Contract{SecurityType::combo, "SPREAD"}, 1));
    ASSERT_FALSE(combo);
    EXPECT_EQ(combo.error(), Errc::not_supported);
    EXPECT_THAT(combo.error().message, HasSubstr("combos"));
}

TEST_F(PaperTest, sizes_follow_the_contract_s_details)
{
    ContractDetails coin{stock("C")};
    coin.size_increment = 0.25_d;
    coin.minimum_size = 0.5_d;
    paper::Options options;
    options.instruments = {coin};
    start(std::move(options));
    push(paper::MarketChange{}.with_bid(10_d, 100).with_ask(10.02_d, 100), stock("C"));
    EXPECT_TRUE(place(buy(stock("C"), 0.75_d)));
    auto off = place(buy(stock("C"), 0.6_d));
    ASSERT_FALSE(off);
    EXPECT_THAT(off.error().message, HasSubstr("not a multiple of 0.25"));
    auto small = place(buy(stock("C"), 0.25_d));
    ASSERT_FALSE(small);
    EXPECT_THAT(small.error().message, HasSubstr("less than the least size 0.5"));
}

TEST_F(PaperTest, a_future_may_trade_below_zero)
{
    auto oil = future("CL", "202605", "NYMEX");
    oil.multiplier = 1000_d;
    paper::Options options;
    ContractDetails details{oil};
    details.minimum_tick = 0.01_d;
    options.instruments = {details};
    start(std::move(options));
    EXPECT_TRUE(place(buy(oil, 1).limit(-37.63_d))) << "as in April 2020";
    EXPECT_EQ(place(buy(oil, 1).limit(-37.635_d)).error().code.value(), 110);
}

TEST_F(PaperTest, an_order_for_the_own_account_is_taken)
{
    paper::Options options;
    options.account = "DU1";
    start(std::move(options));
    quote(10_d, 100, 10.02_d, 100);
    EXPECT_TRUE(place(buy_x(1).for_account("DU1")));
    EXPECT_EQ(place(buy_x(1).for_account("DU2")).error().code.value(), 321);
}

TEST_F(PaperTest, a_client_order_id_means_one_order_for_ever)
{
    start();
    quote(10_d, 100, 10.02_d, 100);
    auto first = take(buy_x(5).limit(10.02_d).with_client_order_id("a"));
    EXPECT_EQ(take(buy_x(5).limit(10.02_d).with_client_order_id("a")), first);
    auto other = place(buy_x(6).limit(10.02_d).with_client_order_id("a"));
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error(), Errc::duplicate_order);
    EXPECT_THAT(other.error().message, HasSubstr("belongs to order 1"));
    EXPECT_EQ(position(), 5_d);
    auto gone = take(buy_x(5).limit(9_d).with_client_order_id("b"));
    ASSERT_TRUE(cancel(gone));
    EXPECT_EQ(take(buy_x(5).limit(9_d).with_client_order_id("b")), gone) << "also when it is done";
    EXPECT_EQ(status(gone), OrderStatus::cancelled);
}

}  // namespace
}  // namespace trademind::test
