// Open and completed orders: the requests for them and the server's answers.
#pragma once

#include <trademind/brokers/ibkr/messages/order_state.hpp>
#include <trademind/brokers/ibkr/messages/order_text.hpp>

namespace trademind::ibkr {

/// Text from the start of an order up to the prices of special order types, as open and completed
/// orders share it. Open orders have some fields more.
template <bool open, class M, class V> void describe_answered_basics(M& m, V& v)
{
    auto& o = m.order;
    v.text("order.action", o.action);
    v.text("order.totalQuantity", o.total_quantity);
    v.text("order.orderType", o.order_type);
    v.text("order.lmtPrice", o.limit_price);
    v.text("order.auxPrice", o.aux_price);
    v.text("order.tif", o.time_in_force);
    v.text("order.ocaGroup", o.oca_group);
    v.text("order.account", o.account);
    v.text("order.openClose", o.open_close);
    v.text("order.origin", o.origin);
    v.text("order.orderRef", o.order_ref);
    if constexpr (open) v.text("order.clientId", o.client_id);
    v.text("order.permId", o.perm_id);
    v.text("order.outsideRth", o.outside_rth);
    v.text("order.hidden", o.hidden);
    v.text_marked("order.discretionaryAmt", o.discretionary_amount);
    v.text("order.goodAfterTime", o.good_after_time);
    if constexpr (open) v.retired("");  // shares allocation
    v.text("order.faGroup", o.fa_group);
    v.text("order.faMethod", o.fa_method);
    v.text("order.faPercentage", o.fa_percentage);
    if (v.before(Version::fa_profile_gone)) v.retired("");
    v.text("order.modelCode", o.model_code);
    v.text("order.goodTillDate", o.good_till_date);
    v.text("order.rule80A", o.rule_80a);
    v.text("order.percentOffset", o.percent_offset);
    v.text("order.settlingFirm", o.settling_firm);
    v.text("order.shortSaleSlot", o.short_sale_slot);
    v.text("order.designatedLocation", o.designated_location);
    v.text("order.exemptCode", o.exempt_code);
    if constexpr (open) v.text("order.auctionStrategy", o.auction_strategy);
    text_auction_prices(o, v);
    v.text("order.displaySize", o.display_size);
    if constexpr (open) v.text("order.blockOrder", o.block_order);
    v.text("order.sweepToFill", o.sweep_to_fill);
    v.text("order.allOrNone", o.all_or_none);
    v.text("order.minQty", o.min_quantity);
    v.text("order.ocaType", o.oca_type);
    if constexpr (open) {
        v.retired("0");  // electronic trade only
        v.retired("0");  // firm quote only
        v.retired("");   // NBBO price cap
        v.text("order.parentId", o.parent_id);
    }
    v.text("order.triggerMethod", o.trigger_method);
}

/// Volatility, trailing, combination, scale, hedge and algorithm fields.
template <bool open, class M, class V> void describe_answered_types(M& m, V& v)
{
    auto& c = m.contract;
    auto& o = m.order;
    v.text("order.volatility", o.volatility);
    v.text_marked("order.volatilityType", o.volatility_type);
    v.text("order.deltaNeutralOrderType", o.delta_neutral_order_type);
    v.text("order.deltaNeutralAuxPrice", o.delta_neutral_aux_price);
    if constexpr (open) {
        text_delta_neutral_order(o, v);
    } else if (!o.delta_neutral_order_type.empty()) {
        v.text("order.deltaNeutralConId", o.delta_neutral_con_id);
        v.text("order.deltaNeutralShortSale", o.delta_neutral_short_sale);
        v.text("order.deltaNeutralShortSaleSlot", o.delta_neutral_short_sale_slot);
        v.text("order.deltaNeutralDesignatedLocation", o.delta_neutral_designated_location);
    }
    v.text("order.continuousUpdate", o.continuous_update);
    v.text_marked("order.referencePriceType", o.reference_price_type);
    v.text("order.trailStopPrice", o.trail_stop_price);
    v.text("order.trailingPercent", o.trailing_percent);
    if constexpr (open) {
        v.text("order.basisPoints", o.basis_points);
        v.text("order.basisPointsType", o.basis_points_type);
    }
    v.text("contract.comboLegsDescrip", c.combo_legs_description);
    order_legs(c, v);
    v.pairs("order.smartComboRoutingParams", o.smart_combo_routing_params);
    text_scale(o, v);
    text_hedge(o, v);
    if constexpr (open) v.text("order.optOutSmartRouting", o.opt_out_smart_routing);
    v.text("order.clearingAccount", o.clearing_account);
    v.text("order.clearingIntent", o.clearing_intent);
    v.text("order.notHeld", o.not_held);
    v.optional("contract.deltaNeutralContract", 0, c.delta_neutral, whole);
    text_algo(o, v);
    v.text("order.solicited", o.solicited);
}

template <class O, class V> void describe_answered_pegs(O& o, V& v)
{
    v.text_marked("order.minTradeQty", o.min_trade_quantity);
    v.text_marked("order.minCompeteSize", o.min_compete_size);
    v.text_marked("order.competeAgainstBestOffset", o.compete_against_best_offset);
    v.text_marked("order.midOffsetAtWhole", o.mid_offset_at_whole);
    v.text_marked("order.midOffsetAtHalf", o.mid_offset_at_half);
    if (v.since(Version::customer_account)) v.text("order.customerAccount", o.customer_account);
    if (v.since(Version::professional_customer))
        v.text("order.professionalCustomer", o.professional_customer);
}

/// An order as the server holds it: after placing, modifying, on request and unasked.
struct OpenOrder {
    static constexpr AnswerInfo info{Answer::open_order, "OpenOrder",
                                     Version::protobuf_place_order};
    int order_id{};  ///< the client's id; `order.order_id` may be missing
    Contract contract;
    Order order;
    OrderState order_state;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            v.text("orderId", m.order_id);
            answered_contract(m.contract, v);
            describe_answered_basics<true>(m, v);
            describe_answered_types<true>(m, v);
            describe_rest(m, v);
        } else {
            v("orderId", 1, m.order_id);
            v.nested("contract", 2, m.contract, whole);
            v.nested("order", 3, m.order, whole);
            v.nested("orderState", 4, m.order_state, whole);
        }
    }

private:
    template <class M, class V> static void describe_rest(M& m, V& v)
    {
        auto& o = m.order;
        v.text("order.whatIf", o.what_if);
        v.nested("orderState", 0, m.order_state, whole);
        v.text("order.randomizeSize", o.randomize_size);
        v.text("order.randomizePrice", o.randomize_price);
        text_pegged_to_benchmark(o, v);
        text_conditions(o, v);
        v.text("order.adjustedOrderType", o.adjusted_order_type);
        v.text_marked("order.triggerPrice", o.trigger_price);
        v.text_marked("order.trailStopPrice", o.trail_stop_price);  // again: the second one counts
        v.text_marked("order.lmtPriceOffset", o.limit_price_offset);
        v.text_marked("order.adjustedStopPrice", o.adjusted_stop_price);
        v.text_marked("order.adjustedStopLimitPrice", o.adjusted_stop_limit_price);
        v.text_marked("order.adjustedTrailingAmount", o.adjusted_trailing_amount);
        v.text_marked("order.adjustableTrailingUnit", o.adjustable_trailing_unit);
        v.nested("order.softDollarTier", 0, o.soft_dollar_tier, whole);
        v.text("order.cashQty", o.cash_quantity);
        v.text("order.dontUseAutoPriceForHedge", o.dont_use_auto_price_for_hedge);
        v.text("order.isOmsContainer", o.is_oms_container);
        v.text("order.discretionaryUpToLimitPrice", o.discretionary_up_to_limit_price);
        v.text_marked("order.usePriceMgmtAlgo", o.use_price_management_algo);
        v.text_marked("order.duration", o.duration);
        v.text_marked("order.postToAts", o.post_to_ats);
        v.text("order.autoCancelParent", o.auto_cancel_parent);
        describe_answered_pegs(o, v);
        if (v.since(Version::bond_accrued_interest))
            v.text("order.bondAccruedInterest", o.bond_accrued_interest);
        if (v.since(Version::include_overnight))
            v.text("order.includeOvernight", o.include_overnight);
        if (v.since(Version::cme_tagging_in_open_order)) {
            v.text("order.extOperator", o.ext_operator);
            v.text_marked("order.manualOrderIndicator", o.manual_order_indicator);
        }
        if (v.since(Version::submitter)) v.text("order.submitter", o.submitter);
        if (v.since(Version::imbalance_only)) v.text("order.imbalanceOnly", o.imbalance_only);
    }
};

/// An order that was filled or cancelled today. It has no client id and no order id.
struct CompletedOrder {
    static constexpr AnswerInfo info{Answer::completed_order, "CompletedOrder",
                                     Version::protobuf_completed_order};
    Contract contract;
    Order order;
    OrderState order_state;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            answered_contract(m.contract, v);
            describe_answered_basics<false>(m, v);
            describe_answered_types<false>(m, v);
            describe_rest(m, v);
        } else {
            v.nested("contract", 1, m.contract, whole);
            v.nested("order", 2, m.order, whole);
            v.nested("orderState", 3, m.order_state, whole);
        }
    }

private:
    template <class M, class V> static void describe_rest(M& m, V& v)
    {
        auto& o = m.order;
        v.text("orderState.status", m.order_state.status);
        v.text("order.randomizeSize", o.randomize_size);
        v.text("order.randomizePrice", o.randomize_price);
        text_pegged_to_benchmark(o, v);
        text_conditions(o, v);
        v.text_marked("order.trailStopPrice", o.trail_stop_price);  // again: the second one counts
        v.text_marked("order.lmtPriceOffset", o.limit_price_offset);
        v.text("order.cashQty", o.cash_quantity);
        v.text("order.dontUseAutoPriceForHedge", o.dont_use_auto_price_for_hedge);
        v.text("order.isOmsContainer", o.is_oms_container);
        v.text("order.autoCancelDate", o.auto_cancel_date);
        v.text("order.filledQuantity", o.filled_quantity);
        v.text_marked("order.refFuturesConId", o.ref_futures_con_id);
        v.text("order.autoCancelParent", o.auto_cancel_parent);
        v.text("order.shareholder", o.shareholder);
        v.text("order.imbalanceOnly", o.imbalance_only);
        v.flag("order.routeMarketableToBbo", o.route_marketable_to_bbo);
        v.text_marked("order.parentPermId", o.parent_perm_id);
        v.text("orderState.completedTime", m.order_state.completed_time);
        v.text("orderState.completedStatus", m.order_state.completed_status);
        describe_answered_pegs(o, v);
        if (v.since(Version::submitter)) v.text("order.submitter", o.submitter);
    }
};

struct OrderStatus {
    static constexpr AnswerInfo info{Answer::order_status, "OrderStatus",
                                     Version::protobuf_place_order};
    int order_id = no_id;
    std::string_view status;
    std::optional<Decimal> filled, remaining;
    std::optional<double> average_fill_price;
    std::optional<std::int64_t> perm_id;
    std::optional<int> parent_id;
    std::optional<double> last_fill_price;
    std::optional<int> client_id;
    std::string_view why_held;
    std::optional<double> market_cap_price;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("orderId", 1, m.order_id);
        v("status", 2, m.status);
        v("filled", 3, m.filled);
        v("remaining", 4, m.remaining);
        v.marked("avgFillPrice", 5, m.average_fill_price);
        v.marked("permId", 6, m.perm_id);
        v.marked("parentId", 7, m.parent_id);
        v.marked("lastFillPrice", 8, m.last_fill_price);
        v.marked("clientId", 9, m.client_id);
        v("whyHeld", 10, m.why_held);
        v.marked("mktCapPrice", 11, m.market_cap_price);
    }
};

struct OpenOrdersEnd : NoFields {
    static constexpr AnswerInfo info{Answer::open_orders_end, "OpenOrdersEnd",
                                     Version::protobuf_place_order, 1};
};

struct CompletedOrdersEnd : NoFields {
    static constexpr AnswerInfo info{Answer::completed_orders_end, "CompletedOrdersEnd",
                                     Version::protobuf_completed_order};
};

/// An order entered by hand was bound to this client (client id 0).
struct OrderBound {
    static constexpr AnswerInfo info{Answer::order_bound, "OrderBound",
                                     Version::protobuf_completed_order};
    std::optional<std::int64_t> perm_id;
    std::optional<int> client_id;
    int order_id = no_id;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.marked("permId", 1, m.perm_id);
        v.marked("clientId", 2, m.client_id);
        v("orderId", 3, m.order_id);
    }
};

/// The open orders of this client; client id 0 also binds orders entered by hand.
struct OpenOrdersRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::open_orders, "OpenOrdersRequest",
                                      Version::protobuf_completed_order, 1};
    using answer = Snapshot<OpenOrdersEnd, OpenOrder, OrderStatus>;
};

/// The open orders of all clients and of TWS itself.
struct AllOpenOrdersRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::all_open_orders, "AllOpenOrdersRequest",
                                      Version::protobuf_completed_order, 1};
    using answer = Snapshot<OpenOrdersEnd, OpenOrder, OrderStatus>;
};

/// Binds orders entered by hand to this client as they come; client id 0 only.
struct AutoOpenOrdersRequest : ByType {
    static constexpr RequestInfo info{Request::auto_open_orders, "AutoOpenOrdersRequest",
                                      Version::protobuf_completed_order, 1};
    using answer = Stream<OpenOrder, OrderStatus, OrderBound>;
    bool auto_bind{};

    template <class M, class V> static void describe(M& m, V& v) { v("autoBind", 1, m.auto_bind); }
};

struct CompletedOrdersRequest : ByType {
    static constexpr RequestInfo info{Request::completed_orders, "CompletedOrdersRequest",
                                      Version::protobuf_completed_order};
    using answer = Snapshot<CompletedOrdersEnd, CompletedOrder>;
    bool api_only{};

    template <class M, class V> static void describe(M& m, V& v) { v("apiOnly", 1, m.api_only); }
};

}  // namespace trademind::ibkr
