// Reference data: option chains, symbols, exchanges, rules, tiers.
#pragma once

#include <trademind/brokers/ibkr/messages/order.hpp>

namespace trademind::ibkr {

/// One exchange and trading class of an option chain, as the server lists it.
struct OptionParameters : OfRequest {
    static constexpr AnswerInfo info{Answer::option_parameters, "SecDefOptParameter",
                                     Version::protobuf_rest_2};
    std::string_view exchange;
    int underlying_con_id{};
    std::string_view trading_class;
    std::string_view multiplier;
    std::vector<std::string_view> expirations;
    std::vector<double> strikes;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("exchange", 2, m.exchange);
        v("underlyingConId", 3, m.underlying_con_id);
        v("tradingClass", 4, m.trading_class);
        v("multiplier", 5, m.multiplier);
        v.values("expirations", 6, m.expirations);
        v.values("strikes", 7, m.strikes);
    }
};

struct OptionParametersEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::option_parameters_end, "SecDefOptParameterEnd",
                                     Version::protobuf_rest_2};
};

/// `future_exchange` is empty for stocks.
struct OptionParametersRequest : ById {
    static constexpr RequestInfo info{Request::option_parameters, "SecDefOptParamsRequest",
                                      Version::protobuf_rest_2};
    using answer = Snapshot<OptionParametersEnd, OptionParameters>;
    std::string_view underlying_symbol;
    std::string_view future_exchange;
    std::string_view underlying_sec_type;
    int underlying_con_id{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("underlyingSymbol", 2, m.underlying_symbol);
        v("futFopExchange", 3, m.future_exchange);
        v("underlyingSecType", 4, m.underlying_sec_type);
        v("underlyingConId", 5, m.underlying_con_id);
    }
};

struct SoftDollarTiers : OfRequest {
    static constexpr AnswerInfo info{Answer::soft_dollar_tiers, "SoftDollarTiers",
                                     Version::protobuf_rest_2};
    std::vector<SoftDollarTier> tiers;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("softDollarTiers", 2, m.tiers, whole);
    }
};

struct SoftDollarTiersRequest : ById, NoFields {
    static constexpr RequestInfo info{Request::soft_dollar_tiers, "SoftDollarTiersRequest",
                                      Version::protobuf_rest_2};
    using answer = Once<SoftDollarTiers>;
};

struct FamilyCode {
    std::string_view account_id;
    std::string_view family_code;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("accountId", 1, m.account_id);
        v("familyCode", 2, m.family_code);
    }
};

struct FamilyCodes {
    static constexpr AnswerInfo info{Answer::family_codes, "FamilyCodes", Version::protobuf_rest_2};
    std::vector<FamilyCode> family_codes;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("familyCodes", 1, m.family_codes, whole);
    }
};

struct FamilyCodesRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::family_codes, "FamilyCodesRequest",
                                      Version::protobuf_rest_2};
    using answer = Once<FamilyCodes>;
};

struct ContractDescription {
    Contract contract;
    std::vector<std::string_view> derivative_sec_types;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 1, m.contract, whole);
        v.values("derivativeSecTypes", 2, m.derivative_sec_types);
    }
};

struct SymbolSamples : OfRequest {
    static constexpr AnswerInfo info{Answer::symbol_samples, "SymbolSamples",
                                     Version::protobuf_rest_2};
    std::vector<ContractDescription> descriptions;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("contractDescriptions", 2, m.descriptions, [](auto& d, auto& w) {
            w.text("contract.conId", d.contract.con_id);
            w.text("contract.symbol", d.contract.symbol);
            w.text("contract.secType", d.contract.sec_type);
            w.text("contract.primaryExch", d.contract.primary_exchange);
            w.text("contract.currency", d.contract.currency);
            w.values("derivativeSecTypes", 0, d.derivative_sec_types);
            w.text("contract.description", d.contract.description);
            w.text("contract.issuerId", d.contract.issuer_id);
        });
    }
};

/// At most one a second.
struct MatchingSymbolsRequest : ById {
    static constexpr RequestInfo info{Request::matching_symbols, "MatchingSymbolsRequest",
                                      Version::protobuf_rest_2};
    using answer = Once<SymbolSamples>;
    std::string_view pattern;

    template <class M, class V> static void describe(M& m, V& v) { v("pattern", 2, m.pattern); }
};

struct DepthExchange {
    std::string_view exchange;
    std::string_view sec_type;
    std::string_view listing_exchange;
    std::string_view service_data_type;
    std::optional<int> aggregated_group;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("exchange", 1, m.exchange);
        v("secType", 2, m.sec_type);
        v("listingExch", 3, m.listing_exchange);
        v("serviceDataType", 4, m.service_data_type);
        v.marked("aggGroup", 5, m.aggregated_group);
    }
};

struct MarketDepthExchanges {
    static constexpr AnswerInfo info{Answer::market_depth_exchanges, "MarketDepthExchanges",
                                     Version::protobuf_rest_3};
    std::vector<DepthExchange> descriptions;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("depthMarketDataDescriptions", 1, m.descriptions, whole);
    }
};

struct MarketDepthExchangesRequest : ByType, NoFields {
    static constexpr RequestInfo info{Request::market_depth_exchanges,
                                      "MarketDepthExchangesRequest", Version::protobuf_rest_3};
    using answer = Once<MarketDepthExchanges>;
};

struct SmartComponent {
    int bit_number{};
    std::string_view exchange;
    std::string_view exchange_letter;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("bitNumber", 1, m.bit_number);
        v("exchange", 2, m.exchange);
        v("exchangeLetter", 3, m.exchange_letter);
    }
};

struct SmartComponents : OfRequest {
    static constexpr AnswerInfo info{Answer::smart_components, "SmartComponents",
                                     Version::protobuf_rest_2};
    std::vector<SmartComponent> components;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("smartComponents", 2, m.components, whole);
    }
};

/// `bbo_exchange` comes from TickRequestParameters.
struct SmartComponentsRequest : ById {
    static constexpr RequestInfo info{Request::smart_components, "SmartComponentsRequest",
                                      Version::protobuf_rest_2};
    using answer = Once<SmartComponents>;
    std::string_view bbo_exchange;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("bboExchange", 2, m.bbo_exchange);
    }
};

struct PriceIncrement {
    std::optional<double> low_edge = 0.0;
    std::optional<double> increment = 0.0;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.marked("lowEdge", 1, m.low_edge);
        v.marked("increment", 2, m.increment);
    }
};

struct MarketRule {
    static constexpr AnswerInfo info{Answer::market_rule, "MarketRule", Version::protobuf_rest_2};
    int market_rule_id{};
    std::vector<PriceIncrement> price_increments;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("marketRuleId", 1, m.market_rule_id);
        v.list("priceIncrements", 2, m.price_increments, whole);
    }
};

/// Answered by the rule with the same id.
struct MarketRuleRequest : ByType {
    static constexpr RequestInfo info{Request::market_rule, "MarketRuleRequest",
                                      Version::protobuf_rest_2};
    using answer = Once<MarketRule>;
    int market_rule_id = no_id;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("marketRuleId", 1, m.market_rule_id);
    }
};

}  // namespace trademind::ibkr
