// A contract as the wire carries it, and the requests and answers that look contracts up.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

namespace trademind::ibkr {

/// One leg of a combination. `price` is the leg's own limit price in a combination order.
struct ComboLeg {
    int con_id{};
    int ratio{};
    std::string_view action, exchange;
    int open_close{};
    int short_sale_slot{};
    std::string_view designated_location;
    int exempt_code = -1;
    std::optional<double> price;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("conId", 1, m.con_id);
        v("ratio", 2, m.ratio);
        v("action", 3, m.action);
        v("exchange", 4, m.exchange);
        v("openClose", 5, m.open_close);
        v("shortSalesSlot", 6, m.short_sale_slot);
        v("designatedLocation", 7, m.designated_location);
        v("exemptCode", 8, m.exempt_code);
        if constexpr (!V::is_text) v("perLegPrice", 9, m.price);
    }
};

/// The stock that hedges a delta-neutral combination.
struct DeltaNeutralContract {
    int con_id{};
    std::optional<double> delta = 0.0, price = 0.0;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("conId", 1, m.con_id);
        v.marked("delta", 2, m.delta);
        v.marked("price", 3, m.price);
    }
};

/// By tag, as protobuf and JSON carry it; the text encoding uses one of the forms below.
struct Contract {
    int con_id{};
    std::string_view symbol, sec_type;
    std::string_view last_trade_date_or_contract_month;
    std::optional<double> strike;
    std::string_view right;
    Multiplier multiplier;
    std::string_view exchange, primary_exchange, currency, local_symbol, trading_class;
    std::string_view sec_id_type, sec_id, description, issuer_id;
    std::optional<DeltaNeutralContract> delta_neutral;
    bool include_expired{};
    std::string_view combo_legs_description;
    std::vector<ComboLeg> combo_legs;
    std::string_view last_trade_date;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("conId", 1, m.con_id);
        v("symbol", 2, m.symbol);
        v("secType", 3, m.sec_type);
        v("lastTradeDateOrContractMonth", 4, m.last_trade_date_or_contract_month);
        v("strike", 5, m.strike);
        v("right", 6, m.right);
        v("multiplier", 7, m.multiplier);
        v("exchange", 8, m.exchange);
        v("primaryExch", 9, m.primary_exchange);
        v("currency", 10, m.currency);
        v("localSymbol", 11, m.local_symbol);
        v("tradingClass", 12, m.trading_class);
        v("secIdType", 13, m.sec_id_type);
        v("secId", 14, m.sec_id);
        v("description", 15, m.description);
        v("issuerId", 16, m.issuer_id);
        v.optional("deltaNeutralContract", 17, m.delta_neutral, whole);
        v("includeExpired", 18, m.include_expired);
        v("comboLegsDescrip", 19, m.combo_legs_description);
        v.list("comboLegs", 20, m.combo_legs, whole);
        v.answered("lastTradeDate", 21, m.last_trade_date);
    }
};

/// Text form of a contract in requests, an unset strike empty: eleven fields, twelve with the
/// primary exchange.
template <bool Primary>
inline constexpr auto named_contract = [](auto& c, auto& v) {
    v.text("contract.conId", c.con_id);
    v.text("contract.symbol", c.symbol);
    v.text("contract.secType", c.sec_type);
    v.text("contract.lastTradeDateOrContractMonth", c.last_trade_date_or_contract_month);
    v.text("contract.strike", c.strike);
    v.text("contract.right", c.right);
    v.text("contract.multiplier", c.multiplier);
    v.text("contract.exchange", c.exchange);
    if constexpr (Primary) v.text("contract.primaryExch", c.primary_exchange);
    v.text("contract.currency", c.currency);
    v.text("contract.localSymbol", c.local_symbol);
    v.text("contract.tradingClass", c.trading_class);
};
inline constexpr auto requested_contract = named_contract<true>;

/// The same followed by the flag for expired contracts.
inline constexpr auto requested_contract_expired = [](auto& c, auto& v) {
    requested_contract(c, v);
    v.text("contract.includeExpired", c.include_expired);
};

/// Text form of the legs in market data and history requests: four fields a leg, only for a BAG.
inline constexpr auto requested_legs = [](auto& c, auto& v) {
    if (c.sec_type != "BAG") return;
    v.list("comboLegs", 0, c.combo_legs, [](auto& leg, auto& w) {
        w.text("conId", leg.con_id);
        w.text("ratio", leg.ratio);
        w.text("action", leg.action);
        w.text("exchange", leg.exchange);
    });
};

/// Text form of a contract in answers but for its trading class: ten fields, without the primary
/// exchange; an empty strike is zero.
inline constexpr auto answered_contract_without_class = [](auto& c, auto& v) {
    v.text("contract.conId", c.con_id);
    v.text("contract.symbol", c.symbol);
    v.text("contract.secType", c.sec_type);
    v.text("contract.lastTradeDateOrContractMonth", c.last_trade_date_or_contract_month);
    v.text_marked("contract.strike", c.strike);
    v.text("contract.right", c.right);
    v.text("contract.multiplier", c.multiplier);
    v.text("contract.exchange", c.exchange);
    v.text("contract.currency", c.currency);
    v.text("contract.localSymbol", c.local_symbol);
};
inline constexpr auto answered_contract = [](auto& c, auto& v) {
    answered_contract_without_class(c, v);
    v.text("contract.tradingClass", c.trading_class);
};

/// Text form of the legs of an order: eight fields a leg, then the legs' own prices.
inline constexpr auto order_legs = [](auto& c, auto& v) {
    v.list("comboLegs", 0, c.combo_legs, whole);
    v.leg_prices("perLegPrice", c.combo_legs);
};

}  // namespace trademind::ibkr
