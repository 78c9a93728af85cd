// The tables of a paper account's file, each described once: what writes a record also reads it.
#pragma once

#include "brokers/paper/fees/fee_book.hpp"
#include "brokers/paper/ledger/ledger_state.hpp"
#include "brokers/paper/orders/order.hpp"
#include "brokers/paper/store/records.hpp"

#include <optional>
#include <string>

namespace trademind::paper {

struct Setting {
    static constexpr TableName table{"account", "key", true};
    std::string key, value;  ///< empty: none
    template <class V, class R> static void describe(V& v, R& r)
    {
        v("key", r.key);
        v.text("value", r.value);
    }
};

struct InstrumentRow {
    static constexpr TableName table{"instruments", "id"};
    InstrumentId id{};
    ContractDetails details;
    template <class V, class R> static void describe(V& v, R& r)
    {
        auto& c = r.details.contract;
        v("id", r.id);
        v.word("type", c.type, parse_security_type);
        v("symbol", c.symbol);
        v("exchange", c.exchange);
        v("primary_exchange", c.primary_exchange);
        v("currency", c.currency);
        v("expiry", c.expiry);
        v("strike", c.strike);
        v.word("right", c.right, parse_option_right);
        v("multiplier", c.multiplier);
        v("local_symbol", c.local_symbol);
        v("trading_class", c.trading_class);
        v("contract_id", c.id);
        v("price_magnifier", r.details.price_magnifier);
        v("minimum_tick", r.details.minimum_tick);
        v("size_increment", r.details.size_increment);
        v("minimum_size", r.details.minimum_size);
    }
};

struct OrderRow {
    static constexpr TableName table{"orders", "id", true};
    Order* order;
    RareTerms rare;
    std::optional<Decimal> limit_price, stop_price;  ///< a trailing stop's where they stand now
    std::optional<Decimal> relative_price;           ///< where a relative order has got to
    std::optional<std::int64_t> error_code;
    std::string error_category, error_message;
    template <class V, class R> static void describe(V& v, R& r)
    {
        auto& o = *r.order;
        v("id", o.id);
        v("instrument", o.instrument);
        v.word("side", o.side, parse_side);
        v.word("type", o.type, parse_order_type);
        v.word("time_in_force", o.time_in_force, parse_time_in_force);
        v.word("status", o.status, parse_order_status);
        v.number("place", o.place);
        v("quantity", o.quantity);
        v("filled", o.filled);
        v("filled_value", o.filled_value);
        v("commission", o.commission);
        v("active_quantity", o.active_quantity);
        v("limit_price", r.limit_price);
        v("stop_price", r.stop_price);
        v("last_fill_price", o.last_fill_price);
        v.number("trigger_method", o.trigger_method);
        v.number("oca_type", o.oca_type);
        v("outside_rth", o.outside_rth);
        v("transmit", o.transmit);
        v("triggered", o.triggered);
        v("priority", o.priority);
        v("submitted_at", o.submitted_at);
        v("updated_at", o.updated_at);
        v("expires_at", o.expires_at);
        v("relative_price", r.relative_price);
        v.mark();  // what follows few orders have
        v("trailing_amount", r.rare.trailing_amount);
        v("trailing_rate", r.rare.trailing_rate);
        v("limit_offset", r.rare.limit_offset);
        v.text("good_till_date", r.rare.good_till_date);
        v.text("good_after_time", r.rare.good_after_time);
        v.text("account", r.rare.account);
        v.text("client_order_id", r.rare.client_order_id);
        v.text("oca_group", r.rare.oca_group);
        v.text("exchange", r.rare.exchange);
        v("parent", r.rare.parent);
        v("error_code", r.error_code);
        v.text("error_category", r.error_category);
        v.text("error_message", r.error_message);
    }
};

struct ExecutionRow {
    static constexpr TableName table{"executions", "number"};
    std::size_t number = 0;
    Execution execution;
    Commission commission;
    template <class V, class R> static void describe(V& v, R& r)
    {
        auto& e = r.execution;
        v("number", r.number);
        v("id", e.id);
        v("order_id", e.order_id);
        v("quantity", e.quantity);
        v("price", e.price);
        v("cumulative_quantity", e.cumulative_quantity);
        v("average_price", e.average_price);
        v("time", e.time);
        v("fees", r.commission.amount);
        v("fee_currency", r.commission.currency);
        v("realized_pnl", r.commission.realized_pnl);
    }
};

struct PositionRow {
    static constexpr TableName table{"positions", "instrument", true};
    PositionState state;
    TimePoint priced{}, changed{};  ///< the epoch: not known
    template <class V, class R> static void describe(V& v, R& r)
    {
        auto& p = r.state;
        v("instrument", p.instrument);
        v("unit_value", p.unit_value);
        v("quantity", p.position.quantity);
        v("cost", p.position.cost);
        v("realized", p.position.realized);
        v("variation_basis", p.variation_basis);
        v("mark", p.mark);
        v("day_trade_date", p.day_trades.date);
        v("day_trade_opened", p.day_trades.opened);
        v("priced_at", r.priced);
        v("changed_at", r.changed);
    }
};

struct CashRow {
    static constexpr TableName table{"cash", "currency", true};
    CashBalance cash;  ///< without what is not settled
    template <class V, class R> static void describe(V& v, R& r)
    {
        v("currency", r.cash.currency);
        v("amount", r.cash.amount);
        v("deposited", r.cash.deposited);
        v("converted", r.cash.converted);
        v("fees_outside_cost", r.cash.fees_outside_cost);
    }
};

struct UnsettledRow {
    static constexpr TableName table{"unsettled", "settles_on"};
    std::string currency;
    UnsettledCash cash;
    template <class V, class R> static void describe(V& v, R& r)
    {
        v("currency", r.currency);
        v("settles_on", r.cash.settles_on);
        v("amount", r.cash.amount);
    }
};

struct RateRow {
    static constexpr TableName table{"rates", "currency", true};
    ExchangeRates::Rate rate;
    template <class V, class R> static void describe(V& v, R& r)
    {
        v("currency", r.rate.currency);
        v("price", r.rate.price);
        v("inverse", r.rate.inverse);
    }
};

struct DayTradesRow {
    static constexpr TableName table{"day_trades", "date"};
    DayTradeCounter::Day day;
    template <class V, class R> static void describe(V& v, R& r)
    {
        v("date", r.day.date);
        v("count", r.day.count);
    }
};

struct MonthVolumeRow {
    static constexpr TableName table{"month_volumes", "class", true};
    std::size_t volume_class = 0;
    Decimal volume;
    template <class V, class R> static void describe(V& v, R& r)
    {
        v("class", r.volume_class);
        v("volume", r.volume);
    }
};

struct OrderFeesRow {
    static constexpr TableName table{"order_fees", "order_id"};
    OrderFees fees;
    template <class V, class R> static void describe(V& v, R& r)
    {
        auto& totals = r.fees.totals;
        v("order_id", r.fees.order);
        v("trade_date", r.fees.trade_date);
        v("quantity", totals.quantity);
        v("value", totals.value);
        v("commission_before_limits", totals.commission_before_limits);
        v("commission", totals.commission);
    }
};

}  // namespace trademind::paper
