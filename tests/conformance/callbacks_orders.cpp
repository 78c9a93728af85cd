// Callbacks of orders and executions.
#include "conformance/callbacks.hpp"
#include "conformance/difference.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace trademind::conformance {

namespace {

constexpr std::int64_t unknown_type = 0;

struct ConditionKind {
    const char* name;
    std::set<std::string, std::less<>> members;
};
const std::map<std::int64_t, ConditionKind> condition_kinds{
    {1, {"price", {"is_more", "con_id", "exchange", "price", "trigger_method"}}},
    {3, {"time", {"is_more", "time"}}},
    {4, {"margin", {"is_more", "percent"}}},
    {5, {"execution", {"exchange", "sec_type", "symbol"}}},
    {6, {"volume", {"is_more", "con_id", "exchange", "volume"}}},
    {7, {"percent_change", {"is_more", "con_id", "exchange", "change_percent"}}}};

/// The members that belong to a condition's type; conditions of unknown types vanish.
Value shape_conditions(const Value& conditions)
{
    List out;
    for (auto& condition : conditions.as<List>()) {
        auto type = condition["type"].is<std::int64_t>() ? condition["type"].as<std::int64_t>()
                                                         : unknown_type;
        auto kind = condition_kinds.find(type);
        if (kind == condition_kinds.end()) continue;
        Value shaped;
        shaped.member("type") = kind->second.name;
        shaped.member("is_conjunction_connection") = condition["is_conjunction_connection"];
        for (auto& name : kind->second.members) shaped.member(name) = condition[name];
        out.push_back(std::move(shaped));
    }
    return out;
}

/// The official order has the prices of the legs in a list of its own: in protobuf one for each
/// leg, in text only when there are prices.
List leg_prices(const Value& contract, const AnswerContext& context)
{
    List prices;
    if (!contract["combo_legs"].is<List>()) return prices;
    bool any = context.is_protobuf();
    for (auto& leg : contract["combo_legs"].as<List>()) {
        any = any || !leg["per_leg_price"].is_unset();
        Value price;
        price.member("price") = leg["per_leg_price"];
        prices.push_back(std::move(price));
    }
    return any ? prices : List{};
}

bool is_empty_text(const Value& value)
{
    return !value.is<std::string>() || value.as<std::string>().empty();
}

void shape_order(Value& order, const AnswerContext& context)
{
    order.member("conditions") = shape_conditions(order["conditions"]);
    if (order["soft_dollar_tier"].is<Object>())
        order.member("soft_dollar_tier").rename("value", "val");
    order.take("hedge_max_size");  // newer than the official decoder
    if (!context.is_protobuf()) return;
    // the official decoder does not copy these
    for (auto name : {"transmit", "scale_table", "algo_id", "order_misc_options",
                      "override_percentage_constraints", "mifid2_decision_maker",
                      "mifid2_decision_algo", "mifid2_execution_trader", "mifid2_execution_algo",
                      "advanced_error_override", "manual_order_time", "auction_strategy"})
        order.take(name);
    if (is_empty_text(order["hedge_type"])) order.member("hedge_param") = "";
    for (auto name : {"route_marketable_to_bbo", "use_price_mgmt_algo", "seek_price_improvement"})
        if (order[name].is<std::int64_t>())
            order.member(name) = order[name].as<std::int64_t>() != 0 ? 1 : 0;
    for (auto name : {"algo_params", "smart_combo_routing_params"}) {
        auto& pairs = order.member(name).as<Pairs>();
        std::sort(pairs.begin(), pairs.end());
    }
}

/// Margins are texts in the official struct: passed through in text, six decimals in protobuf.
void shape_order_state(Value& state, const AnswerContext& context)
{
    if (!context.is_protobuf()) return;
    for (auto of : {"init_margin", "maint_margin", "equity_with_loan"})
        for (auto when : {"before", "change", "after"}) {
            auto& margin = state.member(std::string{of} + "_" + when);
            margin = margin.is<double>() ? Value{six_decimals(margin.as<double>())} : Value{""};
        }
}

/// Algo parameters are copied when a strategy is present, were it empty; the list of leg prices is
/// made when there is an order, were it empty.
std::vector<std::string> droppable(const Value& args)
{
    std::vector<std::string> paths;
    auto& order = args["order"];
    if (is_empty_text(order["algo_strategy"])) paths.push_back("order.algo_params");
    auto& prices = order["order_combo_legs"].as<List>();
    if (std::all_of(prices.begin(), prices.end(), [](auto& p) { return p["price"].is_unset(); }))
        paths.push_back("order.order_combo_legs");
    return paths;
}

Value order_args(Value& message, const AnswerContext& context)
{
    Value args;
    args.member("contract") = message.take("contract");
    args.member("order") = message.take("order");
    args.member("order_state") = message.take("order_state");
    args.member("order").member("order_combo_legs") = leg_prices(args["contract"], context);
    shape_contract(args.member("contract"), context);
    shape_order(args.member("order"), context);
    shape_order_state(args.member("order_state"), context);
    return args;
}

}  // namespace

Callbacks open_order_callbacks(Value message, const AnswerContext& context)
{
    bool is_none =
        context.is_protobuf() &&
        first_difference(find_answer(context.id)()->tree()["order"], message["order"]).empty();
    auto args = order_args(message, context);
    args.member("order_id") = message["order_id"];
    // an order without an id has the message's, when there is an order at all
    auto& own = args.member("order").member("order_id");
    Callback open_order{"openOrder", {}, droppable(args)};
    if (own.is_unset()) {
        if (is_none) open_order.droppable.push_back("order.order_id");
        own = message["order_id"];
    }
    open_order.args = std::move(args);
    return {std::move(open_order)};
}

Callbacks completed_order_callbacks(Value message, const AnswerContext& context)
{
    auto args = order_args(message, context);
    auto& id = args.member("order").member("order_id");
    if (id.is_unset()) id = 0;
    auto dropped = droppable(args);
    return {{"completedOrder", std::move(args), std::move(dropped)}};
}

Callbacks execution_callbacks(Value message, const AnswerContext& context)
{
    static const std::map<std::int64_t, const char*> exercise_types{{1, "exercise"},
                                                                    {2, "lapse"},
                                                                    {3, "do_nothing"},
                                                                    {100, "assigned"},
                                                                    {101, "autoexercise_clearing"},
                                                                    {102, "expired"},
                                                                    {103, "netting"},
                                                                    {200, "autoexercise_trading"}};
    shape_contract(message.member("contract"), context);
    auto& execution = message.member("execution");
    execution.rename("is_liquidation", "liquidation");
    execution.rename("is_price_revision_pending", "pending_price_revision");
    auto exercise = execution["opt_exercise_or_lapse_type"];
    auto known =
        exercise_types.find(exercise.is<std::int64_t>() ? exercise.as<std::int64_t>() : -1);
    execution.member("opt_exercise_or_lapse_type") =
        known == exercise_types.end() ? "" : known->second;
    return {{"execDetails", std::move(message)}};
}

}  // namespace trademind::conformance
