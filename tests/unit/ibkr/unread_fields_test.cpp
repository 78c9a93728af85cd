// What TWS does not say, or says in a word that is not known, never becomes a value that looks
// true: each field of each message that makes a value of the domain is spoiled in turn, in both
// encodings.
#include "unit/ibkr/spoiled_message.hpp"

#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/wire/dispatch.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trademind::ibkr_broker {
namespace {

using namespace trademind::literals;
using ibkr::Version;
using ibkr::wire::Encoding;

/// Unlike every default: a put of the sell side, a stop limit, good till cancelled.
ibkr::Contract contract()
{
    ibkr::Contract c;
    c.con_id = 700123;
    c.symbol = "SPX";
    c.sec_type = "OPT";
    c.last_trade_date_or_contract_month = "20270618";
    c.strike = 5000.5;
    c.right = "P";
    c.multiplier = ibkr::Multiplier{"100"};
    c.exchange = "CBOE";
    c.currency = "EUR";
    c.local_symbol = "SPX   270618P05000500";
    c.trading_class = "SPXW";
    return c;
}

ibkr::Order order()
{
    ibkr::Order o;
    o.client_id = 7;
    o.perm_id = 99;
    o.action = "SELL";
    o.total_quantity = 7_d;
    o.order_type = "STP LMT";
    o.limit_price = 3.5;
    o.aux_price = 3.75;
    o.time_in_force = "GTC";
    o.account = "DU1";
    o.order_ref = "name";
    return o;
}

/// The words of a domain value are among these: what was sent, or unknown.
void expect_no_default(const Contract& c)
{
    EXPECT_TRUE(c.type == SecurityType::option || c.type == SecurityType::unknown);
    EXPECT_TRUE(!c.right || *c.right == OptionRight::put || *c.right == OptionRight::unknown);
    EXPECT_TRUE(!c.strike || *c.strike == 5000.5_d);
    EXPECT_TRUE(!c.multiplier || *c.multiplier == 100_d);
    EXPECT_NE(c.currency, "USD");
}

void expect_no_default(const OrderRequest& o)
{
    expect_no_default(o.contract);
    EXPECT_TRUE(o.side == Side::sell || o.side == Side::unknown);
    EXPECT_TRUE(o.type == OrderType::stop_limit || o.type == OrderType::unknown);
    EXPECT_TRUE(o.time_in_force == TimeInForce::good_till_cancelled ||
                o.time_in_force == TimeInForce::unknown);
    EXPECT_TRUE(!o.limit_price || *o.limit_price == 3.5_d);
    EXPECT_TRUE(!o.stop_price || *o.stop_price == 3.75_d);
}

/// What a word turned into, and whether it is noted.
void expect_noted(const UnknownWords& words, bool is_unknown, std::string_view field)
{
    if (!is_unknown) return;
    EXPECT_EQ(word_of(words, field, "not noted"), no_such_word) << field;
}

void expect_noted(const Contract& c)
{
    expect_noted(c.unknown_words, c.type == SecurityType::unknown, "type");
    expect_noted(c.unknown_words, c.right == OptionRight::unknown, "right");
}

void expect_noted(const OrderRequest& o)
{
    expect_noted(o.contract);
    expect_noted(o.unknown_words, o.side == Side::unknown, "side");
    expect_noted(o.unknown_words, o.type == OrderType::unknown, "type");
    expect_noted(o.unknown_words, o.time_in_force == TimeInForce::unknown, "time_in_force");
}

/// Spoils the message's fields one after the other, sends it over the wire and calls
/// `look(read message, spoiled field)`. Returns how many fields there are.
template <class M, class Look>
int spoil_each(M message, Version server, Encoding encoding, Look look)
{
    for (int n = 0;; ++n) {
        M spoiled = message;
        std::string field;
        if (encoding == Encoding::text) {
            Spoiler<true> spoiler{n, server};
            ibkr::fields_of(spoiled, spoiler);
            field = spoiler.field();
        } else {
            Spoiler<false> spoiler{n, server};
            ibkr::fields_of(spoiled, spoiler);
            field = spoiler.field();
        }
        if (field.empty()) return n;
        SCOPED_TRACE(std::string{M::info.name} + "." + field +
                     (encoding == Encoding::text ? ", text" : ", protobuf"));
        std::string frame;
        auto refused = ibkr::wire::encode_as(frame, spoiled, server, encoding);
        EXPECT_FALSE(refused) << refused.describe();
        auto payload = std::string_view{frame}.substr(4);
        ibkr::wire::MessageHead head;
        EXPECT_FALSE(ibkr::wire::read_head(payload, server, head));
        M read;
        ibkr::wire::Surplus surplus;
        auto fault = ibkr::wire::decode(payload, head.body_at, server, encoding, read, surplus);
        EXPECT_FALSE(fault) << fault.describe();
        if (!fault) look(read, field);
    }
}

template <class M, class Look> void spoil_each(const M& message, int least, Look look)
{
    EXPECT_GE(spoil_each(message, Version{200}, Encoding::text, look), least);
    EXPECT_GE(spoil_each(message, Version::newest, Encoding::protobuf, look), least);
}

bool names(const std::string& field, std::string_view end)
{
    return std::string_view{field}.ends_with(end);
}

}  // namespace

TEST(UnreadFields, OfOpenOrders)
{
    ibkr::OpenOrder message;
    message.order_id = 8;
    message.contract = contract();
    message.order = order();
    message.order_state.status = "Submitted";
    spoil_each(message, 60, [](const ibkr::OpenOrder& read, const std::string& field) {
        auto news = from_wire(read);
        expect_no_default(news.order);
        expect_noted(news.order);
        EXPECT_TRUE(!news.status || *news.status == OrderStatus::submitted);
        EXPECT_EQ(to_number(news.permanent_id), 99);
        EXPECT_EQ(news.client_id, 7);
        bool has_quantity = !names(field, "totalQuantity");
        EXPECT_EQ(news.order.quantity, has_quantity ? 7_d : 0_d);
        EXPECT_EQ(word_of(news.order.unknown_words, "quantity", {}).empty(), has_quantity);
    });
}

TEST(UnreadFields, OfCompletedOrders)
{
    ibkr::CompletedOrder message;
    message.contract = contract();
    message.order = order();
    message.order.filled_quantity = 7_d;
    message.order_state.status = "Filled";
    spoil_each(message, 50, [](const ibkr::CompletedOrder& read, const std::string&) {
        auto terms = from_wire(read.contract, read.order);
        expect_no_default(terms);
        expect_noted(terms);
    });
}

TEST(UnreadFields, OfOrderStatuses)
{
    ibkr::OrderStatus message;
    message.order_id = 8;
    message.status = "Submitted";
    message.filled = 3_d;
    message.remaining = 4_d;
    message.average_fill_price = 3.5;
    message.last_fill_price = 3.5;
    message.perm_id = 99;
    message.client_id = 7;
    spoil_each(message, 8, [](const ibkr::OrderStatus& read, const std::string& field) {
        auto news = from_wire(read);
        if (field == "status") {
            EXPECT_FALSE(news) << "it changes no order";
            return;
        }
        ASSERT_TRUE(news);
        EXPECT_EQ(news->status, OrderStatus::submitted);
        EXPECT_TRUE(!news->filled || *news->filled == 3_d);
        EXPECT_TRUE(!news->remaining || *news->remaining == 4_d);
        EXPECT_TRUE(!news->average_price || *news->average_price == 3.5_d);
        EXPECT_TRUE(!news->client_id || *news->client_id == 7);
    });
}

TEST(UnreadFields, OfExecutions)
{
    ibkr::ExecutionDetails message;
    message.contract = contract();
    auto& e = message.execution;
    e.order_id = 8;
    e.exec_id = "E1.01";
    e.time = "20260105 09:31:00 US/Eastern";
    e.account = "DU1";
    e.side = "SLD";
    e.shares = 3_d;
    e.price = 3.5;
    e.perm_id = 99;
    e.client_id = 7;
    e.cumulative_quantity = 3_d;
    e.average_price = 3.5;
    spoil_each(message, 20, [](const ibkr::ExecutionDetails& read, const std::string& field) {
        UnknownWords unread;
        auto fill = from_wire(read, "UTC", unread);
        bool is_fill = field != "shares" && field != "price";
        ASSERT_EQ(fill.has_value(), is_fill);
        if (!fill) {
            EXPECT_EQ(unread.front().field, field);
            return;
        }
        expect_no_default(fill->contract);
        expect_noted(fill->contract);
        EXPECT_TRUE(fill->side == Side::sell || fill->side == Side::unknown);
        expect_noted(fill->unknown_words, fill->side == Side::unknown, "side");
        EXPECT_EQ(fill->quantity, 3_d);
        EXPECT_EQ(fill->price, 3.5_d);
        EXPECT_EQ(fill->average_price, 3.5_d);
        if (field != "time") {
            EXPECT_EQ(format_time(fill->time), "2026-01-05T14:31:00Z");
            return;
        }
        EXPECT_EQ(fill->time, TimePoint{}) << "no time, and the fill counts";
        EXPECT_EQ(unread, (UnknownWords{{"time", std::string{no_such_word}}}));
    });
}

TEST(UnreadFields, OfCommissions)
{
    ibkr::CommissionAndFeesReport message;
    message.exec_id = "E1.01";
    message.commission_and_fees = 1.25;
    message.currency = "EUR";
    message.realized_pnl = 12.5;
    spoil_each(message, 4, [](const ibkr::CommissionAndFeesReport& read, const std::string& field) {
        UnknownWords unread;
        auto fee = from_wire(read, unread);
        ASSERT_EQ(fee.has_value(), field != "commissionAndFees");
        if (!fee) {
            EXPECT_EQ(unread.size(), 1U);
            return;
        }
        EXPECT_EQ(fee->amount, 1.25_d);
        EXPECT_TRUE(!fee->realized_pnl || *fee->realized_pnl == 12.5_d);
    });
}

TEST(UnreadFields, OfPositions)
{
    auto look = [](const auto& read, const std::string& field) {
        UnknownWords unread;
        auto row = from_wire(read, unread);
        ASSERT_EQ(row.has_value(), field != "position") << "nothing is another thing than zero";
        if (!row) {
            EXPECT_EQ(unread.front().field, "position");
            return;
        }
        EXPECT_EQ(row->quantity, 7_d);
        expect_no_default(row->contract);
        expect_noted(row->contract);
        EXPECT_EQ(row->contract.id, 700123);
        EXPECT_TRUE(row->known_average_cost() == 3.5_d ||
                    (!row->known_average_cost() && !unread.empty()));
        EXPECT_TRUE(!row->market_price || *row->market_price == 3.5_d);
        EXPECT_TRUE(!row->market_value || *row->market_value == 24.5_d);
    };
    ibkr::Position position;
    position.account = "DU1";
    position.contract = contract();
    position.position = 7_d;
    position.average_cost = 3.5;
    spoil_each(position, 10, look);
    ibkr::PositionMulti multi;
    multi.account = "DU1";
    multi.contract = contract();
    multi.position = 7_d;
    multi.average_cost = 3.5;
    spoil_each(multi, 10, look);
    ibkr::PortfolioValue row;
    row.account = "DU1";
    row.contract = contract();
    row.position = 7_d;
    row.average_cost = 3.5;
    row.market_price = 3.5;
    row.market_value = 24.5;
    spoil_each(row, 12, look);
}

TEST(UnreadFields, OfContracts)
{
    ibkr::ContractData message;
    message.contract = contract();
    message.details.min_tick = 0.05_d;
    message.details.price_magnifier = 1;
    message.details.time_zone_id = "US/Central";
    message.details.min_size = 1_d;
    spoil_each(message, 25, [](const ibkr::ContractData& read, const std::string&) {
        auto details = from_wire(read);
        expect_no_default(details.contract);
        expect_noted(details.contract);
        EXPECT_EQ(details.contract.id, 700123);
        EXPECT_TRUE(!details.minimum_tick || *details.minimum_tick == 0.05_d);
        EXPECT_TRUE(!details.minimum_size || *details.minimum_size == 1_d);
    });
}

TEST(UnreadFields, OfBars)
{
    ibkr::HistoricalData message;
    message.request_id = 1;
    auto& bar = message.bars.emplace_back();
    bar.date = "20260714 10:00:00 US/Eastern";
    bar.open = bar.high = bar.low = bar.close = 3.5;
    bar.volume = 7_d;
    spoil_each(message, 7, [](const ibkr::HistoricalData& read, const std::string& field) {
        ASSERT_EQ(read.bars.size(), 1U);
        UnknownWords unread;
        auto row = from_wire(read.bars.front(), "UTC", unread);
        bool is_spoiled = field == "date" || field == "open" || field == "high" || field == "low" ||
                          field == "close";
        ASSERT_EQ(row.has_value(), !is_spoiled);
        if (!row) {
            EXPECT_EQ(unread.size(), 1U) << "it says which field";
            return;
        }
        EXPECT_EQ(row->close, 3.5_d);
        EXPECT_TRUE(!row->volume || *row->volume == 7_d);
    });
}

TEST(UnreadFields, ShortSalesOfInstitutionsAreSales)
{
    for (auto action : {"SSHORT", "SLONG"}) {
        auto o = order();
        o.action = action;
        EXPECT_EQ(from_wire(contract(), o).side, Side::sell) << action;
    }
}

TEST(UnreadFields, NumbersThatMeanAWayAreReadToo)
{
    auto o = order();
    o.trigger_method = 9;
    o.oca_group = "g";
    o.oca_type = 4;
    auto terms = from_wire(contract(), o);
    EXPECT_EQ(terms.trigger_method, TriggerMethod::unknown);
    EXPECT_EQ(terms.oca_type, OcaType::unknown);
    EXPECT_EQ(terms.unknown_words, (UnknownWords{{"oca_type", "4"}, {"trigger_method", "9"}}));
}

TEST(UnreadFields, LegsKeepTheirOwnWord)
{
    auto c = contract();
    c.sec_type = "BAG";
    auto& leg = c.combo_legs.emplace_back();
    leg.con_id = 1;
    leg.ratio = 1;
    leg.action = "SWAP";
    leg.exchange = "CBOE";
    auto combo = from_wire(c);
    EXPECT_EQ(combo.legs.at(0).side, Side::unknown);
    EXPECT_EQ(word_of(combo.unknown_words, "legs[0].side", ""), "SWAP");
}

TEST(UnreadFields, TheDayOfAContractIsItsOwn)  // whatever zone the login has
{
    ibkr::ContractData message;
    message.contract = contract();
    message.details.time_zone_id = "US/Central";
    // the last moment of Friday, 2027-06-18, in Chicago, as ten logins would see it
    for (auto text :
         {"20270618 16:00:00 US/Central", "20270618 17:00:00 US/Eastern",
          "20270619 05:00:00 Asia/Shanghai", "20270618 22:00:00 Europe/London",
          "20270618 23:00:00 Europe/Berlin", "20270619 06:00:00 Asia/Tokyo", "20270618-21:00:00",
          "20270619 07:00:00 Australia/Sydney", "20270619 02:30:00 Asia/Kolkata",
          "20270618 14:00:00 US/Pacific", "20270618"}) {
        message.contract.last_trade_date_or_contract_month = text;
        EXPECT_EQ(from_wire(message).contract.expiry, "20270618") << text;
    }
    message.contract.last_trade_date_or_contract_month = "20270619 05:00:00 Mars/Base";
    message.contract.last_trade_date = "20270618";
    EXPECT_EQ(from_wire(message).contract.expiry, "20270618") << "a date needs no zone";
    message.contract.last_trade_date = "";
    message.contract.last_trade_date_or_contract_month = "202706";
    EXPECT_EQ(from_wire(message).contract.expiry, "202706");
}

}  // namespace trademind::ibkr_broker
