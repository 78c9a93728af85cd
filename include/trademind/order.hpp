// Orders as a program asks for them.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/decimal.hpp>
#include <trademind/ids.hpp>
#include <trademind/order_attributes.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind {

/// Order types, with TWS's spelling. Market and limit on open are market and limit with
/// TimeInForce::opening.
enum class OrderType {
    market,                      ///< MKT
    limit,                       ///< LMT
    stop,                        ///< STP
    stop_limit,                  ///< STP LMT
    trailing_stop,               ///< TRAIL
    trailing_stop_limit,         ///< TRAIL LIMIT
    market_if_touched,           ///< MIT
    limit_if_touched,            ///< LIT
    market_on_close,             ///< MOC
    limit_on_close,              ///< LOC
    market_to_limit,             ///< MTL
    market_with_protection,      ///< MKT PRT
    stop_with_protection,        ///< STP PRT
    midprice,                    ///< MIDPRICE
    relative,                    ///< REL
    passive_relative,            ///< PASSV REL
    pegged_to_market,            ///< PEG MKT
    pegged_to_midpoint,          ///< PEG MID
    pegged_to_primary,           ///< PEG PRIM
    pegged_to_best,              ///< PEG BEST
    pegged_to_stock,             ///< PEG STK
    pegged_to_benchmark,         ///< PEG BENCH
    snap_to_market,              ///< SNAP MKT
    snap_to_midpoint,            ///< SNAP MID
    snap_to_primary,             ///< SNAP PRIM
    trailing_market_if_touched,  ///< TRAIL MIT
    trailing_limit_if_touched,   ///< TRAIL LIT
    box_top,                     ///< BOX TOP
    volatility,                  ///< VOL
    relative_limit_combo,        ///< REL + LMT
    relative_market_combo,       ///< REL + MKT
    limit_market_combo,          ///< LMT + MKT
    unknown,                     ///< the broker names a type that this library does not have
};

enum class TimeInForce {
    day,                  ///< DAY
    good_till_cancelled,  ///< GTC
    immediate_or_cancel,  ///< IOC
    fill_or_kill,         ///< FOK
    good_till_date,       ///< GTD, with good_till
    opening,              ///< OPG: the opening auction
    auction,              ///< AUC: the pre-market auction
    day_till_cancelled,   ///< DTC
    overnight,            ///< OVERNIGHT
    overnight_and_day,    ///< OVERNIGHT + DAY
    minutes,              ///< Minutes, with a duration
    unknown,              ///< the broker names one that this library does not have
};

/// What makes a stop or touched order fire; source: IBKR's trigger methods.
enum class TriggerMethod {
    unknown = -1,   ///< the broker names one that this library does not have
    automatic = 0,  ///< the instrument's default
    double_bid_ask = 1,
    last = 2,
    double_last = 3,
    bid_ask = 4,
    last_or_bid_ask = 7,
    midpoint = 8,
};

/// How orders of one OCA ("one cancels all") group react to a fill.
enum class OcaType {
    unknown = -1,  ///< the broker names one that this library does not have
    none = 0,
    cancel_with_block = 1,
    reduce_with_block = 2,
    reduce_without_block = 3,
};

/// "MKT", "STP LMT", ...; "UNKNOWN".
std::string_view to_string(OrderType);
/// "DAY", "GTC", ...; "UNKNOWN".
std::string_view to_string(TimeInForce);
/// TWS's spelling, or the long names of the configuration (MARKET, LIMIT, STOP, STOP_LIMIT, in any
/// case).
std::optional<OrderType> parse_order_type(std::string_view);
/// TWS's spelling in any case.
std::optional<TimeInForce> parse_time_in_force(std::string_view);
/// True where the type needs OrderRequest::limit_price.
bool needs_limit_price(OrderType);
/// True where the type needs OrderRequest::stop_price.
bool needs_stop_price(OrderType);
/// True for pegged, relative and snap orders: their stop_price is a distance (TWS's auxPrice),
/// which OrderAttributes::offset names.
bool takes_offset(OrderType);
/// True for stops of every kind, trailing ones included: they trigger when the market moves against
/// the order, a buy at or above its stop price, a sale at or below it.
bool is_stop(OrderType);
/// True for TRAIL, TRAIL LIMIT, TRAIL MIT and TRAIL LIT.
bool is_trailing(OrderType);
/// True for touched orders of every kind (MIT, LIT, trailing ones): they trigger on the other side
/// of the market than a stop.
bool is_touched(OrderType);

/// An order before it is placed.
///
/// Built by buy() and sell() and refined by modifiers, which read like the order:
/// `buy(stock("AAPL"), 10_d).limit(189.10_d).good_till_cancelled()`. Without a price modifier it is
/// a market order. A plain value: copy it, keep it, pass it as a temporary inside co_await.
class OrderRequest {
public:
    OrderRequest() = default;
    OrderRequest(Side side, Contract contract, Decimal quantity)
        : contract{std::move(contract)}, side{side}, quantity{quantity}
    {}

    // Types. `limit` after `stop` (or the reverse) makes a stop limit.
    OrderRequest market() && { return std::move(*this).of_type(OrderType::market); }
    OrderRequest limit(Decimal price) &&;
    OrderRequest stop(Decimal price) &&;
    /// Trails the market by an amount; `initial_stop` is where it starts.
    OrderRequest trailing(Decimal amount, std::optional<Decimal> initial_stop = {}) &&;
    OrderRequest trailing_percent(Decimal percent, std::optional<Decimal> initial_stop = {}) &&;
    OrderRequest of_type(OrderType t) &&
    {
        type = t;
        return std::move(*this);
    }

    // Time in force.
    OrderRequest day() && { return std::move(*this).in_force(TimeInForce::day); }
    OrderRequest good_till_cancelled() &&
    {
        return std::move(*this).in_force(TimeInForce::good_till_cancelled);
    }
    OrderRequest immediate_or_cancel() &&
    {
        return std::move(*this).in_force(TimeInForce::immediate_or_cancel);
    }
    OrderRequest fill_or_kill() && { return std::move(*this).in_force(TimeInForce::fill_or_kill); }
    /// As TWS writes it: "20261224 16:00:00 US/Eastern", UTC "20261224-21:00:00"; see expiry_of.
    OrderRequest good_till(std::string when) &&;
    OrderRequest in_force(TimeInForce t) &&
    {
        time_in_force = t;
        return std::move(*this);
    }

    // Attributes.
    OrderRequest outside_regular_hours() &&
    {
        outside_rth = true;
        return std::move(*this);
    }
    OrderRequest for_account(std::string name) &&
    {
        account = std::move(name);
        return std::move(*this);
    }
    /// The caller's own id, kept with the order at the broker: placing it again places nothing.
    OrderRequest with_client_order_id(std::string id) &&
    {
        client_order_id = std::move(id);
        return std::move(*this);
    }
    OrderRequest in_oca_group(std::string name, OcaType how) &&;
    OrderRequest child_of(OrderId parent) &&
    {
        parent_id = parent;
        return std::move(*this);
    }
    OrderRequest held() &&
    {
        transmit = false;
        return std::move(*this);
    }
    OrderRequest triggered_by(TriggerMethod m) &&
    {
        trigger_method = m;
        return std::move(*this);
    }

    /// What few orders have: conditions, algorithms, pegs, scales ... Replaces those before.
    OrderRequest with(OrderAttributes more) &&
    {
        attributes = RareAttributes{std::move(more)};
        return std::move(*this);
    }

    /// An amount of money in the contract's currency instead of a quantity, which becomes 0.
    OrderRequest for_cash(Decimal amount) &&;
    /// True where OrderAttributes::cash_quantity sizes it: no quantity is known before it fills.
    bool is_by_cash() const
    {
        return quantity.is_zero() && attributes && attributes->cash_quantity;
    }

    // As they are shown: the broker's own word where the value is unknown.
    std::string_view side_text() const { return word_of(unknown_words, "side", to_string(side)); }
    std::string_view type_text() const { return word_of(unknown_words, "type", to_string(type)); }
    std::string quantity_text() const;
    std::string_view time_in_force_text() const
    {
        return word_of(unknown_words, "time_in_force", to_string(time_in_force));
    }

    /// "BUY 10 AAPL LMT 189.1 DAY".
    std::string describe() const;
    bool operator==(const OrderRequest&) const = default;

    Contract contract;
    Side side = Side::buy;
    /// > 0, in units of the contract; 0: sized by attributes, or unknown (`unknown_words`).
    Decimal quantity;
    OrderType type = OrderType::market;
    std::optional<Decimal> limit_price;      ///< in the contract's currency; 0 is a price
    std::optional<Decimal> stop_price;       ///< stop or trigger price
    std::optional<Decimal> trailing_amount;  ///< trailing orders: by amount, or ...
    std::optional<Decimal> trailing_rate;    ///< ... by percent of the price
    std::optional<Decimal> limit_offset;     ///< trailing stop limit: limit minus stop
    TimeInForce time_in_force = TimeInForce::day;
    std::string good_till_date, good_after_time;
    bool outside_rth = false;     ///< may trigger and fill outside regular trading hours
    std::string account;          ///< empty: the only account of the login
    std::string client_order_id;  ///< sent as orderRef; empty: none
    std::string oca_group;
    OcaType oca_type = OcaType::none;
    std::optional<OrderId> parent_id;
    bool transmit = true;  ///< false: TWS holds it until a related order is transmitted
    TriggerMethod trigger_method = TriggerMethod::automatic;
    RareAttributes attributes;   ///< empty: none
    UnknownWords unknown_words;  ///< of an order that the broker reported, by member
};

OrderRequest buy(Contract contract, Decimal quantity);
OrderRequest sell(Contract contract, Decimal quantity);

}  // namespace trademind
