// Whole lives of orders: their messages in every order, doubled, and with gaps. What is reported
// adds up after each message, and the end is the same whatever came first.
#include "brokers/ibkr/broker/order_machine.hpp"
#include "unit/ibkr/now.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;

/// An order with the executions known of it, as the broker keeps them: its own, or one that a
/// message is the first to name.
class Life {
public:
    Life(const OrderRequest& order, bool is_own)
        : order_{order},
          machine_{is_own ? OrderMachine{OrderId{7}, OrderRequest{order}, 1, now}
                          : OrderMachine{OrderId{7}, 1, now}}
    {}
    void terms(Decimal quantity)
    {
        TermsNews news;
        news.order = order_;
        news.order.quantity = quantity;
        news.client_id = 1;
        machine_.on_terms(news, now);
    }

    void status(OrderStatus status, std::optional<Decimal> filled = Decimal{},
                std::optional<Decimal> remaining = {}, std::optional<Decimal> average = {})
    {
        StatusNews news;
        news.status = status;
        news.filled = filled;
        news.remaining = remaining;
        news.average_price = average;
        news.client_id = 1;
        machine_.on_status(news, now);
    }
    void fill(const std::string& id, Decimal quantity, Decimal price,
              const std::string& account = "DU1", std::optional<Contract> of = {})
    {
        Execution execution;
        execution.id = id;
        execution.order_id = OrderId{7};
        execution.account = account;
        execution.contract = of ? *of : order_.contract;
        execution.quantity = quantity;
        execution.price = price;
        execution.client_id = 1;
        auto added = executions_.add(execution);
        if (added.news == ExecutionNews::duplicate || added.news == ExecutionNews::outdated) return;
        corrected_ |= added.news == ExecutionNews::correction;
        machine_.on_execution(added, now);
    }
    /// A correction has taken something back since the last call.
    bool take_corrected() { return std::exchange(corrected_, false); }
    const OrderReport& report() const { return machine_.report(); }
    /// Before it nothing is reported of an order.
    bool has_terms() const { return machine_.has_terms(); }

private:
    OrderRequest order_;
    OrderMachine machine_;
    Executions executions_;
    bool corrected_ = false;
};

using Message = std::function<void(Life&)>;
struct Case {
    std::string name;
    OrderRequest order;
    std::vector<Message> messages;
    OrderStatus end;
    Decimal filled;
    bool is_own = true;
    /// More than was ordered is filled: told as it is.
    bool overfills = false;
};

OrderRequest ten()
{
    return buy(stock("AAPL"), 10_d).limit(190_d);
}
Message says(OrderStatus status, Decimal filled, Decimal remaining,
             std::optional<Decimal> average = {})
{
    return [=](Life& life) { life.status(status, filled, remaining, average); };
}
Message fills(std::string id, Decimal quantity, std::string account = "DU1")
{
    return [=](Life& life) { life.fill(id, quantity, 189_d, account); };
}
Message fills_leg(std::string id, std::string symbol, Decimal quantity)
{
    return [=](Life& life) { life.fill(id, quantity, 3_d, "DU1", stock(symbol)); };
}
Message lists(Decimal quantity)
{
    return [=](Life& life) { life.terms(quantity); };
}
OrderRequest spread()
{
    return buy(combo("AAPL", {ComboLeg{1, 1, Side::buy}, ComboLeg{2, 2, Side::sell}}), 10_d)
        .limit(190_d);
}

std::vector<Case> lives()
{
    OrderAttributes group;
    group.advisor_group = "Group_1";
    OrderAttributes cash;
    cash.cash_quantity = 20_d;
    auto submitted = says(OrderStatus::submitted, 0_d, 10_d);
    auto partly = says(OrderStatus::submitted, 4_d, 6_d, 189_d);
    auto done = says(OrderStatus::filled, 10_d, 0_d, 189_d);
    return {
        {"filled at once",
         ten(),
         {submitted, fills("a.01", 10_d), done},
         OrderStatus::filled,
         10_d},
        {"filled in parts",
         ten(),
         {submitted, fills("a.01", 4_d), partly, fills("b.01", 6_d), done},
         OrderStatus::filled,
         10_d},
        {"filled, by its status alone",
         ten(),
         {submitted, partly, done},
         OrderStatus::filled,
         10_d},
        {"filled, and a status without an average",
         ten(),
         {done, says(OrderStatus::filled, 10_d, 0_d)},
         OrderStatus::filled,
         10_d},
        {"cancelled",
         ten(),
         {submitted, says(OrderStatus::cancelled, 0_d, 10_d)},
         OrderStatus::cancelled,
         0_d},
        {"cancelled after a part",
         ten(),
         {submitted, fills("a.01", 4_d), partly, says(OrderStatus::cancelled, 4_d, 6_d, 189_d)},
         OrderStatus::cancelled,
         4_d},
        {"busted in part",
         ten(),
         {submitted, fills("a.01", 4_d), fills("b.01", 2_d), fills("b.02", 0_d)},
         OrderStatus::submitted,
         4_d},
        {"corrected",
         ten(),
         {submitted, fills("a.01", 4_d), fills("a.02", 3_d)},
         OrderStatus::submitted,
         3_d},
        {"filled by its executions alone, and one of them taken back in part",
         ten(),
         {submitted, fills("a.01", 6_d), fills("b.01", 4_d), fills("b.02", 2_d)},
         OrderStatus::submitted,
         8_d},
        {"of a group",
         ten().with(group),
         {submitted, fills("f.01", 10_d, "F1234567"), fills("a.01", 6_d, "DU1"),
          fills("b.01", 4_d, "DU2"), done},
         OrderStatus::filled,
         10_d},
        {"by cash",
         buy(crypto("BTC"), 0_d).with(cash),
         {says(OrderStatus::submitted, 0_d, 0_d), fills("a.01", 0.00025289_d),
          says(OrderStatus::filled, 0.00025289_d, 0_d, 79085.75_d)},
         OrderStatus::filled,
         0.00025289_d},
        {"of a combo, whose legs are executed as well",
         spread(),
         {submitted, fills_leg("l1.01", "A", 10_d), fills_leg("l2.01", "B", 20_d),
          fills("c.01", 10_d), done},
         OrderStatus::filled,
         10_d},
        {"of a combo of another run",
         spread(),
         {lists(10_d), fills_leg("l1.01", "A", 4_d), fills_leg("l2.01", "B", 8_d),
          fills("c.01", 4_d), partly},
         OrderStatus::submitted,
         4_d,
         false},
        {"of another run, corrected",
         ten(),
         {lists(10_d), fills("a.01", 4_d), fills("a.02", 3_d), fills("b.01", 7_d)},
         OrderStatus::filled,
         10_d,
         false,
         true},
        {"of another run, for a group",
         ten().with(group),
         {lists(10_d), fills("a.01", 6_d, "DU1"), fills("b.01", 4_d, "DU2"), done},
         OrderStatus::filled,
         10_d,
         false},
        {"of another run, by cash",
         buy(crypto("BTC"), 0_d).with(cash),
         {lists(0_d), fills("a.01", 0.0001_d), fills("b.01", 0.00015289_d),
          says(OrderStatus::filled, 0.00025289_d, 0_d, 79085.75_d)},
         OrderStatus::filled,
         0.00025289_d,
         false},
        {"overfilled",
         ten(),
         {submitted, fills("a.01", 6_d), fills("b.01", 6_d),
          says(OrderStatus::filled, 12_d, 0_d, 189_d)},
         OrderStatus::filled,
         12_d,
         true,
         true},
        {"for a group, corrected on both sides",
         ten().with(group),
         {submitted, fills("f.01", 8_d, "DF1234567"), fills("a.01", 5_d, "DU1"),
          fills("b.01", 3_d, "DU2"), fills("f.02", 7_d, "DF1234567"), fills("b.02", 2_d, "DU2")},
         OrderStatus::submitted,
         7_d},
    };
}

/// What holds of every report, whatever has come so far.
void expect_sums(const OrderReport& report, bool overfills)
{
    EXPECT_GE(report.filled, 0_d);
    EXPECT_TRUE(overfills || report.remaining >= 0_d);
    EXPECT_FALSE(report.average_fill_price && report.filled.is_zero());
    EXPECT_TRUE(!report.average_fill_price || report.average_fill_price->sign() > 0);
    if (report.order.quantity.is_zero()) return;  // by cash
    EXPECT_TRUE(overfills || report.filled <= report.order.quantity);
    EXPECT_EQ(report.remaining, report.order.quantity - report.filled);
}

/// Plays messages in that order and returns the end.
OrderReport play(const Case& c, const std::vector<std::size_t>& order)
{
    Life life{c.order, c.is_own};
    for (auto at : order) {
        auto before = life.report();
        bool was_known = life.has_terms();
        c.messages[at](life);
        const auto& after = life.report();
        bool corrected = life.take_corrected();
        if (!life.has_terms()) continue;
        expect_sums(after, c.overfills);
        if (was_known && !corrected) {
            EXPECT_GE(after.filled, before.filled) << "fills do not become fewer";
            EXPECT_TRUE(!is_done(before.status) || is_done(after.status)) << "an end is an end";
        }
    }
    return life.report();
}

std::string text_of(const std::vector<std::size_t>& order)
{
    std::string text;
    for (auto at : order) text += std::to_string(at) + ' ';
    return text;
}

template <class Use> void for_each_order(std::vector<std::size_t> order, Use use)
{
    std::ranges::sort(order);
    do use(order);
    while (std::ranges::next_permutation(order).found);
}

std::vector<std::size_t> all_of(const Case& c)
{
    std::vector<std::size_t> order(c.messages.size());
    for (std::size_t n = 0; n < order.size(); ++n) order[n] = n;
    return order;
}

}  // namespace

TEST(OrderLives, EndTheSameInWhateverOrderTheirMessagesCome)
{
    for (const auto& c : lives())
        for_each_order(all_of(c), [&](const std::vector<std::size_t>& order) {
            SCOPED_TRACE(c.name + ": " + text_of(order));
            auto end = play(c, order);
            EXPECT_EQ(end.status, c.end);
            EXPECT_EQ(end.filled, c.filled);
        });
}

TEST(OrderLives, EndTheSameWhereOneMessageComesTwice)
{
    for (const auto& c : lives())
        for (std::size_t twice = 0; twice < c.messages.size(); ++twice) {
            auto order = all_of(c);
            order.push_back(twice);
            for_each_order(order, [&](const std::vector<std::size_t>& messages) {
                SCOPED_TRACE(c.name + ": " + text_of(messages));
                auto end = play(c, messages);
                EXPECT_EQ(end.status, c.end);
                EXPECT_EQ(end.filled, c.filled);
            });
        }
}

TEST(OrderLives, AddUpWhereAMessageNeverComes)
{
    for (const auto& c : lives())
        for (std::size_t lost = 0; lost < c.messages.size(); ++lost) {
            auto order = all_of(c);
            order.erase(order.begin() + static_cast<std::ptrdiff_t>(lost));
            for_each_order(order, [&](const std::vector<std::size_t>& messages) {
                SCOPED_TRACE(c.name + ": " + text_of(messages));
                play(c, messages);
            });
        }
}

}  // namespace trademind::ibkr_broker
