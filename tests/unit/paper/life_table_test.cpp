// Every order type with every time in force: taken or refused by name, and alive until when, with
// and without restarts of the program in between.
#include "unit/paper/file_fixture.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cctype>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* gtd = "20260106-15:00:00";  // Tuesday, half an hour behind the opening

/// A buy of the type that a market of 9.90/10.10 (last 10.00) neither fills nor fires, where the
/// type can wait at all.
OrderRequest order_of(OrderType type, TimeInForce time)
{
    bool touched = type == OrderType::market_if_touched || type == OrderType::limit_if_touched;
    auto order = buy_x(100).of_type(type).in_force(time);
    if (needs_limit_price(type)) order.limit_price = 9.50_d;
    if (needs_stop_price(type)) order.stop_price = touched ? 9.50_d : 10.50_d;
    bool trails = type == OrderType::trailing_stop || type == OrderType::trailing_stop_limit;
    if (trails) order.trailing_amount = 0.50_d, order.stop_price.reset();
    if (type == OrderType::trailing_stop_limit) {
        order.limit_offset = 0.05_d;
        order.limit_price.reset();
    }
    if (type == OrderType::relative) order.stop_price = 0.01_d;
    if (time == TimeInForce::good_till_date) order.good_till_date = gtd;
    return order;
}

std::string name_of(OrderType type)
{
    std::string name;
    for (char c : to_string(type))
        if (std::isalnum(static_cast<unsigned char>(c))) name += c;
    return name;
}

constexpr std::array times{TimeInForce::day,
                           TimeInForce::good_till_cancelled,
                           TimeInForce::good_till_date,
                           TimeInForce::immediate_or_cancel,
                           TimeInForce::fill_or_kill,
                           TimeInForce::opening,
                           TimeInForce::auction,
                           TimeInForce::day_till_cancelled,
                           TimeInForce::overnight,
                           TimeInForce::overnight_and_day,
                           TimeInForce::minutes};

struct Row {
    OrderType type;
    /// DAY, GTC, GTD, IOC, FOK, OPG; the others are refused by name for every type.
    std::array<const char*, 6> outcome;
};

class OrderTable : public PaperTest, public testing::WithParamInterface<Row> {
protected:
    /// One word for what became of the order at once.
    std::string outcome(const OrderRequest& order)
    {
        auto answer = place(order);
        if (!answer && answer.error() == Errc::not_supported) {
            // the refusal names what is not simulated
            EXPECT_THAT(answer.error().message,
                        testing::AnyOf(HasSubstr(std::string{to_string(order.type)}),
                                       HasSubstr(std::string{to_string(order.time_in_force)})));
            return "named";
        }
        if (!answer) return std::to_string(answer.error().code.value());
        switch (answer->status) {
        case OrderStatus::filled: return "fills";
        case OrderStatus::cancelled: return "ends";
        case OrderStatus::submitted: return "works";
        case OrderStatus::pre_submitted: return answer->why_held == "trigger" ? "armed" : "waits";
        default: return std::string{to_string(answer->status)};
        }
    }
};

TEST_P(OrderTable, says_what_becomes_of_an_order_in_an_open_market)
{
    start(on_exchange());
    quote(9.90_d, 1'000, 10.10_d, 10'000);
    print(10_d);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const char* expected = i < GetParam().outcome.size() ? GetParam().outcome[i] : "named";
        EXPECT_EQ(outcome(order_of(GetParam().type, times[i])), expected) << to_string(times[i]);
    }
}

TEST_P(OrderTable, says_the_same_of_a_modify)
{
    start(on_exchange());
    quote(9.90_d, 1'000, 10.10_d, 10'000);
    print(10_d);
    for (std::size_t i = 0; i < times.size(); ++i) {
        const char* expected = i < GetParam().outcome.size() ? GetParam().outcome[i] : "named";
        auto id = take(buy_x(100).limit(9_d));
        auto answer = modify(id, order_of(GetParam().type, times[i]));
        bool taken = std::string_view{expected} != "named" && std::string_view{expected} != "113";
        EXPECT_EQ(answer.has_value(), taken) << to_string(times[i]);
        if (taken) {
            EXPECT_EQ(report(id).order.type, GetParam().type);
        } else {
            EXPECT_EQ(report(id).order.limit_price, 9_d);
            EXPECT_EQ(status(id), OrderStatus::submitted) << "it works on as it was";
        }
    }
}

constexpr const char* no = "named";
const Row rows[] = {
    // type                           DAY      GTC      GTD      IOC     FOK     OPG
    {OrderType::market, {"fills", "fills", "fills", "fills", "fills", "waits"}},
    {OrderType::limit, {"works", "works", "works", "ends", "ends", "waits"}},
    {OrderType::stop, {"armed", "armed", "armed", no, no, no}},
    {OrderType::stop_limit, {"armed", "armed", "armed", no, no, no}},
    {OrderType::trailing_stop, {"armed", "armed", "armed", no, no, no}},
    {OrderType::trailing_stop_limit, {"armed", "armed", "armed", no, no, no}},
    {OrderType::market_if_touched, {"armed", "armed", "armed", no, no, no}},
    {OrderType::limit_if_touched, {"armed", "armed", "armed", no, no, no}},
    {OrderType::market_to_limit, {"fills", "fills", "fills", no, no, no}},
    {OrderType::midprice, {"works", "works", "works", no, no, no}},
    {OrderType::pegged_to_midpoint, {"works", "works", "works", no, no, no}},
    {OrderType::relative, {"works", "works", "works", no, no, no}},
    // TWS 113: the time in force of on-close orders must be DAY
    {OrderType::market_on_close, {"waits", "113", "113", "113", "113", no}},
    {OrderType::limit_on_close, {"waits", "113", "113", "113", "113", no}},
};

INSTANTIATE_TEST_SUITE_P(Each, OrderTable, testing::ValuesIn(rows),
                         [](const auto& one) { return name_of(one.param.type); });

/// When an order that nothing fills ends. The market trades far away from it every day.
struct Life {
    const char* name;
    TimeInForce time;
    bool long_hours;
    /// Open or not, at the moments below.
    std::string_view open;
};

constexpr std::array moments{
    "2026-01-05T20:59:59Z",  // a second before the close of Monday
    "2026-01-05T21:00:00Z",  // the close
    "2026-01-06T00:59:59Z",  // the evening's last second
    "2026-01-06T01:00:00Z",  // its end
    "2026-01-06T09:00:00Z",  // Tuesday's first hour
    "2026-01-06T14:30:00Z",  // its opening
    "2026-01-06T14:59:59Z",  // a second before the date of the GTD order
    "2026-01-06T15:00:00Z",  // that date
    "2026-01-12T15:00:00Z",  // next Monday
};

const Life lives[] = {
    {"DAY", TimeInForce::day, false, "o--------"},
    {"DAY_in_long_hours", TimeInForce::day, true, "ooo------"},
    {"GTC", TimeInForce::good_till_cancelled, false, "ooooooooo"},
    {"GTC_in_long_hours", TimeInForce::good_till_cancelled, true, "ooooooooo"},
    {"GTD", TimeInForce::good_till_date, false, "ooooooo--"},
    {"GTD_in_long_hours", TimeInForce::good_till_date, true, "ooooooo--"},
};

constexpr OrderType types_that_wait[] = {
    OrderType::limit,
    OrderType::stop,
    OrderType::stop_limit,
    OrderType::trailing_stop,
    OrderType::trailing_stop_limit,
    OrderType::market_if_touched,
    OrderType::limit_if_touched,
    OrderType::midprice,
    OrderType::pegged_to_midpoint,
    OrderType::relative,
};

class OrderLives : public PaperFileTest,
                   public testing::WithParamInterface<std::tuple<OrderType, Life>> {
protected:
    /// The order's life as in `Life::open`, and how it stood before its end.
    std::string live(bool with_restarts)
    {
        begin_anew();
        clock = std::make_shared<ManualClock>();
        options = on_exchange();
        options.state_file = file;
        start(options);
        quote(9.90_d, 1'000, 10.10_d, 1'000);
        print(10_d);
        auto [type, life] = GetParam();
        auto order = order_of(type, life.time);
        order.outside_rth = life.long_hours;
        auto id = take(order);
        auto placed = report(id);
        std::string open;
        for (const char* moment : moments) {
            until(moment);
            if (with_restarts) restart();
            auto now = report(id);
            EXPECT_EQ(now.order, placed.order) << moment;
            EXPECT_EQ(now.permanent_id, placed.permanent_id);
            open += is_open(now.status) ? 'o' : '-';
        }
        EXPECT_TRUE(executions().empty());
        return open;
    }
};

/// Stocks of these types work in regular hours only, whatever is asked for.
bool keeps_to_regular_hours(OrderType type)
{
    return type == OrderType::market_if_touched || type == OrderType::midprice ||
           type == OrderType::pegged_to_midpoint;
}

std::string_view life_of(const std::tuple<OrderType, Life>& param)
{
    auto [type, life] = param;
    bool ends_at_close = life.time == TimeInForce::day && keeps_to_regular_hours(type);
    return ends_at_close ? lives[0].open : life.open;
}

TEST_P(OrderLives, end_when_they_should)
{
    EXPECT_EQ(live(false), life_of(GetParam()));
}

TEST_P(OrderLives, end_when_they_should_over_restarts)
{
    EXPECT_EQ(live(true), life_of(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Each, OrderLives,
                         testing::Combine(testing::ValuesIn(types_that_wait),
                                          testing::ValuesIn(lives)),
                         [](const auto& one) {
                             return name_of(std::get<0>(one.param)) + '_' +
                                    std::get<1>(one.param).name;
                         });

/// Orders for an auction, entered at the opening of Monday.
class AuctionLives : public PaperFileTest, public testing::WithParamInterface<bool> {
protected:
    void go_to(std::string_view when)
    {
        until(when);
        if (GetParam()) restart();
    }
    void begin()
    {
        options = on_exchange();
        options.state_file = file;
        start(options);
        quote(9.90_d, 1'000, 10.10_d, 1'000);
        print(10_d);
    }
    void auction(Decimal price, paper::PrintKind kind)
    {
        push(MarketChange{}.with_print(price, 5'000, kind));
    }
};

TEST_P(AuctionLives, on_the_close_they_fill_at_its_print_or_end_with_it)
{
    begin();
    auto market = take(order_of(OrderType::market_on_close, TimeInForce::day));
    auto below = take(order_of(OrderType::limit_on_close, TimeInForce::day));
    auto order = order_of(OrderType::limit_on_close, TimeInForce::day);
    order.limit_price = 10.20_d;
    auto above = take(order);
    go_to("2026-01-05T20:59:59Z");
    for (auto id : {market, below, above}) EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    go_to("2026-01-05T21:00:00Z");
    for (auto id : {market, below, above}) EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    auction(10.05_d, paper::PrintKind::closing);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.05", "3: 100 @ 10.05"));
    EXPECT_EQ(status(below), OrderStatus::cancelled);
    go_to("2026-01-06T21:00:00Z");
    EXPECT_EQ(executions().size(), 2U);
}

TEST_P(AuctionLives, on_the_open_they_wait_for_the_next_morning)
{
    begin();
    pass(2min);  // today's opening is over
    auto market = take(order_of(OrderType::market, TimeInForce::opening));
    auto below = take(order_of(OrderType::limit, TimeInForce::opening));
    auto order = order_of(OrderType::limit, TimeInForce::opening);
    order.limit_price = 10.50_d;
    auto above = take(order);
    print(9_d);
    go_to("2026-01-05T21:00:00Z");
    auction(9.20_d, paper::PrintKind::closing);
    go_to("2026-01-06T12:00:00Z");
    print(9.30_d);
    for (auto id : {market, below, above}) EXPECT_EQ(status(id), OrderStatus::pre_submitted);
    go_to("2026-01-06T14:30:00Z");
    auction(10.40_d, paper::PrintKind::opening);
    EXPECT_THAT(heard.fills(), ElementsAre("1: 100 @ 10.4", "3: 100 @ 10.4"));
    EXPECT_EQ(status(below), OrderStatus::cancelled);
}

INSTANTIATE_TEST_SUITE_P(Programs, AuctionLives, testing::Bool(), [](const auto& one) {
    return std::string{one.param ? "that_restart" : "that_run_on"};
});

}  // namespace
}  // namespace trademind::test
