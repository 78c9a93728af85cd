// Placing, modifying and cancelling orders.
#pragma once

#include <trademind/brokers/ibkr/messages/order_text.hpp>

namespace trademind::ibkr {

struct OpenOrder;
struct OrderStatus;
struct ExecutionDetails;
struct CommissionAndFeesReport;

/// Stop-loss and profit-taker that the server attaches to the order; needs server 218.
struct AttachedOrders {
    std::optional<int> stop_loss_order_id;
    std::string_view stop_loss_order_type;
    std::optional<int> profit_taker_order_id;
    std::string_view profit_taker_order_type;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.from(Version::attached_orders, "slOrderId", 1, m.stop_loss_order_id);
        v.from(Version::attached_orders, "slOrderType", 2, m.stop_loss_order_type);
        v.from(Version::attached_orders, "ptOrderId", 3, m.profit_taker_order_id);
        v.from(Version::attached_orders, "ptOrderType", 4, m.profit_taker_order_type);
    }
};

/// Places a new order, or modifies the one with the same id.
struct PlaceOrderRequest {
    static constexpr RequestInfo info{Request::place_order, "PlaceOrderRequest",
                                      Version::protobuf_place_order};
    using answer = Stream<OpenOrder, OrderStatus, ExecutionDetails, CommissionAndFeesReport>;
    static constexpr Key key = Key::order_id;

    int order_id = no_id;
    Contract contract;
    Order order;
    AttachedOrders attached_orders;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            v.text("orderId", m.order_id);
            requested_contract(m.contract, v);
            v.text("contract.secIdType", m.contract.sec_id_type);
            v.text("contract.secId", m.contract.sec_id);
            describe_basics(m.contract, m.order, v);
            describe_types(m.contract, m.order, v);
            describe_extensions(m.contract, m.order, v);
            describe_refusals(m, v);
        } else {
            v("orderId", 1, m.order_id);
            v.nested("contract", 2, m.contract, whole);
            v.nested("order", 3, m.order, whole);
            v.nested("attachedOrders", 4, m.attached_orders, whole);
        }
    }

private:
    template <class C, class O, class V> static void describe_basics(C& c, O& o, V& v)
    {
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
        v.text("order.transmit", o.transmit);
        v.text("order.parentId", o.parent_id);
        v.text("order.blockOrder", o.block_order);
        v.text("order.sweepToFill", o.sweep_to_fill);
        v.text_marked("order.displaySize", o.display_size);
        v.text("order.triggerMethod", o.trigger_method);
        v.text("order.outsideRth", o.outside_rth);
        v.text("order.hidden", o.hidden);
        if (c.sec_type == "BAG") {
            order_legs(c, v);
            v.pairs("order.smartComboRoutingParams", o.smart_combo_routing_params);
        }
        v.retired("");  // shares allocation
        v.text_marked("order.discretionaryAmt", o.discretionary_amount);
        v.text("order.goodAfterTime", o.good_after_time);
        v.text("order.goodTillDate", o.good_till_date);
        v.text("order.faGroup", o.fa_group);
        v.text("order.faMethod", o.fa_method);
        v.text("order.faPercentage", o.fa_percentage);
        if (v.before(Version::fa_profile_gone)) v.retired("");
        v.text("order.modelCode", o.model_code);
        v.text("order.shortSaleSlot", o.short_sale_slot);
        v.text("order.designatedLocation", o.designated_location);
        v.text("order.exemptCode", o.exempt_code);
        v.text("order.ocaType", o.oca_type);
        v.text("order.rule80A", o.rule_80a);
        v.text("order.settlingFirm", o.settling_firm);
        v.text("order.allOrNone", o.all_or_none);
        v.text("order.minQty", o.min_quantity);
        v.text("order.percentOffset", o.percent_offset);
    }

    template <class C, class O, class V> static void describe_types(C& c, O& o, V& v)
    {
        v.retired("0");  // electronic trade only
        v.retired("0");  // firm quote only
        v.retired("");   // NBBO price cap
        v.text("order.auctionStrategy", o.auction_strategy);
        text_auction_prices(o, v);
        v.text("order.overridePercentageConstraints", o.override_percentage_constraints);
        v.text("order.volatility", o.volatility);
        v.text("order.volatilityType", o.volatility_type);
        v.text("order.deltaNeutralOrderType", o.delta_neutral_order_type);
        v.text("order.deltaNeutralAuxPrice", o.delta_neutral_aux_price);
        text_delta_neutral_order(o, v);
        v.text("order.continuousUpdate", o.continuous_update);
        v.text("order.referencePriceType", o.reference_price_type);
        v.text("order.trailStopPrice", o.trail_stop_price);
        v.text("order.trailingPercent", o.trailing_percent);
        text_scale(o, v);
        v.text("order.scaleTable", o.scale_table);
        v.text("order.activeStartTime", o.active_start_time);
        v.text("order.activeStopTime", o.active_stop_time);
        text_hedge(o, v);
        v.text("order.optOutSmartRouting", o.opt_out_smart_routing);
        v.text("order.clearingAccount", o.clearing_account);
        v.text("order.clearingIntent", o.clearing_intent);
        v.text("order.notHeld", o.not_held);
        v.optional("contract.deltaNeutralContract", 0, c.delta_neutral, whole);
        text_algo(o, v);
        v.text("order.algoId", o.algo_id);
        v.text("order.whatIf", o.what_if);
        v.tags("order.orderMiscOptions", 0, o.misc_options);
        v.text("order.solicited", o.solicited);
        v.text("order.randomizeSize", o.randomize_size);
        v.text("order.randomizePrice", o.randomize_price);
        text_pegged_to_benchmark(o, v);
        text_conditions(o, v);
        v.text("order.adjustedOrderType", o.adjusted_order_type);
        v.text_marked("order.triggerPrice", o.trigger_price);
        v.text_marked("order.lmtPriceOffset", o.limit_price_offset);
        v.text_marked("order.adjustedStopPrice", o.adjusted_stop_price);
        v.text_marked("order.adjustedStopLimitPrice", o.adjusted_stop_limit_price);
        v.text_marked("order.adjustedTrailingAmount", o.adjusted_trailing_amount);
        v.text_marked("order.adjustableTrailingUnit", o.adjustable_trailing_unit);
    }

    template <class C, class O, class V> static void describe_extensions(C& c, O& o, V& v)
    {
        v.text("order.extOperator", o.ext_operator);
        v.text("order.softDollarTier.name", o.soft_dollar_tier.name);
        v.text("order.softDollarTier.value", o.soft_dollar_tier.value);
        v.text("order.cashQty", o.cash_quantity);
        v.text("order.mifid2DecisionMaker", o.mifid2_decision_maker);
        v.text("order.mifid2DecisionAlgo", o.mifid2_decision_algo);
        v.text("order.mifid2ExecutionTrader", o.mifid2_execution_trader);
        v.text("order.mifid2ExecutionAlgo", o.mifid2_execution_algo);
        v.text("order.dontUseAutoPriceForHedge", o.dont_use_auto_price_for_hedge);
        v.text("order.isOmsContainer", o.is_oms_container);
        v.text("order.discretionaryUpToLimitPrice", o.discretionary_up_to_limit_price);
        v.text("order.usePriceMgmtAlgo", o.use_price_management_algo);
        v.text("order.duration", o.duration);
        v.text("order.postToAts", o.post_to_ats);
        v.text("order.autoCancelParent", o.auto_cancel_parent);
        v.text("order.advancedErrorOverride", o.advanced_error_override);
        v.text("order.manualOrderTime", o.manual_order_time);
        if (c.exchange == "IBKRATS") v.text("order.minTradeQty", o.min_trade_quantity);
        bool offsets = o.is_type("PEG MID");
        if (o.is_type("PEG BEST")) {
            v.text("order.minCompeteSize", o.min_compete_size);
            v.text("order.competeAgainstBestOffset", o.compete_against_best_offset);
            offsets = o.compete_against_best_offset == std::numeric_limits<double>::infinity();
        }
        if (offsets) {
            v.text("order.midOffsetAtWhole", o.mid_offset_at_whole);
            v.text("order.midOffsetAtHalf", o.mid_offset_at_half);
        }
        v.text_from(Version::customer_account, "order.customerAccount", o.customer_account);
        v.text_from(Version::professional_customer, "order.professionalCustomer",
                    o.professional_customer);
        if (v.since(Version::rfq) && v.before(Version::rfq_gone)) {
            v.retired("");
            v.retired("2147483647");
        }
        v.text_from(Version::include_overnight, "order.includeOvernight", o.include_overnight);
        v.text_from_marked(Version::cme_tagging, "order.manualOrderIndicator",
                           o.manual_order_indicator);
        v.text_from(Version::imbalance_only, "order.imbalanceOnly", o.imbalance_only);
    }

    /// What only protobuf carries: dropping it silently would send another order than the
    /// caller's.
    template <class M, class V> static void describe_refusals(M& m, V& v)
    {
        auto& o = m.order;
        auto& attached = m.attached_orders;
        v.refused(Version::protobuf_place_order, "order.submitter", o.submitter);
        v.refused(Version::protobuf_place_order, "order.bondAccruedInterest",
                  o.bond_accrued_interest);
        v.refused(Version::additional_order_parameters_1, "order.deactivate", o.deactivate);
        v.refused(Version::additional_order_parameters_1, "order.postOnly", o.post_only);
        v.refused(Version::additional_order_parameters_1, "order.allowPreOpen", o.allow_pre_open);
        v.refused(Version::additional_order_parameters_1, "order.ignoreOpenAuction",
                  o.ignore_open_auction);
        v.refused(Version::additional_order_parameters_2, "order.routeMarketableToBbo",
                  o.route_marketable_to_bbo);
        v.refused(Version::additional_order_parameters_2, "order.seekPriceImprovement",
                  o.seek_price_improvement);
        v.refused(Version::additional_order_parameters_2, "order.whatIfType", o.what_if_type);
        v.refused(Version::attached_orders, "attachedOrders.slOrderId",
                  attached.stop_loss_order_id);
        v.refused(Version::attached_orders, "attachedOrders.slOrderType",
                  attached.stop_loss_order_type);
        v.refused(Version::attached_orders, "attachedOrders.ptOrderId",
                  attached.profit_taker_order_id);
        v.refused(Version::attached_orders, "attachedOrders.ptOrderType",
                  attached.profit_taker_order_type);
        v.refused(Version::hedge_max_size, "order.hedgeMaxSize", o.hedge_max_size);
    }
};

/// Who cancels, for orders under CME rules.
struct OrderCancel {
    std::string_view manual_order_cancel_time, ext_operator;
    std::optional<int> manual_order_indicator;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("manualOrderCancelTime", 1, m.manual_order_cancel_time);
        v("extOperator", 2, m.ext_operator);
        v("manualOrderIndicator", 3, m.manual_order_indicator);
    }
};

struct CancelOrderRequest {
    static constexpr RequestInfo info{Request::cancel_order, "CancelOrderRequest",
                                      Version::protobuf_place_order};
    using answer = NoAnswer;
    static constexpr Key key = Key::order_id;

    int order_id = no_id;
    OrderCancel order_cancel;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if (v.before(Version::cme_tagging)) v.text_version(1);
        v("orderId", 1, m.order_id);
        v.nested("orderCancel", 2, m.order_cancel, [](auto& c, auto& w) {
            w.text("manualOrderCancelTime", c.manual_order_cancel_time);
            if (w.since(Version::rfq) && w.before(Version::rfq_gone)) {
                w.retired("");
                w.retired("");
                w.retired("2147483647");
            }
            w.text_from(Version::cme_tagging, "extOperator", c.ext_operator);
            w.text_from_marked(Version::cme_tagging, "manualOrderIndicator",
                               c.manual_order_indicator);
        });
    }
};

/// Cancels every open order of the account, whoever placed it. The text form has no place for the
/// time of the cancel.
struct GlobalCancelRequest : Unanswered {
    static constexpr RequestInfo info{Request::global_cancel, "GlobalCancelRequest",
                                      Version::protobuf_place_order};

    OrderCancel order_cancel;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if (v.before(Version::cme_tagging)) v.text_version(1);
        v.nested("orderCancel", 1, m.order_cancel, [](auto& c, auto& w) {
            w.refused(Version::protobuf_place_order, "manualOrderCancelTime",
                      c.manual_order_cancel_time);
            w.text_from(Version::cme_tagging, "extOperator", c.ext_operator);
            w.text_from_marked(Version::cme_tagging, "manualOrderIndicator",
                               c.manual_order_indicator);
        });
    }
};

}  // namespace trademind::ibkr
