// The defaults that are not zero, false or empty, by the place where the struct is found.
#include "conformance/official_defaults.hpp"

#include <functional>
#include <set>

namespace trademind::conformance {

namespace {

using Names = std::set<std::string_view, std::less<>>;

const Names unset_in_order{"total_quantity",
                           "lmt_price",
                           "aux_price",
                           "min_qty",
                           "percent_offset",
                           "trail_stop_price",
                           "trailing_percent",
                           "starting_price",
                           "stock_ref_price",
                           "delta",
                           "stock_range_lower",
                           "stock_range_upper",
                           "volatility",
                           "volatility_type",
                           "delta_neutral_aux_price",
                           "reference_price_type",
                           "basis_points",
                           "basis_points_type",
                           "scale_init_level_size",
                           "scale_subs_level_size",
                           "scale_price_increment",
                           "scale_price_adjust_value",
                           "scale_price_adjust_interval",
                           "scale_profit_offset",
                           "scale_init_position",
                           "scale_init_fill_qty",
                           "reference_contract_id",
                           "pegged_change_amount",
                           "reference_change_amount",
                           "trigger_price",
                           "adjusted_stop_price",
                           "adjusted_stop_limit_price",
                           "adjusted_trailing_amount",
                           "adjustable_trailing_unit",
                           "lmt_price_offset",
                           "cash_qty",
                           "filled_quantity",
                           "ref_futures_con_id",
                           "route_marketable_to_bbo",
                           "parent_perm_id",
                           "use_price_mgmt_algo",
                           "duration",
                           "post_to_ats",
                           "min_trade_qty",
                           "min_compete_size",
                           "compete_against_best_offset",
                           "mid_offset_at_whole",
                           "mid_offset_at_half",
                           "manual_order_indicator",
                           "seek_price_improvement",
                           "what_if_type",
                           "sl_order_id",
                           "pt_order_id",
                           "hedge_max_size"};

const Names unset_in_order_state{"commission_and_fees",
                                 "min_commission_and_fees",
                                 "max_commission_and_fees",
                                 "init_margin_before_outside_rth",
                                 "maint_margin_before_outside_rth",
                                 "equity_with_loan_before_outside_rth",
                                 "init_margin_change_outside_rth",
                                 "maint_margin_change_outside_rth",
                                 "equity_with_loan_change_outside_rth",
                                 "init_margin_after_outside_rth",
                                 "maint_margin_after_outside_rth",
                                 "equity_with_loan_after_outside_rth",
                                 "suggested_size"};

const Names unset_in_allocation{"position", "position_desired", "position_after",
                                "desired_alloc_qty", "allowed_alloc_qty"};

const Names unset_in_details{"agg_group", "min_size", "size_increment", "suggested_size_increment",
                             "min_algo_size"};

/// Structs whose members have no default: all are listed, unless unset.
const Names without_defaults{"bar",
                             "ticks",
                             "data",
                             "price_increments",
                             "attrib",
                             "tick_attrib_bid_ask",
                             "tick_attrib_last",
                             "the_map",
                             "conditions"};

const Names texts_of_conditions{"exchange", "symbol", "sec_type", "time"};

Default unset_if(bool is_unset)
{
    return is_unset ? Default::unset : Default::zero;
}

}  // namespace

Default official_default(std::string_view holder, std::string_view member)
{
    if (holder.empty()) return Default::unset;
    if (holder == "ticks" && (member == "exchange" || member == "special_conditions"))
        return Default::zero;
    if (holder == "conditions" && texts_of_conditions.contains(member)) return Default::zero;
    if (holder == "bar" && member == "time") return Default::zero;
    if (without_defaults.contains(holder)) return Default::unset;
    if (holder == "execution") return unset_if(member == "liquidation");
    if (member == "exempt_code") return Default::minus_one;
    if (holder == "order") {
        if (member == "transmit") return Default::yes;
        return unset_if(unset_in_order.contains(member));
    }
    if (holder == "contract") return unset_if(member == "strike");
    if (holder == "order_combo_legs") return unset_if(member == "price");
    if (holder == "order_state") return unset_if(unset_in_order_state.contains(member));
    if (holder == "order_allocations") return unset_if(unset_in_allocation.contains(member));
    if (holder == "contract_details") return unset_if(unset_in_details.contains(member));
    if (holder == "depth_mkt_data_descriptions") return unset_if(member == "agg_group");
    return Default::zero;
}

}  // namespace trademind::conformance
