// Order books.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

/// One change of the book. Operations: 0 insert, 1 update, 2 delete. Sides: 0 ask, 1 bid.
struct DepthRow {
    int position{};
    int operation{};
    int side{};
    std::optional<double> price = 0.0;
    std::optional<Decimal> size;
    std::string_view market_maker;
    bool is_smart_depth{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("position", 1, m.position);
        v("operation", 2, m.operation);
        v("side", 3, m.side);
        v.marked("price", 4, m.price);
        v("size", 5, m.size);
        v("marketMaker", 6, m.market_maker);
        v("isSmartDepth", 7, m.is_smart_depth);
    }
};

struct MarketDepth : OfRequest {
    static constexpr AnswerInfo info{Answer::market_depth, "MarketDepth",
                                     Version::protobuf_market_data, 1};
    DepthRow row;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.required("marketDepthData", 2, m.row, [](auto& d, auto& w) {
            w.text("position", d.position);
            w.text("operation", d.operation);
            w.text("side", d.side);
            w.text_marked("price", d.price);
            w.text("size", d.size);
        });
    }
};

/// The same with market maker or exchange.
struct MarketDepthL2 : OfRequest {
    static constexpr AnswerInfo info{Answer::market_depth_l2, "MarketDepthL2",
                                     Version::protobuf_market_data, 1};
    DepthRow row;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.required("marketDepthData", 2, m.row, [](auto& d, auto& w) {
            w.text("position", d.position);
            w.text("marketMaker", d.market_maker);
            w.text("operation", d.operation);
            w.text("side", d.side);
            w.text_marked("price", d.price);
            w.text("size", d.size);
            w.text("isSmartDepth", d.is_smart_depth);
        });
    }
};

/// A CFD has no book of its own: ask again with this contract and exchange.
struct RerouteMarketDepth : OfRequest {
    static constexpr AnswerInfo info{Answer::reroute_market_depth, "RerouteMarketDepthRequest",
                                     Version::protobuf_rest_1};
    int con_id{};
    std::string_view exchange;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("conId", 2, m.con_id);
        v("exchange", 3, m.exchange);
    }
};

/// `is_smart_depth` must be that of the request.
struct CancelMarketDepth : Unanswered, Numbered<no_id> {
    static constexpr RequestInfo info{Request::cancel_market_depth, "CancelMarketDepth",
                                      Version::protobuf_market_data, 1};
    bool is_smart_depth{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("isSmartDepth", 2, m.is_smart_depth);
    }
};

struct MarketDepthRequest : ById {
    static constexpr RequestInfo info{Request::market_depth, "MarketDepthRequest",
                                      Version::protobuf_market_data, 5};
    using answer = Stream<MarketDepth, MarketDepthL2, RerouteMarketDepth>;
    using cancel = CancelMarketDepth;
    Contract contract;
    int number_of_rows{};
    bool is_smart_depth{};
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract);
        v("numRows", 3, m.number_of_rows);
        v("isSmartDepth", 4, m.is_smart_depth);
        v.tags("marketDepthOptions", 5, m.options);
    }
};

}  // namespace trademind::ibkr
