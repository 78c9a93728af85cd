// The protobuf encoding: broken bodies, unknown fields, merging.
#include "brokers/ibkr/wire/dispatch.hpp"

#include <trademind/brokers/ibkr/messages/account.hpp>
#include <trademind/brokers/ibkr/messages/config.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/reference.hpp>
#include <trademind/brokers/ibkr/messages/scanner.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>

#include <gtest/gtest.h>

#include <cstring>

namespace trademind::ibkr::wire {
namespace {

using namespace std::string_literals;

template <class M> Fault read(const std::string& body, M& message, Surplus& surplus)
{
    return decode(body, 0, Version{218}, Encoding::protobuf, message, surplus);
}

Fault read_tick(const std::string& body)
{
    TickPrice tick;
    Surplus surplus;
    return read(body, tick, surplus);
}

TEST(Protobuf, BrokenBodiesAreFaults)
{
    EXPECT_TRUE(read_tick("\x08"s));                           // tag without its value
    EXPECT_TRUE(read_tick("\x08\x80"s));                       // unfinished varint
    EXPECT_TRUE(read_tick("\x08" + std::string(11, '\xFF')));  // varint of eleven bytes
    EXPECT_TRUE(read_tick("\0"s));                             // field number zero
    EXPECT_TRUE(read_tick("\x0E\0"s));                         // wire type 6
    EXPECT_TRUE(read_tick("\x0C"s));                           // end of a group never begun
    EXPECT_TRUE(read_tick("\x19\0\0\0"s));                     // double cut
    EXPECT_TRUE(
        read_tick("\x22\x05"
                  "12"s));                                // text longer than the body
    EXPECT_TRUE(read_tick("\x22\xFF\xFF\xFF\xFF\x0F"s));  // text of four gigabytes
    EXPECT_TRUE(read_tick("\xFB\x07"s));                  // group without its end
    EXPECT_FALSE(read_tick(""s));
}

TEST(Protobuf, AFieldOfAnotherWireTypeIsAFault)
{
    EXPECT_TRUE(read_tick("\x0D\1\0\0\0"s));  // reqId as fixed32
    EXPECT_TRUE(read_tick("\x0A\1a"s));       // reqId as text
    EXPECT_TRUE(read_tick("\x18\5"s));        // price as varint
    EXPECT_TRUE(read_tick("\x20\5"s));        // size as varint
}

TEST(Protobuf, NumbersOutsideTheirTypeAreFaults)
{
    auto fault = read_tick("\x08\x80\x80\x80\x80\x10"s);  // 2^32 as reqId
    EXPECT_EQ(fault.kind, Fault::Kind::out_of_range);
    EXPECT_EQ(fault.field, "reqId");
    EXPECT_EQ(fault.message, "TickPrice");
    EXPECT_TRUE(
        read_tick("\x22\3"
                  "1O0"s));
    EXPECT_TRUE(read_tick("\x19\0\0\0\0\0\0\xF8\x7F"s));  // a price that is no number
}

TEST(Protobuf, TextMustBeUtf8)
{
    TickString tick;
    Surplus surplus;
    for (auto bad : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xE2\x82", "\xF4\x90\x80\x80"}) {
        auto body = "\x1A"s + static_cast<char>(std::strlen(bad)) + bad;
        EXPECT_EQ(read(body, tick, surplus).kind, Fault::Kind::bad_text);
    }
    auto good =
        "\x1A\x0F"
        "Gr\xC3\xB6\xC3\x9F"
        "e \xE2\x82\xAC \xF0\x9F\x98\x80"s;
    good[1] = static_cast<char>(good.size() - 2);
    EXPECT_FALSE(read(good, tick, surplus));
    std::string out;
    tick.value = "\xFF";
    EXPECT_EQ(encode(out, tick, Version{218}).kind, Fault::Kind::bad_text);
}

TEST(Protobuf, UnknownFieldsOfAllWireTypesAreSkippedAndCounted)
{
    TickPrice tick;
    Surplus surplus;
    auto body =
        "\xF8\x07\x01"s  // 127: varint
        "\xF9\x07"
        "12345678"  // 127: fixed64
        "\xFA\x07\x02"
        "ab"                        // 127: bytes
        "\xFB\x07\x08\x01\xFC\x07"  // 127: group
        "\xFD\x07"
        "1234"        // 127: fixed32
        "\x08\x05"s;  // reqId 5
    ASSERT_FALSE(read(body, tick, surplus));
    EXPECT_EQ(tick.request_id, 5);
    EXPECT_EQ(surplus.unknown_fields, 5U);
}

TEST(Protobuf, TheLastOfRepeatedScalarsCounts)
{
    TickPrice tick;
    Surplus surplus;
    ASSERT_FALSE(read("\x08\x05\x08\x06"s, tick, surplus));
    EXPECT_EQ(tick.request_id, 6);
}

TEST(Protobuf, NumbersArePackedOrNot)
{
    auto strike = "\0\0\0\0\0\0Y@"s;  // 100
    for (auto body : {"\x39" + strike + "\x39" + strike, "\x3A\x10" + strike + strike}) {
        OptionParameters parameters;
        Surplus surplus;
        ASSERT_FALSE(read(body, parameters, surplus));
        EXPECT_EQ(parameters.strikes, (std::vector<double>{100, 100}));
    }
    OptionParameters parameters;
    Surplus surplus;
    EXPECT_TRUE(read("\x3A\x07" + strike.substr(1), parameters, surplus));
}

TEST(Protobuf, OneTickExcludesTheOthers)
{
    TickByTick tick;
    Surplus surplus;
    ASSERT_FALSE(read("\x1A\x02\x08\x01\x22\x02\x08\x02"s, tick, surplus));
    EXPECT_FALSE(tick.last);
    ASSERT_TRUE(tick.bid_ask);
    EXPECT_EQ(tick.bid_ask->time, 2);
}

TEST(Protobuf, APositionWithoutItsContractIsAFault)
{
    Position position;
    Surplus surplus;
    auto fault = read(
        "\x0A\x01"
        "A"s,
        position, surplus);
    EXPECT_EQ(fault.kind, Fault::Kind::missing);
    EXPECT_EQ(fault.field, "contract");
    EXPECT_EQ(fault.describe(), "Position: contract: missing");
    EXPECT_FALSE(
        read("\x12\0\x0A\x01"
             "A"s,
             position, surplus));
}

TEST(Protobuf, AnOrderLeftToTransmitLaterStaysSo)
{
    PlaceOrderRequest request;
    request.order.transmit = false;
    std::string frame;
    ASSERT_FALSE(encode(frame, request, Version{218}));
    PlaceOrderRequest seen;
    Surplus surplus;
    ASSERT_FALSE(decode(std::string_view{frame}.substr(4), 4, Version{218}, Encoding::protobuf,
                        seen, surplus));
    EXPECT_FALSE(seen.order.transmit);
}

TEST(Protobuf, AFieldThatOnlyServersFillIsUnknownInARequest)
{
    auto body = "\x1A\x02\x10\x05"s;  // order { orderId 5 }, which no client sends
    PlaceOrderRequest request;
    Surplus surplus;
    ASSERT_FALSE(read(body, request, surplus));
    EXPECT_FALSE(request.order.order_id);
    EXPECT_EQ(surplus.unknown_fields, 1U);
}

TEST(Protobuf, OfEqualTagsInAMapTheLastCounts)
{
    auto entry = [](std::string_view value) {
        return "\x32\x06\x0A\x01"
               "k"
               "\x12\x01"s.append(value);
    };
    auto body = entry("1") + entry("2");
    MarketDataRequest request;
    Surplus surplus;
    ASSERT_FALSE(read(body, request, surplus));
    EXPECT_EQ(request.options, (Tags{{"k", "2"}}));
}

TEST(Protobuf, AHostileMapIsRefused)
{
    std::string body;
    for (int i = 0; i < 5000; ++i)
        body.append("\x32\x04\x0A\x02")
            .append(1, static_cast<char>('0' + i / 75))
            .append(1, static_cast<char>('0' + i % 75));
    MarketDataRequest request;
    Surplus surplus;
    EXPECT_EQ(read(body, request, surplus).kind, Fault::Kind::out_of_range);
}

TEST(Protobuf, TheUnsetIntegerOfAClientIsOneItDidNotSend)
{
    auto body =
        "\x08\xFF\xFF\xFF\xFF\x07"                // orderId
        "\x12\x06\x08\xFF\xFF\xFF\xFF\x07"        // contract { conId }
        "\x1A\x07\xC0\x01\xFF\xFF\xFF\xFF\x07"s;  // order { minQty }
    PlaceOrderRequest request;
    Surplus surplus;
    ASSERT_FALSE(read(body, request, surplus));
    EXPECT_EQ(request.order_id, no_id);
    EXPECT_EQ(request.contract.con_id, 0);
    EXPECT_FALSE(request.order.min_quantity);
}

TEST(Protobuf, FalseIsTheSameAsLeftOutExceptInASetting)
{
    Surplus surplus;
    ScannerSubscriptionRequest scan;
    ASSERT_FALSE(read("\x12\3\x90\1\0"s, scan, surplus));  // excludeConvertible: false
    EXPECT_EQ(scan.subscription.exclude_convertible, std::nullopt);
    ASSERT_FALSE(read("\x12\3\x90\1\1"s, scan, surplus));
    EXPECT_EQ(scan.subscription.exclude_convertible, true);
    UpdateConfigRequest settings;
    ASSERT_FALSE(read("\x38\0"s, settings, surplus));  // resetAPIOrderSequence: false
    EXPECT_EQ(settings.reset_api_order_sequence, false);
}

TEST(Protobuf, EmptyPartsAreSent)
{
    std::string frame;
    ASSERT_FALSE(encode(frame, GlobalCancelRequest{}, Version{218}));
    EXPECT_EQ(frame, "\0\0\0\6\0\0\1\2\x0A\0"s);
}

}  // namespace
}  // namespace trademind::ibkr::wire
