// Contract details: what a server knows about an instrument.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct IneligibilityReason {
    std::string_view id, description;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("id", 1, m.id);
        v("description", 2, m.description);
    }
};

struct ContractDetails {
    std::string_view market_name;
    std::optional<Decimal> min_tick = Decimal{};
    std::string_view order_types, valid_exchanges;
    int price_magnifier{}, under_con_id{};
    std::string_view long_name, contract_month, industry, category, subcategory;
    std::string_view time_zone_id, trading_hours, liquid_hours, ev_rule;
    std::optional<double> ev_multiplier = 0.0;
    Tags sec_id_list;
    std::optional<int> agg_group;
    std::string_view under_symbol, under_sec_type, market_rule_ids, real_expiration_date;
    std::string_view stock_type;
    std::optional<Decimal> min_size, size_increment, suggested_size_increment, min_algo_size;
    // mutual funds
    std::string_view fund_name, fund_family, fund_type, fund_front_load, fund_back_load;
    std::string_view fund_back_load_time_interval, fund_management_fee;
    bool fund_closed{}, fund_closed_for_new_investors{}, fund_closed_for_new_money{};
    std::string_view fund_notify_amount, fund_minimum_initial_purchase;
    std::string_view fund_minimum_subsequent_purchase;
    std::string_view fund_blue_sky_states, fund_blue_sky_territories;
    std::string_view fund_distribution_policy_indicator;  ///< N accumulation, Y income
    std::string_view fund_asset_type;                     ///< 000 others ... 007 alternative
    // bonds
    std::string_view cusip, issue_date, ratings, bond_type;
    std::optional<double> coupon = 0.0;
    std::string_view coupon_type;
    bool convertible{}, callable{}, puttable{};
    std::string_view desc_append, next_option_date, next_option_type;
    bool next_option_partial{};
    std::string_view bond_notes;
    // the rest
    std::vector<IneligibilityReason> ineligibility_reasons;
    std::string_view event_contract, event_contract_description_1, event_contract_description_2;
    std::string_view last_price_precision, last_size_precision, settlement_method;

    /// By tag; the text layouts of the two messages below differ from it and from each other.
    template <class M, class V> static void describe(M& m, V& v)
    {
        v("marketName", 1, m.market_name);
        v.tick_size("minTick", 2, m.min_tick);
        v("orderTypes", 3, m.order_types);
        v("validExchanges", 4, m.valid_exchanges);
        v("priceMagnifier", 5, m.price_magnifier);
        v("underConId", 6, m.under_con_id);
        v("longName", 7, m.long_name);
        v("contractMonth", 8, m.contract_month);
        v("industry", 9, m.industry);
        v("category", 10, m.category);
        v("subcategory", 11, m.subcategory);
        v("timeZoneId", 12, m.time_zone_id);
        v("tradingHours", 13, m.trading_hours);
        v("liquidHours", 14, m.liquid_hours);
        v("evRule", 15, m.ev_rule);
        v.marked("evMultiplier", 16, m.ev_multiplier);
        v.tags("secIdList", 17, m.sec_id_list);
        v("aggGroup", 18, m.agg_group);
        v("underSymbol", 19, m.under_symbol);
        v("underSecType", 20, m.under_sec_type);
        v("marketRuleIds", 21, m.market_rule_ids);
        v("realExpirationDate", 22, m.real_expiration_date);
        v("stockType", 23, m.stock_type);
        v("minSize", 24, m.min_size);
        v("sizeIncrement", 25, m.size_increment);
        v("suggestedSizeIncrement", 26, m.suggested_size_increment);
        v("fundName", 27, m.fund_name);
        v("fundFamily", 28, m.fund_family);
        v("fundType", 29, m.fund_type);
        v("fundFrontLoad", 30, m.fund_front_load);
        v("fundBackLoad", 31, m.fund_back_load);
        v("fundBackLoadTimeInterval", 32, m.fund_back_load_time_interval);
        v("fundManagementFee", 33, m.fund_management_fee);
        v("fundClosed", 34, m.fund_closed);
        v("fundClosedForNewInvestors", 35, m.fund_closed_for_new_investors);
        v("fundClosedForNewMoney", 36, m.fund_closed_for_new_money);
        v("fundNotifyAmount", 37, m.fund_notify_amount);
        v("fundMinimumInitialPurchase", 38, m.fund_minimum_initial_purchase);
        v("fundMinimumSubsequentPurchase", 39, m.fund_minimum_subsequent_purchase);
        v("fundBlueSkyStates", 40, m.fund_blue_sky_states);
        v("fundBlueSkyTerritories", 41, m.fund_blue_sky_territories);
        v("fundDistributionPolicyIndicator", 42, m.fund_distribution_policy_indicator);
        v("fundAssetType", 43, m.fund_asset_type);
        v("cusip", 44, m.cusip);
        v("issueDate", 45, m.issue_date);
        v("ratings", 46, m.ratings);
        v("bondType", 47, m.bond_type);
        v.marked("coupon", 48, m.coupon);
        v("couponType", 49, m.coupon_type);
        v("convertible", 50, m.convertible);
        v("callable", 51, m.callable);
        v("puttable", 52, m.puttable);
        v("descAppend", 53, m.desc_append);
        v("nextOptionDate", 54, m.next_option_date);
        v("nextOptionType", 55, m.next_option_type);
        v("nextOptionPartial", 56, m.next_option_partial);
        v("bondNotes", 57, m.bond_notes);
        v.list("ineligibilityReasonList", 58, m.ineligibility_reasons, whole);
        v("eventContract1", 59, m.event_contract);
        v("eventContractDescription1", 60, m.event_contract_description_1);
        v("eventContractDescription2", 61, m.event_contract_description_2);
        v("minAlgoSize", 62, m.min_algo_size);
        v("lastPricePrecision", 63, m.last_price_precision);
        v("lastSizePrecision", 64, m.last_size_precision);
        v("settlementMethod", 65, m.settlement_method);
    }
};

/// An instrument. In text and in protobuf `contract.last_trade_date_or_contract_month` may hold a
/// date, a time and a zone, separated by blanks or dashes.
struct ContractData : OfRequest {
    static constexpr AnswerInfo info{Answer::contract_data, "ContractData",
                                     Version::protobuf_contract_data};
    Contract contract;
    ContractDetails details;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            describe_text(m.contract, m.details, v);
        } else {
            v.required("contract", 2, m.contract, whole);
            v.required("contractDetails", 3, m.details, whole);
        }
    }

private:
    template <class C, class D, class V> static void describe_text(C& c, D& d, V& v)
    {
        v.text("contract.symbol", c.symbol);
        v.text("contract.secType", c.sec_type);
        v.text("contract.lastTradeDateOrContractMonth", c.last_trade_date_or_contract_month);
        if (v.since(Version::last_trade_date)) v.text("contract.lastTradeDate", c.last_trade_date);
        v.text_marked("contract.strike", c.strike);
        v.text("contract.right", c.right);
        v.text("contract.exchange", c.exchange);
        v.text("contract.currency", c.currency);
        v.text("contract.localSymbol", c.local_symbol);
        v.text("marketName", d.market_name);
        v.text("contract.tradingClass", c.trading_class);
        v.text("contract.conId", c.con_id);
        v.text_marked("minTick", d.min_tick);
        v.text("contract.multiplier", c.multiplier);
        v.text("orderTypes", d.order_types);
        v.text("validExchanges", d.valid_exchanges);
        v.text("priceMagnifier", d.price_magnifier);
        v.text("underConId", d.under_con_id);
        v.text("longName", d.long_name);
        v.text("contract.primaryExch", c.primary_exchange);
        v.text("contractMonth", d.contract_month);
        v.text("industry", d.industry);
        v.text("category", d.category);
        v.text("subcategory", d.subcategory);
        v.text("timeZoneId", d.time_zone_id);
        v.text("tradingHours", d.trading_hours);
        v.text("liquidHours", d.liquid_hours);
        v.text("evRule", d.ev_rule);
        v.text_marked("evMultiplier", d.ev_multiplier);
        v.pairs("secIdList", d.sec_id_list);
        v.text_marked("aggGroup", d.agg_group);
        v.text("underSymbol", d.under_symbol);
        v.text("underSecType", d.under_sec_type);
        v.text("marketRuleIds", d.market_rule_ids);
        v.text("realExpirationDate", d.real_expiration_date);
        v.text("stockType", d.stock_type);
        v.text("minSize", d.min_size);
        v.text("sizeIncrement", d.size_increment);
        v.text("suggestedSizeIncrement", d.suggested_size_increment);
        if (v.since(Version::fund_data) && c.sec_type == "FUND") describe_fund(d, v);
        if (v.since(Version::ineligibility_reasons))
            v.list("ineligibilityReasonList", 0, d.ineligibility_reasons, whole);
    }
    template <class D, class V> static void describe_fund(D& d, V& v)
    {
        v.text("fundName", d.fund_name);
        v.text("fundFamily", d.fund_family);
        v.text("fundType", d.fund_type);
        v.text("fundFrontLoad", d.fund_front_load);
        v.text("fundBackLoad", d.fund_back_load);
        v.text("fundBackLoadTimeInterval", d.fund_back_load_time_interval);
        v.text("fundManagementFee", d.fund_management_fee);
        v.text("fundClosed", d.fund_closed);
        v.text("fundClosedForNewInvestors", d.fund_closed_for_new_investors);
        v.text("fundClosedForNewMoney", d.fund_closed_for_new_money);
        v.text("fundNotifyAmount", d.fund_notify_amount);
        v.text("fundMinimumInitialPurchase", d.fund_minimum_initial_purchase);
        v.text("fundMinimumSubsequentPurchase", d.fund_minimum_subsequent_purchase);
        v.text("fundBlueSkyStates", d.fund_blue_sky_states);
        v.text("fundBlueSkyTerritories", d.fund_blue_sky_territories);
        v.text("fundDistributionPolicyIndicator", d.fund_distribution_policy_indicator);
        v.text("fundAssetType", d.fund_asset_type);
    }
};

/// A bond. `contract.last_trade_date_or_contract_month` holds the maturity.
struct BondContractData : OfRequest {
    static constexpr AnswerInfo info{Answer::bond_contract_data, "ContractData",
                                     Version::protobuf_contract_data};
    Contract contract;
    ContractDetails details;

    template <class M, class V> static void describe(M& m, V& v)
    {
        if constexpr (V::is_text) {
            describe_text(m.contract, m.details, v);
        } else {
            v.required("contract", 2, m.contract, whole);
            v.required("contractDetails", 3, m.details, whole);
        }
    }

private:
    template <class C, class D, class V> static void describe_text(C& c, D& d, V& v)
    {
        v.text("contract.symbol", c.symbol);
        v.text("contract.secType", c.sec_type);
        v.text("cusip", d.cusip);
        v.text_marked("coupon", d.coupon);
        v.text("contract.lastTradeDateOrContractMonth", c.last_trade_date_or_contract_month);
        v.text("issueDate", d.issue_date);
        v.text("ratings", d.ratings);
        v.text("bondType", d.bond_type);
        v.text("couponType", d.coupon_type);
        v.text("convertible", d.convertible);
        v.text("callable", d.callable);
        v.text("puttable", d.puttable);
        v.text("descAppend", d.desc_append);
        v.text("contract.exchange", c.exchange);
        v.text("contract.currency", c.currency);
        v.text("marketName", d.market_name);
        v.text("contract.tradingClass", c.trading_class);
        v.text("contract.conId", c.con_id);
        v.text_marked("minTick", d.min_tick);
        v.text("orderTypes", d.order_types);
        v.text("validExchanges", d.valid_exchanges);
        v.text("nextOptionDate", d.next_option_date);
        v.text("nextOptionType", d.next_option_type);
        v.text("nextOptionPartial", d.next_option_partial);
        v.text("bondNotes", d.bond_notes);
        v.text("longName", d.long_name);
        if (v.since(Version::bond_trading_hours)) {
            v.text("timeZoneId", d.time_zone_id);
            v.text("tradingHours", d.trading_hours);
            v.text("liquidHours", d.liquid_hours);
        }
        v.text("evRule", d.ev_rule);
        v.text_marked("evMultiplier", d.ev_multiplier);
        v.pairs("secIdList", d.sec_id_list);
        v.text_marked("aggGroup", d.agg_group);
        v.text("marketRuleIds", d.market_rule_ids);
        v.text("minSize", d.min_size);
        v.text("sizeIncrement", d.size_increment);
        v.text("suggestedSizeIncrement", d.suggested_size_increment);
    }
};

struct ContractDataEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::contract_data_end, "ContractDataEnd",
                                     Version::protobuf_contract_data, 1};
};

struct CancelContractData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_contract_data, "CancelContractData",
                                      Version::oldest, 0, Version::cancel_contract_data};
};

/// All instruments that fit the description; error 200 instead of the end when none does.
struct ContractDataRequest : ById {
    static constexpr RequestInfo info{Request::contract_data, "ContractDataRequest",
                                      Version::protobuf_contract_data, 8};
    using answer = Snapshot<ContractDataEnd, ContractData, BondContractData>;
    using cancel = CancelContractData;
    Contract contract;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, [](auto& c, auto& w) {
            requested_contract_expired(c, w);
            w.text("contract.secIdType", c.sec_id_type);
            w.text("contract.secId", c.sec_id);
            w.text("contract.issuerId", c.issuer_id);
        });
    }
};

}  // namespace trademind::ibkr
