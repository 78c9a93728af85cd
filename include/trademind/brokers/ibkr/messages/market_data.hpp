// Quotes: the request for them and all messages of a market data line.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

/// A price and, for bid, ask and last, the size that goes with it. Bits of the mask: 0 can be
/// executed automatically, 1 past limit, 2 before the open.
struct TickPrice : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_price, "TickPrice", Version::protobuf_market_data,
                                     6};
    int tick_type{};
    std::optional<double> price = 0.0;
    std::optional<Decimal> size;
    int attribute_mask{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("tickType", 2, m.tick_type);
        v.marked("price", 3, m.price);
        v("size", 4, m.size);
        v("attrMask", 5, m.attribute_mask);
    }
};

struct TickSize : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_size, "TickSize", Version::protobuf_market_data,
                                     6};
    int tick_type{};
    std::optional<Decimal> size;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("tickType", 2, m.tick_type);
        v("size", 3, m.size);
    }
};

struct TickGeneric : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_generic, "TickGeneric",
                                     Version::protobuf_market_data, 6};
    int tick_type{};
    std::optional<double> value = 0.0;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("tickType", 2, m.tick_type);
        v.marked("value", 3, m.value);
    }
};

struct TickString : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_string, "TickString",
                                     Version::protobuf_market_data, 6};
    int tick_type{};
    std::string_view value;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("tickType", 2, m.tick_type);
        v("value", 3, m.value);
    }
};

/// Exchange for physical; never protobuf.
struct TickEfp : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_efp, "TickEFP", Version::never, 6};
    int tick_type{};
    std::optional<double> basis_points = 0.0;
    std::string_view formatted_basis_points;
    std::optional<double> implied_futures_price = 0.0;
    int hold_days{};
    std::string_view future_last_trade_date;
    std::optional<double> dividend_impact = 0.0, dividends_to_last_trade_date = 0.0;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("tickType", 2, m.tick_type);
        v.marked("basisPoints", 3, m.basis_points);
        v("formattedBasisPoints", 4, m.formatted_basis_points);
        v.marked("impliedFuturesPrice", 5, m.implied_futures_price);
        v("holdDays", 6, m.hold_days);
        v("futureLastTradeDate", 7, m.future_last_trade_date);
        v.marked("dividendImpact", 8, m.dividend_impact);
        v.marked("dividendsToLastTradeDate", 9, m.dividends_to_last_trade_date);
    }
};

/// Greeks; what was not computed is unset (text marks prices by -1 and greeks by -2).
struct TickOptionComputation {
    static constexpr AnswerInfo info{Answer::tick_option_computation, "TickOptionComputation",
                                     Version::protobuf_market_data};
    int request_id = -1;
    int tick_type{};
    int tick_attribute{};  ///< 0 based on returns, 1 on prices
    std::optional<double> implied_volatility, delta, option_price, dividend_present_value;
    std::optional<double> gamma, vega, theta, underlying_price;

    template <class M, class V> static void describe(M& m, V& v)
    {
        constexpr double no_price = -1, no_greek = -2;
        v("reqId", 1, m.request_id);
        v("tickType", 2, m.tick_type);
        v("tickAttrib", 3, m.tick_attribute);
        v.sentinel("impliedVol", 4, m.implied_volatility, no_price);
        v.sentinel("delta", 5, m.delta, no_greek);
        v.sentinel("optPrice", 6, m.option_price, no_price);
        v.sentinel("pvDividend", 7, m.dividend_present_value, no_price);
        v.sentinel("gamma", 8, m.gamma, no_greek);
        v.sentinel("vega", 9, m.vega, no_greek);
        v.sentinel("theta", 10, m.theta, no_greek);
        v.sentinel("undPrice", 11, m.underlying_price, no_price);
    }
};

/// First message of a line: what the line is and may do.
struct TickRequestParameters : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_request_parameters, "TickReqParams",
                                     Version::protobuf_market_data};
    std::optional<Decimal> min_tick;
    std::string_view bbo_exchange;
    int snapshot_permissions = no_id;
    std::string_view last_price_precision, last_size_precision;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.tick_size("minTick", 2, m.min_tick);
        v("bboExchange", 3, m.bbo_exchange);
        v("snapshotPermissions", 4, m.snapshot_permissions);
        if constexpr (!V::is_text) {
            v("lastPricePrecision", 5, m.last_price_precision);
            v("lastSizePrecision", 6, m.last_size_precision);
        }
    }
};

/// The snapshot asked for is complete.
struct TickSnapshotEnd : AnswerById {
    static constexpr AnswerInfo info{Answer::tick_snapshot_end, "TickSnapshotEnd",
                                     Version::protobuf_market_data, 1};
};

/// 1 live, 2 frozen, 3 delayed, 4 delayed and frozen.
struct MarketDataType : OfRequest {
    static constexpr AnswerInfo info{Answer::market_data_type, "MarketDataType",
                                     Version::protobuf_market_data, 1};
    int market_data_type{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("marketDataType", 2, m.market_data_type);
    }
};

/// A CFD has no data of its own: ask again with this contract and exchange.
struct RerouteMarketData : OfRequest {
    static constexpr AnswerInfo info{Answer::reroute_market_data, "RerouteMarketDataRequest",
                                     Version::protobuf_rest_1};
    int con_id{};
    std::string_view exchange;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("conId", 2, m.con_id);
        v("exchange", 3, m.exchange);
    }
};

/// Answer to a delta-neutral combination; never protobuf.
struct DeltaNeutralValidation : OfRequest {
    static constexpr AnswerInfo info{Answer::delta_neutral_validation, "DeltaNeutralValidation",
                                     Version::never, 1};
    DeltaNeutralContract contract;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("deltaNeutralContract", 2, m.contract, whole);
    }
};

struct TickNews;

struct CancelMarketData : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_market_data, "CancelMarketData",
                                      Version::protobuf_market_data, 2};
};

/// A line of quotes, or with `snapshot` one image that ends by itself. A regulatory snapshot costs
/// money each time.
struct MarketDataRequest : ById {
    static constexpr RequestInfo info{Request::market_data, "MarketDataRequest",
                                      Version::protobuf_market_data, 11};
    using answer =
        ImageThenStream<TickSnapshotEnd, TickPrice, TickSize, TickString, TickGeneric,
                        TickOptionComputation, TickEfp, TickRequestParameters, MarketDataType,
                        RerouteMarketData, DeltaNeutralValidation, TickNews>;
    using cancel = CancelMarketData;
    Contract contract;
    std::string_view generic_tick_list;  ///< numbers separated by commas
    bool snapshot{}, regulatory_snapshot{};
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, [](auto& c, auto& w) {
            requested_contract(c, w);
            requested_legs(c, w);
            w.optional("deltaNeutralContract", 0, c.delta_neutral, whole);
        });
        v("genericTickList", 3, m.generic_tick_list);
        v("snapshot", 4, m.snapshot);
        v("regulatorySnapshot", 5, m.regulatory_snapshot);
        v.tags("marketDataOptions", 6, m.options);
    }
};

/// For all lines asked for from now on: 1 live, 2 frozen, 3 delayed, 4 delayed and frozen.
struct MarketDataTypeRequest : Unanswered {
    static constexpr RequestInfo info{Request::market_data_type, "MarketDataTypeRequest",
                                      Version::protobuf_market_data, 1};
    int market_data_type = 1;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("marketDataType", 1, m.market_data_type);
    }
};

}  // namespace trademind::ibkr
