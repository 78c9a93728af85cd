// The text encoding: what values are taken, refused and written.
#include "brokers/ibkr/wire/dispatch.hpp"
#include "unit/wire/fields.hpp"

#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>
#include <trademind/brokers/ibkr/messages/news.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/reference.hpp>
#include <trademind/brokers/ibkr/messages/scanner.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace trademind::ibkr::wire {
namespace {

/// A body without id at server 200; the text must outlive the message.
template <class M> Fault read(const std::string& body, M& message)
{
    Surplus surplus;
    return decode(body, 0, Version{200}, Encoding::text, message, surplus);
}

Fault read_size(std::string_view size, TickSize& tick)
{
    return read(fields({"6", "31", "3", size}), tick);
}

TEST(TextQuantity, IsReadExactly)
{
    for (auto [text, value] : {std::pair{"100", "100"},
                               {"0.5", "0.5"},
                               {"1.50", "1.5"},
                               {"1E+3", "1000"},
                               {"4E-8", "0.00000004"},
                               {"-7", "-7"},
                               {"12345678901234567890", "12345678901234567890"}}) {
        TickSize tick;
        ASSERT_FALSE(read_size(text, tick)) << text;
        EXPECT_EQ(tick.size.value().str(), value);
    }
}

TEST(TextQuantity, MarksAreUnset)
{
    for (auto mark :
         {"", "2147483647", "9223372036854775807", "-9223372036854775808", "1.7976931348623157E308",
          "170141183460469231731687303715884105727", "Infinity", "NaN", "-SNaN"}) {
        TickSize tick;
        ASSERT_FALSE(read_size(mark, tick)) << mark;
        EXPECT_FALSE(tick.size) << mark;
    }
}

TEST(TextQuantity, AnythingElseIsAFaultThatNamesItsPlace)
{
    for (auto bad : {"12abc", "7 ", " 7", "1,000", "0x10", "sNaN", "nan", "--1", "1O0", "1e999",
                     "1E-999", "."}) {
        TickSize tick;
        auto fault = read_size(bad, tick);
        EXPECT_TRUE(fault) << bad;
        EXPECT_EQ(fault.message, "TickSize");
        EXPECT_EQ(fault.field, "size");
        EXPECT_EQ(fault.offset, 7U) << bad;
    }
}

TEST(TextInteger, IsStrict)
{
    for (auto bad : {"0x10", "12abc", "1.9", "1e3", "5 ", " 5", "99999999999", "+5", "-"}) {
        TickSize tick;
        auto fault = read(fields({"6", bad, "3", "1"}), tick);
        EXPECT_TRUE(fault) << bad;
        EXPECT_EQ(fault.field, "reqId");
    }
    TickSize tick;
    ASSERT_FALSE(read(fields({"6", "", "3", "1"}), tick));
    EXPECT_EQ(tick.request_id, 0);  // empty reads as zero, as servers mean it
}

TEST(TextPrice, TakesWhatServersSend)
{
    auto price = [](std::string_view text) {
        TickPrice tick;
        auto body = fields({"6", "1", "2", text, "5", "0"});
        EXPECT_FALSE(read(body, tick)) << text;
        return tick.price;
    };
    EXPECT_EQ(price("189.1"), 189.1);
    EXPECT_EQ(price("-37.63"), -37.63);
    EXPECT_EQ(price("1.5E-7"), 1.5e-7);
    EXPECT_EQ(price(""), 0);
    EXPECT_EQ(price("Infinity"), std::numeric_limits<double>::infinity());
    EXPECT_EQ(price("-Infinity"), -std::numeric_limits<double>::infinity());
    EXPECT_EQ(price("1.7976931348623157E308"), std::nullopt);
    EXPECT_EQ(price("1.7976931348623e+308"), std::nullopt);
}

TEST(TextPrice, RefusesTheRest)
{
    for (auto bad : {"abc", "12.5abc", "1,000.5", "1.2.3", "0x1p3", "1e999", "nan", "NaN", "1e"}) {
        TickPrice tick;
        auto fault = read(fields({"6", "1", "2", bad, "5", "0"}), tick);
        EXPECT_TRUE(fault) << bad;
        EXPECT_EQ(fault.field, "price");
    }
}

TEST(TextFlag, IsAnIntegerAboveZero)
{
    auto flag = [](std::string_view text) {
        HistoricalNewsEnd end;
        auto fault = read(fields({"1", text}), end);
        return fault ? std::optional<bool>{} : end.has_more;
    };
    EXPECT_EQ(flag("1"), true);
    EXPECT_EQ(flag("2"), true);
    EXPECT_EQ(flag("0"), false);
    EXPECT_EQ(flag(""), false);
    EXPECT_EQ(flag("-1"), false);
    EXPECT_EQ(flag("true"), std::nullopt);
    EXPECT_EQ(flag("1.5"), std::nullopt);
}

TEST(TextList, CountIsNotAPromise)
{
    MarketRule rule;
    auto huge = read(fields({"26", "2147483647", "0", "0.01"}), rule);
    EXPECT_EQ(huge.kind, Fault::Kind::truncated);
    EXPECT_LT(rule.price_increments.size(), 4U);
    MarketRule none;
    EXPECT_FALSE(read(fields({"26", "-1"}), none));
    EXPECT_TRUE(none.price_increments.empty());
    auto negative = read(fields({"26", "-1", "0", "0.01"}), none);
    EXPECT_EQ(negative.kind, Fault::Kind::out_of_range);
}

TEST(TextMessage, SurplusFieldsAreCounted)
{
    TickSize tick;
    Surplus surplus;
    auto body = fields({"6", "1", "3", "5", "new", "newer"}) + "unterminated";
    EXPECT_FALSE(decode(body, 0, Version{200}, Encoding::text, tick, surplus));
    EXPECT_EQ(surplus.trailing_fields, 3U);
}

TEST(TextCondition, OfAnUnknownTypeIsAFault)
{
    OpenOrder order;
    order.order.conditions.emplace_back();
    order.order.conditions.back().type = static_cast<OrderCondition::Type>(2);
    std::string frame;
    EXPECT_EQ(encode(frame, order, Version{200}).kind, Fault::Kind::unknown_value);
    EXPECT_TRUE(frame.empty());
}

std::string written(double x)
{
    TickGeneric tick;
    tick.value = x;
    std::string frame;
    EXPECT_FALSE(encode(frame, tick, Version{200}));
    auto body = std::string_view{frame}.substr(4);
    body.remove_suffix(1);
    return std::string{body.substr(body.rfind('\0') + 1)};
}

TEST(TextDouble, IsWrittenInPlainNotationAndReadsBack)
{
    EXPECT_EQ(written(189.1), "189.1");
    EXPECT_EQ(written(0), "0");
    EXPECT_EQ(written(-0.0), "-0");
    EXPECT_EQ(written(1e3), "1000");
    EXPECT_EQ(written(1e22), "10000000000000000000000");
    EXPECT_EQ(written(1e-7), "0.0000001");
    EXPECT_EQ(written(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(written(-1234.5678), "-1234.5678");
    EXPECT_EQ(written(99999.99995), "99999.99995");
    EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "Infinity");
    for (double x : {1.0 / 3, 4.9e-324, 2.2250738585072014e-308, 1.5e300, 123456789012.5}) {
        auto text = written(x);
        EXPECT_EQ(text.find('e'), std::string::npos);
        double back = 0;
        std::from_chars(text.data(), text.data() + text.size(), back);
        EXPECT_EQ(back, x);
    }
}

TEST(TextDouble, NotANumberIsNeverSent)
{
    PlaceOrderRequest request;
    request.order.limit_price = std::numeric_limits<double>::quiet_NaN();
    std::string out;
    for (int v : {200, 225}) {
        auto fault = encode(out, request, Version{v});
        EXPECT_EQ(fault.kind, Fault::Kind::not_a_number);
        EXPECT_NE(fault.field.find("lmtPrice"), std::string_view::npos);
    }
}

TEST(TextString, OfAClientIsAscii)
{
    PlaceOrderRequest request;
    std::string out;
    for (auto bad : {"S\xC3\xA3o", "bell\x07", "\x7F"}) {
        request.order.order_ref = bad;
        auto fault = encode(out, request, Version{200});
        EXPECT_EQ(fault.kind, Fault::Kind::bad_text) << bad;
        EXPECT_EQ(fault.field, "order.orderRef");
        EXPECT_TRUE(out.empty());
    }
    request.order.order_ref = "tab\tline\r\n";
    EXPECT_FALSE(encode(out, request, Version{200}));
    request.order.order_ref = std::string_view{"a\0b", 3};
    EXPECT_EQ(encode(out, request, Version{200}).kind, Fault::Kind::bad_text);
}

TEST(TextString, OfAServerMayBeAnythingButHoldsNoNul)
{
    ErrorMessage error;
    error.error_message =
        "Gr\xC3\xB6\xC3\x9F"
        "e \xFC";
    std::string out;
    EXPECT_FALSE(encode(out, error, Version{200}));
    error.error_message = std::string_view{"a\0b", 3};
    EXPECT_EQ(encode(out, error, Version{200}).kind, Fault::Kind::bad_text);
}

TEST(Frame, OverTheLimitIsRefusedBeforeSending)
{
    ScannerParameters answer;
    std::string big(max_frame, 'x');
    answer.xml = big;
    std::string out = "kept";
    for (int v : {200, 225}) {
        auto fault = encode(out, answer, Version{v});
        EXPECT_EQ(fault.kind, Fault::Kind::too_long);
        EXPECT_EQ(out, "kept");
    }
}

}  // namespace
}  // namespace trademind::ibkr::wire
