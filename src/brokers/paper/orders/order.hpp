// One order inside the paper broker, kept small: a million may rest.
#pragma once

#include "brokers/paper/market/instruments.hpp"

#include <trademind/order_report.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace trademind::paper {

/// Where an order waits.
enum class Place : std::uint8_t {
    nowhere,  ///< in flight or done
    untransmitted,
    child,     ///< its parent has not filled
    held,      ///< until the session opens, or until its good-after time
    armed,     ///< until its trigger fires
    trailing,  ///< the same, with a trigger that follows the market
    queue,     ///< a market order that found no size
    resting,   ///< a limit order
    pegged,
    opening_auction,
    closing_auction,
};

/// What few orders have.
struct RareTerms {
    std::optional<Decimal> trailing_amount, trailing_rate, limit_offset;
    std::string good_till_date, good_after_time, account, client_order_id, oca_group;
    std::string exchange;  ///< where the order is routed, if not where its instrument is listed
    std::optional<OrderId> parent;
    std::optional<Error> error;
};

struct Order {
    OrderId id{};
    PermanentId permanent_id{};
    InstrumentId instrument{};
    Side side = Side::buy;
    OrderType type = OrderType::market;
    TimeInForce time_in_force = TimeInForce::day;
    TriggerMethod trigger_method = TriggerMethod::automatic;
    OcaType oca_type = OcaType::none;
    OrderStatus status = OrderStatus::pending_submit;
    Place place = Place::nowhere;
    bool outside_rth = false, transmit = true;
    bool triggered = false;       ///< its stop or touch price was reached
    bool cancel_pending = false;  ///< a cancel is in flight
    bool announced = false;       ///< its first event was sent
    bool is_exercise = false;     ///< it books the end of a contract, and met no market
    std::uint32_t bar_round = 0;  ///< bars of the round that was on when its terms came: not for it

    Decimal quantity, filled;
    Decimal filled_value;  ///< sum of quantity times price, for the average
    Decimal commission;
    /// Of `commission`, kept by the order store; nullptr before the first.
    const std::string* commission_currency = nullptr;
    std::optional<Decimal> limit_price, stop_price, last_fill_price;
    Decimal working_price;     ///< the price by which an index holds it
    Decimal queue_mark;        ///< queue model: traded volume at which its turn comes
    std::uint64_t priority{};  ///< time priority: lower goes first
    std::uint64_t armed_at{};  ///< market event after which its trigger may fire
    TimePoint submitted_at{}, updated_at{};
    TimePoint expires_at{TimePoint::max()};
    /// Of the bracket parent: how much the children may work.
    Decimal active_quantity;
    std::unique_ptr<RareTerms> rare;
    Order *live_before = nullptr, *live_after = nullptr;  ///< list of live orders, by id

    Decimal leaves() const { return quantity - filled; }
    /// What of it may fill now: a child works for what its parent has filled.
    Decimal workable() const;
    bool done() const { return is_done(status); }
    RareTerms& rarely()
    {
        if (!rare) rare = std::make_unique<RareTerms>();
        return *rare;
    }
    const std::string& oca_group() const;
    const std::string& client_order_id() const;
    /// Where it is routed: its own exchange, or that of the listed contract.
    const std::string& exchange(const Contract& listed) const;
    /// A stock or option order that names the exchange itself, instead of leaving that to SMART.
    bool is_directed(const Contract& listed) const;
    std::optional<OrderId> parent() const { return rare ? rare->parent : std::optional<OrderId>{}; }

    /// Takes over the terms of a request for the listed contract; identity, state and fills stay.
    void set_terms(const OrderRequest& request, const Contract& listed);
    OrderRequest terms(const Instruments& instruments) const;
    /// Writes the same into a new request, a new report: copied once, moved never.
    void write_terms(const Instruments& instruments, OrderRequest& into) const;
    void write_report(const Instruments& instruments, OrderReport& into) const;
};

/// Market orders, and orders that become one.
bool is_market_style(OrderType type);
/// Orders with a stop or touch price, trailing ones included.
bool has_trigger(OrderType type);
/// Prices that float with the quote: pegged, midprice, relative.
bool is_floating(OrderType type);

}  // namespace trademind::paper
