// Every field of an order, beside its rare attributes, against every limit: it counts, is refused,
// or changes nothing. A field or a limit that is added later does not compile here until it is
// counted, and fails until it has a row.
#include "unit/execution/risk/desk_of_checks.hpp"

#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::risk {
namespace {

using namespace literals;

// The bindings name every member, so that a new one does not compile.
std::size_t members_of(const OrderRequest& order)
{
    const auto& [contract, side, quantity, type, limit_price, stop_price, trailing_amount,
                 trailing_rate, limit_offset, time_in_force, good_till_date, good_after_time,
                 outside_rth, account, client_order_id, oca_group, oca_type, parent_id, transmit,
                 trigger_method, attributes, unknown_words] = order;
    auto count = [](const auto&... all) { return sizeof...(all); };
    return count(contract, side, quantity, type, limit_price, stop_price, trailing_amount,
                 trailing_rate, limit_offset, time_in_force, good_till_date, good_after_time,
                 outside_rth, account, client_order_id, oca_group, oca_type, parent_id, transmit,
                 trigger_method, attributes, unknown_words);
}
std::size_t members_of(const AdjustmentTerms& terms)
{
    const auto& [order_type, trigger_price, stop_price, stop_limit_price, trailing_amount,
                 trails_by_percent] = terms;
    auto count = [](const auto&... all) { return sizeof...(all); };
    return count(order_type, trigger_price, stop_price, stop_limit_price, trailing_amount,
                 trails_by_percent);
}
std::size_t members_of(const RiskLimits& limits)
{
    const auto& [a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17,
                 a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33,
                 a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49,
                 a50] = limits;
    auto count = [](const auto&... all) { return sizeof...(all); };
    return count(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17,
                 a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33,
                 a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49,
                 a50);
}

/// What a limit looks at.
enum class By { value, size, price, side, other };

class LimitRow {
public:
    const char* name;
    By by;
    /// Set so that the plain order of 100 at 100 just passes.
    std::function<void(RiskLimits&, Account&)> set = {};
};
const std::vector<LimitRow>& limit_rows()
{
    using R = RiskLimits;
    using A = Account;
    static const std::vector<LimitRow> rows{
        {"max_order_value", By::value, [](R& r, A&) { r.max_order_value = 10'000_d; }},
        {"max_position_value", By::value, [](R& r, A&) { r.max_position_value = 10'000_d; }},
        {"max_gross_value", By::value,
         [](R& r, A&) { r.max_gross_value = MoneyLimit::amount(10'000_d); }},
        {"max_net_value", By::value,
         [](R& r, A&) { r.max_net_value = MoneyLimit::amount(10'000_d); }},
        {"max_concentration", By::value,
         [](R& r, A& a) {
             a.portfolio_value = 40'000_d;
             r.max_concentration = 0.25_d;
         }},
        {"buying_power", By::value,
         [](R& r, A& a) {
             r.buying_power = true;
             r.buying_power_cushion = 0_d;
             a.buying_power = a.cash_balance = 10'000_d;
         }},
        {"buying_power_cushion", By::value,
         [](R& r, A& a) {
             r.buying_power = true;
             r.buying_power_cushion = 0.5_d;
             a.buying_power = a.cash_balance = 20'000_d;
         }},
        {"max_order_size", By::size, [](R& r, A&) { r.max_order_size = 100_d; }},
        {"max_position_size", By::size, [](R& r, A&) { r.max_position_size = 100_d; }},
        {"price_collar", By::price, [](R& r, A&) { r.price_collar = 0.001_d; }},
        {"short_sales", By::side, [](R& r, A&) { r.short_sales = ShortSales::deny; }},
        {"short_requires_locate", By::side, [](R& r, A&) { r.short_requires_locate = true; }},
        // these do not look at how large an order is: their own tests are order_checks,
        // money_checks
        {"enabled", By::other},
        {"disabled_on_purpose", By::other},
        {"currency", By::other},
        {"allow_negative_prices", By::other},
        {"allowed_symbols", By::other},
        {"restricted_symbols", By::other},
        {"restricted_allow_close", By::other},
        {"allowed_security_types", By::other},
        {"price_collar_options", By::other},
        {"price_collar_minimum_ticks", By::other},
        {"price_collar_needs_quote", By::other},
        {"stop_distance", By::other},
        {"wrong_side_stops", By::other},
        {"max_quote_age", By::other},
        {"max_quote_age_delayed", By::other},
        {"quote_wait", By::other},
        {"allow_last_price", By::other},
        {"reduce_without_price", By::other},
        {"max_account_age", By::other},
        {"max_orders_per_second", By::other},
        {"order_burst", By::other},
        {"max_orders_per_minute", By::other},
        {"max_orders_per_day", By::other},
        {"duplicate_window", By::other},
        {"max_open_orders", By::other},
        {"max_open_orders_per_symbol", By::other},
        {"allow_self_trade", By::other},
        {"located_symbols", By::other},
        {"account_type", By::other},
        {"day_trade_regime", By::other},
        {"max_daily_loss", By::other},
        {"daily_loss_flattens", By::other},
        {"max_drawdown", By::other},
        {"market_orders_outside_hours", By::other},
        {"max_rejects", By::other},
        {"rejects_window", By::other},
        {"max_denials", By::other},
        {"denials_window", By::other},
        {"max_executions_without_review", By::other},
    };
    return rows;
}

class FieldRow {
public:
    const char* name;
    std::function<void(OrderRequest&)> change;
    std::set<By> counts_by = {};  ///< limits of these kinds refuse it; all others let it pass
    bool is_refused = false;      ///< by every limit, and by name
};
const std::vector<FieldRow>& field_rows()
{
    using O = OrderRequest;
    const std::set<By> moves_price{By::value, By::price};
    auto typed = [](OrderType type, std::function<void(O&)> more) {
        return [type, more](O& o) {
            o.type = type;
            o.limit_price.reset();
            more(o);
        };
    };
    static const std::vector<FieldRow> rows{
        {"contract", [](O& o) { o.contract.multiplier = 100_d; }, {}, true},
        {"side", [](O& o) { o.side = Side::sell; }, {By::side}},
        {"quantity", [](O& o) { o.quantity = 101_d; }, {By::value, By::size}},
        {"type", typed(OrderType::market, [](O&) {}), {By::value}},
        {"limit_price", [](O& o) { o.limit_price = 101_d; }, moves_price},
        {"stop_price", typed(OrderType::stop, [](O& o) { o.stop_price = 120_d; }), {By::value}},
        {"trailing_amount",
         typed(OrderType::trailing_stop, [](O& o) { o.trailing_amount = 20_d; }),
         {By::value}},
        {"trailing_rate",
         typed(OrderType::trailing_stop, [](O& o) { o.trailing_rate = 20_d; }),
         {By::value}},
        {"limit_offset",
         typed(OrderType::trailing_stop_limit,
               [](O& o) {
                   o.stop_price = 100.02_d;
                   o.trailing_amount = 1_d;
                   o.limit_offset = 20_d;
               }),
         {By::value}},
        {"time_in_force", [](O& o) { o.time_in_force = TimeInForce::good_till_cancelled; }},
        {"good_till_date",
         [](O& o) {
             o.time_in_force = TimeInForce::good_till_date;
             o.good_till_date = "20260106 15:00:00 US/Eastern";
         }},
        {"good_after_time", [](O& o) { o.good_after_time = "20260106 15:00:00 US/Eastern"; }},
        {"outside_rth", [](O& o) { o.outside_rth = true; }},
        {"account", [](O& o) { o.account = "DU9"; }, {}, true},
        {"client_order_id", [](O& o) { o.client_order_id = "mine"; }},
        {"oca_group", [](O& o) { o.oca_group = "g"; }},
        {"oca_type",
         [](O& o) {
             o.oca_group = "g";
             o.oca_type = OcaType::cancel_with_block;
         }},
        {"parent_id", [](O& o) { o.parent_id = OrderId{7}; }, {}, true},
        {"transmit", [](O& o) { o.transmit = false; }},
        {"trigger_method", [](O& o) { o.trigger_method = TriggerMethod::last; }},
        {"attributes",
         [](O& o) {
             OrderAttributes more;
             more.discretionary_amount = 1_d;
             o.attributes = std::move(more);
         },
         moves_price},
        {"unknown_words",
         [](O& o) {
             o.unknown_words = {{"side", "HOLOGRAM"}};
         }},
    };
    return rows;
}

class EveryField : public Checks {};

TEST_F(EveryField, and_every_limit_has_a_row)
{
    EXPECT_EQ(field_rows().size(), members_of(OrderRequest{}));
    EXPECT_EQ(limit_rows().size(), members_of(RiskLimits{}));
    EXPECT_EQ(members_of(AdjustmentTerms{}), 6U) << "valued_terms_test has a row for each price";
    std::set<std::string_view> names;
    for (const auto& row : field_rows()) names.insert(row.name);
    for (const auto& row : limit_rows()) names.insert(row.name);
    EXPECT_EQ(names.size(), field_rows().size() + limit_rows().size()) << "each once";
}

TEST_F(EveryField, counts_for_each_limit_that_it_can_pass_by)
{
    const auto limits_before = limits();
    const auto account_before = account;
    for (const auto& limit : limit_rows()) {
        if (!limit.set) continue;
        limit.set(limits(), account);
        tell_account();
        auto plain = buying(100_d, 100_d);
        ASSERT_EQ(reason(plain), RiskReason::ok) << limit.name << ": " << verdict(plain).message;
        for (const auto& field : field_rows()) {
            auto order = plain;
            field.change(order);
            state.book.add(instrument->contract, &order.contract);
            auto said = verdict(order);
            bool refused = field.is_refused || field.counts_by.contains(limit.by);
            EXPECT_EQ(said.reason != RiskReason::ok, refused)
                << limit.name << ", " << field.name << ": " << said.message;
        }
        limits() = limits_before;
        account = account_before;
        tell_account();
    }
}

}  // namespace
}  // namespace trademind::risk
