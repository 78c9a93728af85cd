// Refusals that depend on the state of the world: the session, the family, the position, the money,
// the profile. Each names its reason, changes nothing, and is told by a preview where it can be.
#include "unit/paper/codes.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <functional>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::HasSubstr;

Contract a_call(Decimal strike = 10_d)
{
    auto call = option("X", "20261218", strike, OptionRight::call);
    call.multiplier = 100_d;
    return call;
}

/// The market is 9.90/10.10 with the last trade at 10.00, on the exchange's calendar.
struct Refusal {
    const char* name;
    std::function<void(paper::Options&)> with;
    std::function<void(class Refusals&)> then;
    std::function<OrderRequest()> order;
    error_code code;
    const char* words;
    /// A refusal of the order, which leaves no trace, or one of the account, which is kept.
    bool of_the_account = false;
};

class Refusals : public PaperTest, public testing::WithParamInterface<Refusal> {
public:
    using PaperTest::cancel;
    using PaperTest::push;
    using PaperTest::quote;
    using PaperTest::take;
    using PaperTest::until;

protected:
    void begin()
    {
        auto options = on_exchange();
        options.instruments.emplace_back(a_call());
        options.fee_model = std::make_shared<paper::NoFees>();
        if (GetParam().with) GetParam().with(options);
        start(std::move(options));
        quote(9.90_d, 1'000, 10.10_d, 1'000);
        print(10_d);
        if (GetParam().then) GetParam().then(*this);
        heard = {};
    }
};

TEST_P(Refusals, name_their_reason_and_change_nothing)
{
    begin();
    auto before = account();
    auto held = positions();
    auto open = orders();
    auto answer = place(GetParam().order());
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, GetParam().code) << answer.error().describe();
    EXPECT_THAT(answer.error().message, HasSubstr(GetParam().words));
    EXPECT_EQ(account(), before);
    EXPECT_EQ(positions(), held);
    if (GetParam().of_the_account) {
        // TWS shows it as an order that was rejected
        ASSERT_EQ(orders().size(), open.size() + 1);
        EXPECT_EQ(orders().back().status, OrderStatus::rejected);
        EXPECT_EQ(orders().back().error->message, answer.error().message);
    } else {
        EXPECT_EQ(orders(), open);
        EXPECT_TRUE(heard.lines.empty());
    }
    // and nothing of it is left in the market
    quote(1_d, 1'000, 1.01_d, 1'000);
    quote(90_d, 1'000, 90.10_d, 1'000);
    for (const auto& e : heard.executions)
        EXPECT_LE(static_cast<std::size_t>(to_number(e.order_id)), open.size());
}

TEST_P(Refusals, are_told_by_a_preview)
{
    begin();
    auto answer = preview(GetParam().order());
    if (answer) {
        EXPECT_THAT(answer->warning, HasSubstr(GetParam().words));
    } else {
        EXPECT_EQ(answer.error().code, GetParam().code) << answer.error().describe();
        EXPECT_THAT(answer.error().message, HasSubstr(GetParam().words));
    }
    EXPECT_TRUE(heard.lines.empty());
}

OrderRequest on_close()
{
    return buy_x(10).of_type(OrderType::market_on_close);
}
OrderRequest on_open()
{
    return buy_x(10).in_force(TimeInForce::opening);
}
void dollars(paper::Options& options, Decimal amount)
{
    options.cash = {{"USD", amount}};
}
std::function<OrderRequest()> request(OrderRequest order)
{
    return [order] { return order; };
}

const Refusal refusals[] = {
    // the session
    {"late_for_the_close",
     {},
     [](Refusals& s) { s.until("2026-01-05T20:50:01Z"); },
     on_close,
     tws(201),
     "on-close orders are taken until 2026-01-05T20:50:00Z"},
    {"late_for_the_close_of_a_short_day",
     {},
     [](Refusals& s) { s.until("2026-11-27T17:50:01Z"); },
     on_close,
     tws(201),
     "on-close orders are taken until 2026-11-27T17:50:00Z"},
    {"late_for_the_open",
     {},
     [](Refusals& s) { s.until("2026-01-06T14:28:01Z"); },
     on_open,
     tws(201),
     "on-open orders are taken until 2026-01-06T14:28:00Z"},
    {"no_auction",
     [](auto& o) { o.calendar = always_open_calendar(); },
     {},
     on_close,
     ours(Errc::not_supported),
     "MOC DAY needs an auction"},
    {"date_of_yesterday",
     {},
     [](Refusals& s) { s.until("2026-01-06T14:30:00Z"); },
     request(buy_x(1).limit(9_d).good_till("20260105-14:40:00")),
     tws(201),
     "good_till_date 20260105-14:40:00 has passed"},
    {"on_close_for_ever",
     {},
     {},
     [] { return on_close().good_till_cancelled(); },
     tws(113),
     "MOC orders must be DAY"},
    {"stop_on_open",
     {},
     {},
     request(buy_x(1).stop(11_d).in_force(TimeInForce::opening)),
     ours(Errc::not_supported),
     "takes no STP with time in force OPG"},

    // the family
    {"parent_is_cancelled",
     {},
     [](Refusals& s) { EXPECT_TRUE(s.cancel(s.take(buy_x(10).limit(9_d)))); },
     [] { return sell_x(10).limit(11_d).child_of(OrderId{1}); },
     tws(201),
     "parent order 1 is Cancelled"},
    {"parent_is_unknown",
     {},
     {},
     [] { return sell_x(10).limit(11_d).child_of(OrderId{9}); },
     tws(10006),
     "parent_id 9: there is no such order"},

    // the profile
    {"REL_at_IBKR_s_simulator",
     [](auto& o) { o.allow_relative = false; },
     {},
     [] { return buy_x(1).of_type(OrderType::relative); },
     ours(Errc::not_supported),
     "has no order type REL"},
    {"MIDPRICE_of_an_option",
     {},
     {},
     [] { return buy(a_call(), 1).of_type(OrderType::midprice); },
     ours(Errc::not_supported),
     "MIDPRICE is for stocks only"},

    // the position
    {"short_where_switched_off", [](auto& o) { o.allow_short = false; },
     [](Refusals& s) { s.take(buy_x(5)); }, request(sell_x(6)), tws(201),
     "5 are held and selling short is not allowed", true},
    {"short_in_a_cash_account",
     [](auto& o) { o.margin_model = std::make_shared<paper::CashAccountMargin>(); },
     {},
     request(sell_x(1)),
     tws(201),
     "0 are held and selling short is not allowed",
     true},
    {"short_coin", [](auto& o) { o.instruments.emplace_back(crypto("BTC")); },
     [](Refusals& s) {
         s.push(MarketChange{}.with_bid(60'000_d, 1).with_ask(60'001_d, 1), crypto("BTC"));
     },
     [] { return sell(crypto("BTC"), 0.1_d); }, tws(201),
     "0 are held and selling short is not allowed", true},

    // the money
    {"margin",
     [](auto& o) { dollars(o, 10'000); },
     {},
     request(buy_x(4'001).limit(10_d)),
     ours(Errc::buying_power),
     "needs 10002.5 USD of margin and fees, 10000 is available",
     true},
    {"settled_cash",
     [](auto& o) {
         dollars(o, 10'000);
         o.margin_model = std::make_shared<paper::CashAccountMargin>();
     },
     {},
     request(buy_x(1'001).limit(10_d)),
     ours(Errc::buying_power),
     "needs 10010 USD of settled cash, 10000 is free",
     true},
    {"margin_that_live_orders_have_taken", [](auto& o) { dollars(o, 10'000); },
     [](Refusals& s) { s.take(buy_x(3'000).limit(9_d)); }, request(buy_x(2'000).limit(9_d)),
     ours(Errc::buying_power), "needs 11250 USD of margin and fees", true},
    {"credit_below_2000",
     [](auto& o) { dollars(o, 1'999); },
     {},
     request(buy_x(200).limit(10_d)),
     ours(Errc::buying_power),
     "below an equity of 2000 USD only cash is spent",
     true},
    {"short_below_2000",
     [](auto& o) { dollars(o, 1'999); },
     {},
     request(sell_x(1).limit(11_d)),
     ours(Errc::buying_power),
     "selling short needs an equity of 2000 USD, it is 1999",
     true},
    {"currency_without_rate",
     [](auto& o) { o.instruments.emplace_back(stock("E").in("CHF")); },
     {},
     [] { return buy(stock("E").in("CHF"), 1).limit(10_d); },
     ours(Errc::no_price),
     "exchange rate of CHF",
     true},
    {"short_option_without_its_underlying",
     [](auto& o) {
         o.instruments = {stock("X"), option("Q", "20261218", 10_d, OptionRight::put)};
     },
     {},
     [] { return sell(option("Q", "20261218", 10_d, OptionRight::put), 1).limit(1_d); },
     ours(Errc::no_price),
     "no price of the underlying of",
     true},
    {"short_option_on_a_future",
     [](auto& o) {
         o.instruments.emplace_back(
             future_option("ES", "202612", 5'000_d, OptionRight::call, "CME"));
     },
     {},
     [] {
         return sell(future_option("ES", "202612", 5'000_d, OptionRight::call, "CME"), 1)
             .limit(10_d);
     },
     ours(Errc::no_price),
     "no price of the underlying of",
     true},
    {"fourth_day_trade",
     [](auto& o) {
         dollars(o, 20'000);
         o.day_trade_regime = paper::DayTradeRegime::pattern_day_trader;
     },
     [](Refusals& s) {
         for (int i = 0; i < 3; ++i) {
             s.take(buy_x(1));
             s.take(sell_x(1));
         }
     },
     request(buy_x(1)), ours(Errc::day_trade_limit),
     "3 day trades in five business days with an equity below 25000", true},
};

INSTANTIATE_TEST_SUITE_P(Each, Refusals, testing::ValuesIn(refusals),
                         [](const auto& one) { return std::string{one.param.name}; });

TEST_F(PaperTest, a_stop_that_is_through_the_market_is_refused_by_name_where_asked_for)
{
    struct Row {
        OrderRequest order;
        const char* words;  ///< nothing: it is taken
    };
    auto touched = [](OrderRequest order, Decimal price) {
        order.stop_price = price;
        return std::move(order).of_type(OrderType::market_if_touched);
    };
    for (const auto& [order, words] :
         {Row{buy_x(1).stop(9.99_d), "the market at 10 is through the stop price 9.99"},
          Row{buy_x(1).stop(10_d), "through the stop price 10"},
          Row{buy_x(1).stop(10.01_d), nullptr},
          Row{sell_x(1).stop(10.01_d), "through the stop price 10.01"},
          Row{sell_x(1).stop(9.99_d), nullptr},
          Row{buy_x(1).stop(9.50_d).limit(9.60_d), "through the stop price 9.5"},
          Row{sell_x(1).trailing(1_d, 10.50_d), "through the stop price 10.5"},
          Row{touched(buy_x(1), 10.20_d), "through the stop price 10.2"},
          Row{touched(buy_x(1), 9.80_d), nullptr}, Row{touched(sell_x(1), 9.80_d), "9.8"}}) {
        paper::Options options;
        options.reject_through_stop = true;
        start(std::move(options));
        quote(9.90_d, 1'000, 10.10_d, 1'000);
        print(10_d);
        auto answer = place(order);
        EXPECT_EQ(answer.has_value(), words == nullptr) << order.describe();
        if (answer || !words) continue;
        EXPECT_EQ(answer.error().code.value(), 201);
        EXPECT_THAT(answer.error().message, HasSubstr(words));
    }
}

}  // namespace
}  // namespace trademind::test
