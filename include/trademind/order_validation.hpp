// Whether an order is well formed, before risk checks and before it is sent.
#pragma once

#include <trademind/contract.hpp>
#include <trademind/order.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind {

class Capabilities;
class TradingCalendar;

/// What an order is validated by. A null pointer: not known, and not checked. A view: the pointers
/// are the broker's and hold until its next call.
class ValidationRules {
public:
    const Capabilities* capabilities = nullptr;  ///< types, times in force, pairs, attributes
    const ContractDetails* details = nullptr;    ///< tick, lot and least size
    /// Ticks by price, instead of the one in `details`; null or empty: none.
    const std::vector<PriceIncrement>* price_increments = nullptr;
    const TradingCalendar* calendar = nullptr;  ///< ends good-till dates without a time
    std::string_view time_zone;  ///< of times written without one; empty: that of `details`, or UTC
    bool crypto_buys_by_cash = false;  ///< market buys of crypto take an amount, no quantity
    bool auctions = true;              ///< the market opens and closes with one: MOC, LOC and OPG
    std::optional<Decimal> largest;    ///< quantity and price
    /// Of futures and their options; a combo may always have such a price.
    bool allow_negative_prices = false;
    /// Whether the order that OrderRequest::parent_id names is there; nothing: not checked.
    std::optional<bool> has_parent = {};
    TimePoint now{};
};

/// What is wrong with an order.
class OrderFault {
public:
    /// With the code of TWS where it has one.
    Error error() const;

    Errc code = Errc::invalid_order;
    int tws_code = 0;        ///< 0: none
    std::string_view field;  ///< of OrderRequest: "limit_price"
    std::string text;        ///< names the field and its value
};

/// The first fault of the order, or nothing. Does no input or output; allocates only for a fault,
/// for a good-till date and for rare attributes.
std::optional<OrderFault> fault_of(const OrderRequest&, const ValidationRules&);

/// What is wrong with a client order id, or nothing: at most 128 bytes, none of them a control
/// character, no blank at either end. Empty: the caller gives none. Ids are written to logs,
/// journal and TWS. The text does not repeat the id.
std::optional<std::string> fault_of_client_order_id(std::string_view id);

/// When a GTD order ends. A date without a time ends at the calendar's close of that date; where
/// it has none, at the date's last midnight in the rules' time zone. Errc::invalid_argument: not a
/// time as TWS writes it.
Result<TimePoint> expiry_of(const OrderRequest&, const ValidationRules&);
/// The same of OrderRequest::good_till_date.
Result<TimePoint> expiry_of(std::string_view good_till_date, const ValidationRules&);
/// The moment from which an order works: OrderRequest::good_after_time. A date is its first
/// midnight.
Result<TimePoint> begin_of(std::string_view good_after_time, const ValidationRules&);

/// The tick at a price: by the table of increments, or the details' minimum tick, which is at most
/// 0.0001 for stocks below one unit of currency (SEC rule 612). Nothing: any price.
std::optional<Decimal> tick_at(Decimal price, const ContractDetails&,
                               const std::vector<PriceIncrement>* increments = nullptr);

}  // namespace trademind
