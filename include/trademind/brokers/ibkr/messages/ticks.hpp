// Ticks one by one: live and historical.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>

namespace trademind::ibkr {

struct TickAttributesLast {
    bool past_limit{};
    bool unreported{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("pastLimit", 1, m.past_limit);
        v("unreported", 2, m.unreported);
    }
};

struct TickAttributesBidAsk {
    bool bid_past_low{};
    bool ask_past_high{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("bidPastLow", 1, m.bid_past_low);
        v("askPastHigh", 2, m.ask_past_high);
    }
};

/// In text the attributes are one mask; bid-ask masks are the other way round in history.
inline constexpr auto mask_last = [](auto& a, auto& v) {
    v.bits("attrMask", a.past_limit, a.unreported);
};
inline constexpr auto mask_bid_ask = [](auto& a, auto& v) {
    v.bits("attrMask", a.bid_past_low, a.ask_past_high);
};
inline constexpr auto mask_bid_ask_history = [](auto& a, auto& v) {
    v.bits("attrMask", a.ask_past_high, a.bid_past_low);
};

/// A midpoint; seconds since the epoch.
struct HistoricalTick {
    std::int64_t time{};
    std::optional<double> price = 0.0;
    std::optional<Decimal> size = Decimal{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("time", 1, m.time);
        v.marked("price", 2, m.price);
        v.size("size", 3, m.size);
    }
};

struct HistoricalTickBidAsk {
    std::int64_t time{};
    TickAttributesBidAsk attributes;
    std::optional<double> bid_price = 0.0;
    std::optional<double> ask_price = 0.0;
    std::optional<Decimal> bid_size = Decimal{};
    std::optional<Decimal> ask_size = Decimal{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("time", 1, m.time);
        v.nested("tickAttribBidAsk", 2, m.attributes, mask_bid_ask_history);
        v.marked("priceBid", 3, m.bid_price);
        v.marked("priceAsk", 4, m.ask_price);
        v.size("sizeBid", 5, m.bid_size);
        v.size("sizeAsk", 6, m.ask_size);
    }
};

struct HistoricalTickLast {
    std::int64_t time{};
    TickAttributesLast attributes;
    std::optional<double> price = 0.0;
    std::optional<Decimal> size = Decimal{};
    std::string_view exchange;
    std::string_view special_conditions;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("time", 1, m.time);
        v.nested("tickAttribLast", 2, m.attributes, mask_last);
        v.marked("price", 3, m.price);
        v.size("size", 4, m.size);
        v("exchange", 5, m.exchange);
        v("specialConditions", 6, m.special_conditions);
    }
};

struct HistoricalTicks : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_ticks, "HistoricalTicks",
                                     Version::protobuf_historical_data};
    std::vector<HistoricalTick> ticks;
    bool is_done{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("historicalTicks", 2, m.ticks, [](auto& t, auto& w) {
            w.text("time", t.time);
            w.retired("0");
            w.text_marked("price", t.price);
            w.text("size", t.size);
        });
        v("isDone", 3, m.is_done);
    }
};

struct HistoricalTicksBidAsk : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_ticks_bid_ask, "HistoricalTicksBidAsk",
                                     Version::protobuf_historical_data};
    std::vector<HistoricalTickBidAsk> ticks;
    bool is_done{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("historicalTicksBidAsk", 2, m.ticks, whole);
        v("isDone", 3, m.is_done);
    }
};

struct HistoricalTicksLast : OfRequest {
    static constexpr AnswerInfo info{Answer::historical_ticks_last, "HistoricalTicksLast",
                                     Version::protobuf_historical_data};
    std::vector<HistoricalTickLast> ticks;
    bool is_done{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.list("historicalTicksLast", 2, m.ticks, whole);
        v("isDone", 3, m.is_done);
    }
};

/// A live tick. The member that fits the type is set: last for 1 and 2 (Last, AllLast), bid_ask for
/// 3, midpoint for 4; none for other types.
struct TickByTick : OfRequest {
    static constexpr AnswerInfo info{Answer::tick_by_tick, "TickByTickData",
                                     Version::protobuf_historical_data};
    enum class Type : int { none = 0, last = 1, all_last = 2, bid_ask = 3, midpoint = 4 };
    Type tick_type{};
    std::optional<HistoricalTickLast> last;
    std::optional<HistoricalTickBidAsk> bid_ask;
    std::optional<HistoricalTick> midpoint;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v("tickType", 2, m.tick_type);
        if constexpr (V::is_text) {
            describe_text(m, v);
        } else {
            v.choice("historicalTickLast", 3, m.last, whole, m.bid_ask, m.midpoint);
            v.choice("historicalTickBidAsk", 4, m.bid_ask, whole, m.last, m.midpoint);
            v.choice("historicalTickMidPoint", 5, m.midpoint, whole, m.last, m.bid_ask);
        }
    }

private:
    template <class M, class V> static void describe_text(M& m, V& v)
    {
        switch (m.tick_type) {
        case Type::last:
        case Type::all_last:
            v.part(m.last, [](auto& t, auto& w) {
                w.text("time", t.time);
                w.text_marked("price", t.price);
                w.text("size", t.size);
                mask_last(t.attributes, w);
                w.text("exchange", t.exchange);
                w.text("specialConditions", t.special_conditions);
            });
            break;
        case Type::bid_ask:
            v.part(m.bid_ask, [](auto& t, auto& w) {
                w.text("time", t.time);
                w.text_marked("bidPrice", t.bid_price);
                w.text_marked("askPrice", t.ask_price);
                w.text("bidSize", t.bid_size);
                w.text("askSize", t.ask_size);
                mask_bid_ask(t.attributes, w);
            });
            break;
        case Type::midpoint:
            v.part(m.midpoint, [](auto& t, auto& w) {
                w.text("time", t.time);
                w.text_marked("midPoint", t.price);
            });
            break;
        default: v.retired("0");  // the time, and nothing that it belongs to
        }
    }
};

struct CancelHistoricalTicks : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_historical_ticks, "CancelHistoricalTicks",
                                      Version::oldest, 0, Version::cancel_contract_data};
};

/// TRADES, BID_ASK or MIDPOINT decide which of the answers comes; at most 1000 ticks.
struct HistoricalTicksRequest : ById {
    static constexpr RequestInfo info{Request::historical_ticks, "HistoricalTicksRequest",
                                      Version::protobuf_historical_data};
    using answer = UntilDone<HistoricalTicks, HistoricalTicksBidAsk, HistoricalTicksLast>;
    using cancel = CancelHistoricalTicks;
    Contract contract;
    std::string_view start_date_time;
    std::string_view end_date_time;
    int number_of_ticks{};
    std::string_view what_to_show;
    bool use_rth{};
    bool ignore_size{};
    Tags options;

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract_expired);
        v("startDateTime", 3, m.start_date_time);
        v("endDateTime", 4, m.end_date_time);
        v("numberOfTicks", 5, m.number_of_ticks);
        v("whatToShow", 6, m.what_to_show);
        v("useRTH", 7, m.use_rth);
        v("ignoreSize", 8, m.ignore_size);
        v.tags("miscOptions", 9, m.options);
    }
};

struct CancelTickByTick : UnansweredById {
    static constexpr RequestInfo info{Request::cancel_tick_by_tick, "CancelTickByTick",
                                      Version::protobuf_historical_data};
};

/// Last, AllLast, BidAsk or MidPoint; historical ticks come first when their number is given.
struct TickByTickRequest : ById {
    static constexpr RequestInfo info{Request::tick_by_tick, "TickByTickRequest",
                                      Version::protobuf_historical_data};
    using answer = Stream<TickByTick, HistoricalTicks, HistoricalTicksBidAsk, HistoricalTicksLast>;
    using cancel = CancelTickByTick;
    Contract contract;
    std::string_view tick_type;
    int number_of_ticks{};
    bool ignore_size{};

    template <class M, class V> static void describe(M& m, V& v)
    {
        v.nested("contract", 2, m.contract, requested_contract);
        v("tickType", 3, m.tick_type);
        v("numberOfTicks", 4, m.number_of_ticks);
        v("ignoreSize", 5, m.ignore_size);
    }
};

}  // namespace trademind::ibkr
