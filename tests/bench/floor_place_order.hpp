// A limit order by hand: every field of the message, in its place.
#pragma once

#include "bench/floor.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>

#include <stdexcept>

namespace trademind::ibkr::wire::floor {

/// Encoding only: who places orders does not read them.
template <> struct ByHand<PlaceOrderRequest> {
    static void write(TextOut& out, const PlaceOrderRequest& m)
    {
        const auto& c = m.contract;
        const auto& o = m.order;
        if (c.sec_type == "BAG" || c.delta_neutral || !o.delta_neutral_order_type.empty() ||
            o.has_scale() || !o.hedge_type.empty() || !o.algo_strategy.empty() ||
            !o.conditions.empty() || !o.misc_options.empty() || o.order_type != "LMT" ||
            c.multiplier.number)
            throw std::invalid_argument{"not a limit order"};
        Line line{out};
        line.integer(m.order_id);
        line.integer(c.con_id);
        line.texts({c.symbol, c.sec_type, c.last_trade_date_or_contract_month});
        line.real(c.strike);
        line.texts({c.right, c.multiplier.text, c.exchange, c.primary_exchange, c.currency,
                    c.local_symbol, c.trading_class, c.sec_id_type, c.sec_id, o.action});
        out.quantity(o.total_quantity);
        line.text(o.order_type);
        line.real(o.limit_price);
        line.real(o.aux_price);
        line.texts({o.time_in_force, o.oca_group, o.account, o.open_close});
        line.integer(o.origin);
        line.text(o.order_ref);
        line.flag(o.transmit);
        line.integer(o.parent_id);
        line.flag(o.block_order);
        line.flag(o.sweep_to_fill);
        line.integer(o.display_size.value_or(2147483647));
        line.integer(o.trigger_method);
        line.flag(o.outside_rth);
        line.flag(o.hidden);
        line.text({});
        out.real(o.discretionary_amount);
        line.texts({o.good_after_time, o.good_till_date, o.fa_group, o.fa_method, o.fa_percentage,
                    o.model_code});
        line.integer(o.short_sale_slot);
        line.text(o.designated_location);
        line.integer(o.exempt_code);
        line.integer(o.oca_type);
        line.texts({o.rule_80a, o.settling_firm});
        line.flag(o.all_or_none);
        line.integer(o.min_quantity);
        line.real(o.percent_offset);
        line.texts({"0", "0", ""});
        line.integer(o.auction_strategy);
        line.real(o.starting_price);
        line.real(o.stock_ref_price);
        line.real(o.delta);
        line.real(o.stock_range_lower);
        line.real(o.stock_range_upper);
        line.flag(o.override_percentage_constraints);
        line.real(o.volatility);
        line.integer(o.volatility_type);
        line.text(o.delta_neutral_order_type);
        line.real(o.delta_neutral_aux_price);
        line.flag(o.continuous_update);
        line.integer(o.reference_price_type);
        line.real(o.trail_stop_price);
        line.real(o.trailing_percent);
        line.integer(o.scale_init_level_size);
        line.integer(o.scale_subs_level_size);
        line.real(o.scale_price_increment);
        line.texts({o.scale_table, o.active_start_time, o.active_stop_time, o.hedge_type});
        line.flag(o.opt_out_smart_routing);
        line.texts({o.clearing_account, o.clearing_intent});
        line.flag(o.not_held);
        line.texts({"0", o.algo_strategy, o.algo_id});
        line.flag(o.what_if);
        line.text({});
        line.flag(o.solicited);
        line.flag(o.randomize_size);
        line.flag(o.randomize_price);
        line.text("0");
        line.text(o.adjusted_order_type);
        for (const auto& price : {o.trigger_price, o.limit_price_offset, o.adjusted_stop_price,
                                  o.adjusted_stop_limit_price, o.adjusted_trailing_amount})
            out.real(price);
        line.integer(o.adjustable_trailing_unit.value_or(2147483647));
        line.texts({o.ext_operator, o.soft_dollar_tier.name, o.soft_dollar_tier.value});
        line.real(o.cash_quantity);
        line.texts({o.mifid2_decision_maker, o.mifid2_decision_algo, o.mifid2_execution_trader,
                    o.mifid2_execution_algo});
        line.flag(o.dont_use_auto_price_for_hedge);
        line.flag(o.is_oms_container);
        line.flag(o.discretionary_up_to_limit_price);
        line.integer(o.use_price_management_algo);
        line.integer(o.duration);
        line.integer(o.post_to_ats);
        line.flag(o.auto_cancel_parent);
        line.texts({o.advanced_error_override, o.manual_order_time, o.customer_account});
        line.flag(o.professional_customer);
        line.flag(o.include_overnight);
        line.integer(o.manual_order_indicator.value_or(2147483647));
        line.flag(o.imbalance_only);
    }

    static void write(ProtoOut& out, const PlaceOrderRequest& m)
    {
        const auto& c = m.contract;
        const auto& o = m.order;
        const auto& attached = m.attached_orders;
        if (!c.combo_legs.empty() || c.delta_neutral || !o.conditions.empty() ||
            !o.misc_options.empty() || !o.smart_combo_routing_params.empty() ||
            !o.algo_strategy.empty() || attached.stop_loss_order_id ||
            attached.profit_taker_order_id || c.multiplier.number || !c.multiplier.text.empty())
            throw std::invalid_argument{"not a limit order"};
        out.integer(1, m.order_id);
        {
            Fields part{{protozero::pbf_writer{out.w, 2}}};
            part.integer(1, c.con_id);
            part.texts({{2, c.symbol},
                        {3, c.sec_type},
                        {4, c.last_trade_date_or_contract_month},
                        {6, c.right},
                        {8, c.exchange},
                        {9, c.primary_exchange},
                        {10, c.currency},
                        {11, c.local_symbol},
                        {12, c.trading_class},
                        {13, c.sec_id_type},
                        {14, c.sec_id},
                        {15, c.description},
                        {16, c.issuer_id},
                        {19, c.combo_legs_description}});
            part.real(5, c.strike);
            part.flag(18, c.include_expired);
        }
        {
            Fields part{{protozero::pbf_writer{out.w, 3}}};
            write_order(part, o);
        }
        out.w.add_message(4, "", 0);
    }

private:
    /// Fields of a protobuf message that may be unset.
    struct Fields : ProtoOut {
        using Text = std::pair<unsigned, std::string_view>;
        using Real = std::pair<unsigned, std::optional<double>>;
        using Integer = std::pair<unsigned, std::optional<int>>;
        using Flag = std::pair<unsigned, bool>;

        void texts(std::initializer_list<Text> all)
        {
            for (const auto& [tag, s] : all) text(tag, s);
        }
        void reals(std::initializer_list<Real> all)
        {
            for (const auto& [tag, x] : all) real(tag, x);
        }
        void integers(std::initializer_list<Integer> all)
        {
            for (const auto& [tag, n] : all)
                if (n && !is_unset(*n)) integer(tag, *n);
        }
        void flags(std::initializer_list<Flag> all)
        {
            for (const auto& [tag, b] : all) flag(tag, b);
        }
        void flag(unsigned tag, bool b)
        {
            if (b) w.add_bool(tag, true);
        }
    };

    static void write_order(Fields& part, const Order& o)
    {
        part.wide(3, o.perm_id);
        part.integers({{1, o.client_id}, {4, o.parent_id}, {7, o.display_size}});
        part.quantity(6, o.total_quantity);
        part.texts({{5, o.action},
                    {8, o.order_type},
                    {11, o.time_in_force},
                    {12, o.account},
                    {13, o.settling_firm},
                    {14, o.clearing_account},
                    {15, o.clearing_intent},
                    {25, o.good_after_time},
                    {26, o.good_till_date},
                    {27, o.oca_group},
                    {28, o.order_ref},
                    {29, o.rule_80a},
                    {32, o.active_start_time},
                    {33, o.active_stop_time},
                    {34, o.fa_group},
                    {35, o.fa_method},
                    {36, o.fa_percentage},
                    {41, o.delta_neutral_order_type}});
        part.reals({{9, o.limit_price},
                    {10, o.aux_price},
                    {21, o.percent_offset},
                    {22, o.trailing_percent},
                    {23, o.trail_stop_price},
                    {37, o.volatility},
                    {42, o.delta_neutral_aux_price}});
        part.flags({{16, o.all_or_none},
                    {17, o.block_order},
                    {18, o.hidden},
                    {19, o.outside_rth},
                    {20, o.sweep_to_fill}});
        part.integers({{24, o.min_quantity},
                       {30, o.oca_type},
                       {31, o.trigger_method},
                       {38, o.volatility_type},
                       {40, o.reference_price_type}});
        part.w.add_bool(39, o.continuous_update);
        part.integers({{43, o.delta_neutral_con_id}, {46, o.delta_neutral_short_sale_slot}});
        part.texts({{44, o.delta_neutral_open_close}, {47, o.delta_neutral_designated_location}});
        part.flag(45, o.delta_neutral_short_sale);
        part.integers({{48, o.scale_init_level_size},
                       {49, o.scale_subs_level_size},
                       {52, o.scale_price_adjust_interval},
                       {55, o.scale_init_position},
                       {56, o.scale_init_fill_quantity}});
        part.reals({{50, o.scale_price_increment},
                    {51, o.scale_price_adjust_value},
                    {53, o.scale_profit_offset}});
        part.flags({{54, o.scale_auto_reset}, {57, o.scale_random_percent}});
        part.texts({{58, o.scale_table}, {59, o.hedge_type}, {60, o.hedge_param}, {63, o.algo_id}});
        part.flags({{65, o.what_if}, {66, o.transmit}, {67, o.override_percentage_constraints}});
        part.texts({{68, o.open_close},
                    {71, o.designated_location},
                    {73, o.delta_neutral_settling_firm},
                    {74, o.delta_neutral_clearing_account},
                    {75, o.delta_neutral_clearing_intent}});
        part.integers({{69, o.origin}, {70, o.short_sale_slot}, {72, o.exempt_code}});
        part.reals({{76, o.discretionary_amount},
                    {78, o.starting_price},
                    {79, o.stock_ref_price},
                    {80, o.delta},
                    {81, o.stock_range_lower},
                    {82, o.stock_range_upper}});
        part.flags({{77, o.opt_out_smart_routing},
                    {83, o.not_held},
                    {85, o.solicited},
                    {86, o.randomize_size},
                    {87, o.randomize_price}});
        write_rest(part, o);
    }
    static void write_rest(Fields& part, const Order& o)
    {
        part.integers({{88, o.reference_contract_id}, {98, o.adjustable_trailing_unit}});
        part.reals({{89, o.pegged_change_amount},
                    {91, o.reference_change_amount},
                    {94, o.trigger_price},
                    {95, o.adjusted_stop_price},
                    {96, o.adjusted_stop_limit_price},
                    {97, o.adjusted_trailing_amount},
                    {99, o.limit_price_offset},
                    {106, o.cash_quantity}});
        part.flags({{90, o.is_pegged_change_amount_decrease},
                    {101, o.conditions_cancel_order},
                    {102, o.conditions_ignore_rth}});
        part.texts({{92, o.reference_exchange_id},
                    {93, o.adjusted_order_type},
                    {103, o.model_code},
                    {104, o.ext_operator},
                    {107, o.mifid2_decision_maker},
                    {108, o.mifid2_decision_algo},
                    {109, o.mifid2_execution_trader},
                    {110, o.mifid2_execution_algo}});
        if (o.soft_dollar_tier.name.empty() && o.soft_dollar_tier.value.empty())
            part.w.add_message(105, "", 0);
        else
            throw std::invalid_argument{"not a plain order"};
        part.flags({{111, o.dont_use_auto_price_for_hedge},
                    {112, o.is_oms_container},
                    {113, o.discretionary_up_to_limit_price},
                    {117, o.auto_cancel_parent},
                    {119, o.imbalance_only},
                    {133, o.professional_customer},
                    {135, o.include_overnight},
                    {138, o.deactivate},
                    {139, o.post_only},
                    {140, o.allow_pre_open},
                    {141, o.ignore_open_auction}});
        part.integers({{120, o.route_marketable_to_bbo},
                       {122, o.use_price_management_algo},
                       {123, o.duration},
                       {124, o.post_to_ats},
                       {127, o.min_trade_quantity},
                       {128, o.min_compete_size},
                       {136, o.manual_order_indicator},
                       {142, o.seek_price_improvement},
                       {143, o.what_if_type},
                       {144, o.hedge_max_size}});
        part.texts({{125, o.advanced_error_override},
                    {126, o.manual_order_time},
                    {132, o.customer_account},
                    {134, o.bond_accrued_interest},
                    {137, o.submitter}});
        part.reals({{129, o.compete_against_best_offset},
                    {130, o.mid_offset_at_whole},
                    {131, o.mid_offset_at_half}});
    }

    /// Fields that may be empty, and text that a client may send.
    struct Line {
        TextOut& out;

        void text(std::string_view s)
        {
            for (char ch : s)
                if (ch < 32 || ch > 126) throw std::invalid_argument{"not ASCII"};
            out.text(s);
        }
        void texts(std::initializer_list<std::string_view> all)
        {
            for (auto s : all) text(s);
        }
        void flag(bool b) { out.out.append(b ? "1" : "0", 2); }
        template <class T> void integer(T n) { out.integer(static_cast<std::int64_t>(n)); }
        template <class T> void integer(const std::optional<T>& n)
        {
            n ? integer(*n) : out.text({});
        }
        void real(const std::optional<double>& x) { x ? out.real(x) : out.text({}); }
        void real(double x) { out.real(x); }
    };
};

}  // namespace trademind::ibkr::wire::floor
