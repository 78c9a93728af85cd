// Every attribute of an order against every limit: judged, refused by its name, or harmless. An
// attribute that is added later does not compile here until it is counted, and fails until it has a
// verdict.
#include "domain/attribute_text.hpp"
#include "execution/risk/worst_case.hpp"
#include "unit/execution/risk/desk_of_checks.hpp"

#include <functional>
#include <set>
#include <vector>

namespace trademind::risk {
namespace {

using namespace literals;

void fill(bool& m)
{
    m = true;
}
void fill(int& m)
{
    m = 7;
}
void fill(std::string& m)
{
    m = "value";
}
void fill(std::optional<bool>& m)
{
    m = true;
}
void fill(std::optional<int>& m)
{
    m = 7;
}
void fill(std::optional<std::int64_t>& m)
{
    m = 7;
}
void fill(std::optional<Decimal>& m)
{
    m = 7_d;
}
void fill(std::vector<OrderCondition>& m)
{
    m = {OrderCondition::margin(true, 5)};
}
void fill(std::vector<TagValue>& m)
{
    m = {{"NonGuaranteed", "1"}};
}
void fill(std::vector<std::optional<Decimal>>& m)
{
    m = {7_d};
}
void fill(std::optional<Algorithm>& m)
{
    m = Algorithm{"Adaptive", {}};
}
void fill(std::optional<ScaleTerms>& m)
{
    m.emplace().price_increment = 1_d;
}
void fill(std::optional<HedgeTerms>& m)
{
    m.emplace().type = "P";
}
void fill(std::optional<AdjustmentTerms>& m)
{
    m.emplace().order_type = "STP";
}
void fill(std::optional<PegTerms>& m)
{
    m.emplace().minimum_trade_quantity = 7;
}
void fill(std::optional<VolatilityTerms>& m)
{
    m.emplace().volatility = 20_d;
}
void fill(std::optional<DeltaNeutralTerms>& m)
{
    m = DeltaNeutralTerms{7, 1_d, 1_d};
}
void fill(std::optional<SoftDollarTerms>& m)
{
    m = SoftDollarTerms{"a", "b"};
}

// One call for each member, with that alone set. The bindings name all of them.
void each_alone(const std::function<void(const OrderAttributes&)>& use)
{
    constexpr int members = 74;
    for (int chosen = 0; chosen < members; ++chosen) {
        OrderAttributes a;
        auto& [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18,
               a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35,
               a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52,
               a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69,
               a70, a71, a72, a73] = a;
        int n = 0;
        auto visit = [&](auto&... all) { ((n++ == chosen ? fill(all) : void()), ...); };
        visit(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18,
              a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35,
              a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52,
              a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69,
              a70, a71, a72, a73);
        use(a);
    }
}
void each_alone(const std::function<void(const ScaleTerms&)>& use)
{
    for (int chosen = 0; chosen < 11; ++chosen) {
        ScaleTerms s;
        auto& [a, b, c, d, e, f, g, h, i, j, k] = s;
        int n = 0;
        auto visit = [&](auto&... all) { ((n++ == chosen ? fill(all) : void()), ...); };
        visit(a, b, c, d, e, f, g, h, i, j, k);
        use(s);
    }
}
void each_alone(const std::function<void(const PegTerms&)>& use)
{
    for (int chosen = 0; chosen < 16; ++chosen) {
        PegTerms s;
        auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q] = s;
        int n = 0;
        auto visit = [&](auto&... all) { ((n++ == chosen ? fill(all) : void()), ...); };
        visit(a, b, c, d, e, f, g, h, i, j, k, l, m, o, p, q);
        use(s);
    }
}

const AttributeVerdict* verdict_on(const OrderAttributes& alone)
{
    auto texts = texts_of(alone);
    if (texts.size() != 1) return nullptr;
    auto all = attribute_verdicts();
    auto found = std::ranges::find(all, texts[0].name, &AttributeVerdict::name);
    return found == all.end() ? nullptr : &*found;
}

/// One limit, set so that an order of that value, or that size, just passes.
struct Limit {
    const char* name;
    void (*set)(RiskLimits&, Account&, Decimal value);
};
const Limit value_limits[] = {
    {"order value", [](auto& r, auto&, Decimal v) { r.max_order_value = v; }},
    {"position value", [](auto& r, auto&, Decimal v) { r.max_position_value = v; }},
    {"gross value", [](auto& r, auto&, Decimal v) { r.max_gross_value = MoneyLimit::amount(v); }},
    {"net value", [](auto& r, auto&, Decimal v) { r.max_net_value = MoneyLimit::amount(v); }},
    {"concentration",
     [](auto& r, auto& account, Decimal v) {
         account.portfolio_value = v * 4_d;
         r.max_concentration = 0.25_d;
     }},
    {"buying power",
     [](auto& r, auto& account, Decimal v) {
         r.buying_power = true;
         r.buying_power_cushion = 0_d;
         account.buying_power = account.cash_balance = v;
     }},
};

class EveryAttribute : public Checks {
protected:
    OrderRequest with(OrderAttributes more) const { return with(buying(100_d, 100_d), more); }
    static OrderRequest with(OrderRequest order, OrderAttributes more)
    {
        order.attributes = std::move(more);
        return order;
    }
    /// Each value limit in turn, set to what `order` just passes.
    void at_each_limit(const OrderRequest& order, const std::function<void(const char*)>& look)
    {
        Case c{state, order, instrument, nullptr, at};
        c.appraise();
        ASSERT_TRUE(c.opening_value()) << order.describe();
        auto limits_before = limits();
        auto account_before = account;
        for (const Limit& limit : value_limits) {
            limit.set(limits(), account, *c.opening_value());
            tell_account();
            ASSERT_EQ(reason(order), RiskReason::ok) << limit.name << ": " << order.describe();
            look(limit.name);
            limits() = limits_before;
            account = account_before;
            tell_account();
        }
    }
};

TEST_F(EveryAttribute, has_a_verdict_with_a_reason_and_there_are_no_others)
{
    std::set<std::string_view> seen;
    each_alone([&](const OrderAttributes& alone) {
        auto texts = texts_of(alone);
        ASSERT_EQ(texts.size(), 1U) << "a member that no text names";
        const auto* known = verdict_on(alone);
        ASSERT_TRUE(known) << texts[0].name;
        EXPECT_FALSE(known->reason.empty()) << known->name;
        seen.insert(known->name);
    });
    EXPECT_EQ(seen.size(), attribute_verdicts().size());
}

TEST_F(EveryAttribute, that_is_refused_is_refused_by_name_at_any_limits)
{
    each_alone([&](const OrderAttributes& alone) {
        const auto* known = verdict_on(alone);
        if (!known || known->rule != AttributeRule::refused) return;
        auto refused = verdict(with(alone));
        // what divides an order among accounts has a check of its own before
        if (refused.reason == RiskReason::live_not_allowed) return;
        EXPECT_EQ(refused.reason, RiskReason::invalid_order) << known->name;
        EXPECT_NE(refused.message.find(known->name), std::string::npos) << refused.message;
        EXPECT_NE(refused.message.find(known->reason), std::string::npos) << refused.message;
    });
}

TEST_F(EveryAttribute, that_is_harmless_changes_no_limit)
{
    auto plain = buying(100_d, 100_d);
    at_each_limit(plain, [&](const char* limit) {
        each_alone([&](const OrderAttributes& alone) {
            const auto* known = verdict_on(alone);
            if (!known || known->rule != AttributeRule::harmless) return;
            auto said = verdict(with(alone));
            EXPECT_TRUE(said) << limit << ", " << known->name << ": " << said.message;
        });
    });
}

TEST_F(EveryAttribute, that_is_judged_is_judged_by_each_limit)
{
    using A = OrderAttributes;
    instrument->contract.id = 265598;
    auto typed = [&](OrderType type) {
        auto order = buy(contract, 100_d);
        order.type = type;
        return order;
    };
    auto stop = buy(contract, 100_d).stop(101_d);
    auto conditional = buy(contract, 100_d);
    struct Row {
        std::string_view name;
        OrderRequest before;
        std::function<void(A&)> set;
    };
    auto adjusted = [](std::function<void(AdjustmentTerms&)> more) {
        return [more](A& a) {
            a.adjustment.emplace().order_type = "STP LMT";
            more(*a.adjustment);
        };
    };
    const Row rows[] = {
        {"discretionary amount", buying(100_d, 100_d), [](A& a) { a.discretionary_amount = 1_d; }},
        {"percent offset", typed(OrderType::relative), [](A& a) { a.percent_offset = 0.01_d; }},
        {"offset", typed(OrderType::relative), [](A& a) { a.offset = 1_d; }},
        {"offset", typed(OrderType::pegged_to_market), [](A& a) { a.offset = -1_d; }},
        {"offset", typed(OrderType::snap_to_midpoint), [](A& a) { a.offset = 1_d; }},
        {"peg terms", typed(OrderType::pegged_to_midpoint),
         [](A& a) { a.peg.emplace().midpoint_offset_at_half = 1_d; }},
        {"peg terms", typed(OrderType::pegged_to_best),
         [](A& a) { a.peg.emplace().compete_against_best_offset = 1_d; }},
        {"conditions", conditional,
         [](A& a) { a.conditions = {OrderCondition::price(265598, "SMART", true, 120_d)}; }},
        {"adjustment", stop, adjusted([](auto& t) { t.stop_limit_price = 120_d; })},
        {"adjustment", stop, adjusted([](auto& t) { t.stop_price = 120_d; })},
        {"adjustment", stop, adjusted([](auto& t) { t.trigger_price = 120_d; })},
        {"adjustment", stop, adjusted([](auto& t) { t.trailing_amount = 20_d; })},
        {"adjustment", stop, adjusted([](auto& t) {
             t.trailing_amount = 20_d;
             t.trails_by_percent = true;
         })},
        {"adjustment", std::move(buying(100_d, 101_d)).stop(101_d),
         adjusted([](auto& t) { t.stop_limit_price = 120_d; })},
    };
    std::set<std::string_view> judged_elsewhere{"cash quantity", "algorithm",  "scale",
                                                "combo routing", "leg prices", "open/close"};
    for (const auto& row : rows) {
        at_each_limit(row.before, [&](const char* limit) {
            A more;
            row.set(more);
            EXPECT_NE(reason(with(row.before, more)), RiskReason::ok) << limit << ", " << row.name;
        });
        judged_elsewhere.insert(row.name);
    }
    for (const auto& known : attribute_verdicts())
        if (known.rule == AttributeRule::judged) {
            EXPECT_TRUE(judged_elsewhere.contains(known.name)) << known.name;
        }
}

TEST_F(EveryAttribute, a_discretion_counts_against_the_collar)
{
    limits().price_collar = 0.05_d;
    OrderAttributes more;
    more.discretionary_amount = 500_d;
    EXPECT_EQ(reason(with(more)), RiskReason::price_collar);
    EXPECT_EQ(reason(with(selling(100_d, 100_d), more)), RiskReason::price_collar);
    more.discretionary_amount = 1_d;
    EXPECT_EQ(reason(with(more)), RiskReason::ok);
}

TEST_F(EveryAttribute, what_is_marked_as_opening_closes_nothing)
{
    hold(100_d);
    limits().short_sales = ShortSales::deny;
    OrderAttributes more;
    more.open_close = "C";
    EXPECT_EQ(reason(with(selling(100_d, 100_d), more)), RiskReason::ok);
    more.open_close = "O";
    EXPECT_EQ(reason(with(selling(100_d, 100_d), more)), RiskReason::short_not_allowed);
}

TEST_F(EveryAttribute, unknown_algorithms_and_parameters_are_refused_by_name)
{
    OrderAttributes more;
    more.algorithm = Algorithm{"Pairs", {}};
    EXPECT_NE(verdict(with(more)).message.find("algorithm \"Pairs\""), std::string::npos);
    more = {};
    more.combo_routing = {{"ChangeToMktTime1", "10"}};
    EXPECT_NE(verdict(with(more)).message.find("combo routing \"ChangeToMktTime1\""),
              std::string::npos);
    more = {};
    more.adjustment.emplace().order_type = "MKT";
    EXPECT_EQ(reason(with(more)), RiskReason::invalid_order);
}

TEST_F(EveryAttribute, of_a_scale_is_within_the_order_or_refused_by_name)
{
    std::set<std::string> passed, refused;
    each_alone([&](const ScaleTerms& alone) {
        OrderAttributes more;
        more.scale = alone;
        auto before = more;
        before.scale = ScaleTerms{};
        auto fault = unvaluable_term(with(more));
        auto text = texts_of(more)[0].value;
        (fault ? refused : passed).insert(fault.value_or(text));
        if (fault) {
            EXPECT_TRUE(fault->starts_with("scale.")) << *fault;
        }
    });
    EXPECT_EQ(passed.size(), 4U) << "two level sizes, the increment, random sizes";
    EXPECT_EQ(refused.size(), 7U);
}

TEST_F(EveryAttribute, of_a_peg_moves_the_price_or_is_refused)
{
    auto order = buy(contract, 100_d);
    order.type = OrderType::pegged_to_midpoint;
    int moved = 0, refused = 0, harmless = 0;
    each_alone([&](const PegTerms& alone) {
        OrderAttributes more;
        more.peg = alone;
        if (unvaluable_term(with(order, more)))
            ++refused;
        else if (*highest_price(with(order, more), 100_d, 0) > 100_d)
            ++moved;
        else
            ++harmless;
    });
    EXPECT_EQ(refused, 10);
    EXPECT_EQ(moved, 3);
    EXPECT_EQ(harmless, 3) << "two least quantities, and the midpoint as the bound";
}

TEST_F(EveryAttribute, types_whose_price_is_the_brokers_are_refused_by_name)
{
    for (auto type :
         {OrderType::volatility, OrderType::pegged_to_stock, OrderType::pegged_to_benchmark}) {
        auto order = buying(1_d, 1_d);
        order.type = type;
        auto said = verdict(order);
        EXPECT_FALSE(said);
        EXPECT_NE(unvaluable_term(order)->find(to_string(type)), std::string::npos);
    }
}

TEST_F(EveryAttribute, is_free_where_the_limits_are_off)
{
    limits().enabled = false;
    OrderAttributes more;
    more.hedge.emplace().type = "P";
    EXPECT_EQ(reason(with(more)), RiskReason::ok);
}

}  // namespace
}  // namespace trademind::risk
