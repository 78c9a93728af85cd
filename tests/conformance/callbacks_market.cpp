// Callbacks of quotes, depth, ticks and bars.
#include "conformance/callbacks.hpp"

#include <map>

namespace trademind::conformance {

namespace {

Value flags(std::int64_t mask, std::initializer_list<const char*> names)
{
    Value out = Object{};
    for (auto name : names) {
        out.member(name) = (mask & 1) != 0;
        mask >>= 1;
    }
    return out;
}

}  // namespace

/// A price that comes with a size makes a second callback for it.
Callbacks tick_price_callbacks(Value message, const AnswerContext&)
{
    static const std::map<std::int64_t, int> size_types{{1, 0},   {2, 3},   {4, 5},
                                                        {66, 69}, {67, 70}, {68, 71}};
    auto size = message.take("size");
    auto mask = message.take("attr_mask");
    message.rename("tick_type", "field");
    message.member("attrib") = flags(mask.is<std::int64_t>() ? mask.as<std::int64_t>() : 0,
                                     {"can_auto_execute", "past_limit", "pre_open"});
    Callbacks all{{"tickPrice", message}};
    auto field = message["field"];
    if (!field.is<std::int64_t>()) return all;
    if (auto type = size_types.find(field.as<std::int64_t>()); type != size_types.end()) {
        Value args;
        args.member("req_id") = message["req_id"];
        args.member("field") = type->second;
        args.member("size") = std::move(size);
        all.push_back({"tickSize", std::move(args)});
    }
    return all;
}

/// Both messages have the same data in protobuf; the plain one tells less.
Callbacks depth_callbacks(Value message, const AnswerContext& context)
{
    auto args = message.take("market_depth_data");
    if (args.is_unset()) args = message;
    args.member("req_id") = message["req_id"];
    constexpr int second_level = 13;
    if (context.id == second_level) return {{"updateMktDepthL2", std::move(args)}};
    for (auto name : {"market_maker", "is_smart_depth"}) args.take(name);
    return {{"updateMktDepth", std::move(args)}};
}

/// A payload that does not fit the type makes no callback.
Callbacks tick_by_tick_callbacks(Value message, const AnswerContext&)
{
    auto type = message["tick_type"];
    auto last = message.take("historical_tick_last");
    auto bid_ask = message.take("historical_tick_bid_ask");
    auto midpoint = message.take("historical_tick_mid_point");
    auto number = type.is<std::int64_t>() ? type.as<std::int64_t>() : 0;
    constexpr int type_last = 1, type_all_last = 2, type_bid_ask = 3, type_midpoint = 4;
    auto with_id = [&](Value tick) {
        tick.member("req_id") = message["req_id"];
        return tick;
    };
    if ((number == type_last || number == type_all_last) && last.is<Object>()) {
        last.member("tick_type") = type;
        return {{"tickByTickAllLast", with_id(std::move(last))}};
    }
    if (number == type_bid_ask && bid_ask.is<Object>()) {
        for (auto side : {"bid", "ask"}) {
            bid_ask.rename(std::string{"price_"} + side, std::string{side} + "_price");
            bid_ask.rename(std::string{"size_"} + side, std::string{side} + "_size");
        }
        return {{"tickByTickBidAsk", with_id(std::move(bid_ask))}};
    }
    if (number == type_midpoint && midpoint.is<Object>()) {
        midpoint.take("size");
        midpoint.rename("price", "mid_point");
        return {{"tickByTickMidPoint", with_id(std::move(midpoint))}};
    }
    return {};
}

/// One callback for each bar; before server 196 the same message ends the request.
Callbacks historical_data_callbacks(Value message, const AnswerContext& context)
{
    Callbacks all;
    auto bars = message.take("historical_data_bars");
    for (auto& bar : bars.as<List>()) {
        bar.rename("date", "time");
        bar.rename("bar_count", "count");
        Value args;
        args.member("req_id") = message["req_id"];
        args.member("bar") = std::move(bar);
        all.push_back({"historicalData", std::move(args)});
    }
    if (!context.is_protobuf() && context.server < Version::historical_data_end)
        all.push_back({"historicalDataEnd", std::move(message)});
    return all;
}

}  // namespace trademind::conformance
