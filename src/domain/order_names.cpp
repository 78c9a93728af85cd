// Spelling of order types, times in force and order states.
#include "base/names.hpp"

#include <trademind/order.hpp>
#include <trademind/order_report.hpp>

#include <array>

namespace trademind {
namespace {

constexpr std::array order_types{
    Name{OrderType::market, "MKT"},
    Name{OrderType::limit, "LMT"},
    Name{OrderType::stop, "STP"},
    Name{OrderType::stop_limit, "STP LMT"},
    Name{OrderType::trailing_stop, "TRAIL"},
    Name{OrderType::trailing_stop_limit, "TRAIL LIMIT"},
    Name{OrderType::market_if_touched, "MIT"},
    Name{OrderType::limit_if_touched, "LIT"},
    Name{OrderType::market_on_close, "MOC"},
    Name{OrderType::limit_on_close, "LOC"},
    Name{OrderType::market_to_limit, "MTL"},
    Name{OrderType::market_with_protection, "MKT PRT"},
    Name{OrderType::stop_with_protection, "STP PRT"},
    Name{OrderType::midprice, "MIDPRICE"},
    Name{OrderType::relative, "REL"},
    Name{OrderType::passive_relative, "PASSV REL"},
    Name{OrderType::pegged_to_market, "PEG MKT"},
    Name{OrderType::pegged_to_midpoint, "PEG MID"},
    Name{OrderType::pegged_to_primary, "PEG PRIM"},
    Name{OrderType::pegged_to_best, "PEG BEST"},
    Name{OrderType::pegged_to_stock, "PEG STK"},
    Name{OrderType::pegged_to_benchmark, "PEG BENCH"},
    Name{OrderType::snap_to_market, "SNAP MKT"},
    Name{OrderType::snap_to_midpoint, "SNAP MID"},
    Name{OrderType::snap_to_primary, "SNAP PRIM"},
    Name{OrderType::trailing_market_if_touched, "TRAIL MIT"},
    Name{OrderType::trailing_limit_if_touched, "TRAIL LIT"},
    Name{OrderType::box_top, "BOX TOP"},
    Name{OrderType::volatility, "VOL"},
    Name{OrderType::relative_limit_combo, "REL + LMT"},
    Name{OrderType::relative_market_combo, "REL + MKT"},
    Name{OrderType::limit_market_combo, "LMT + MKT"},
};

// the long names of the configuration
constexpr std::array long_order_types{
    Name{OrderType::market, "MARKET"},
    Name{OrderType::limit, "LIMIT"},
    Name{OrderType::stop_limit, "STOP_LIMIT"},
    Name{OrderType::stop_limit, "STOP LIMIT"},
    Name{OrderType::stop, "STOP"},
    Name{OrderType::trailing_stop, "TRAILING_STOP"},
    Name{OrderType::trailing_stop_limit, "TRAILING_STOP_LIMIT"},
    Name{OrderType::pegged_to_market, "PEGMKT"},
    Name{OrderType::pegged_to_midpoint, "PEGMID"},
    Name{OrderType::pegged_to_best, "PEGBEST"},
    Name{OrderType::pegged_to_stock, "PEGSTK"},
    Name{OrderType::pegged_to_benchmark, "PEGBENCH"},
};

constexpr std::array times_in_force{
    Name{TimeInForce::day, "DAY"},
    Name{TimeInForce::good_till_cancelled, "GTC"},
    Name{TimeInForce::immediate_or_cancel, "IOC"},
    Name{TimeInForce::fill_or_kill, "FOK"},
    Name{TimeInForce::good_till_date, "GTD"},
    Name{TimeInForce::opening, "OPG"},
    Name{TimeInForce::auction, "AUC"},
    Name{TimeInForce::day_till_cancelled, "DTC"},
    Name{TimeInForce::overnight, "OVERNIGHT"},
    Name{TimeInForce::overnight_and_day, "OVERNIGHT + DAY"},
    Name{TimeInForce::minutes, "Minutes"},
};

constexpr std::array statuses{
    Name{OrderStatus::pending_submit, "PendingSubmit"},
    Name{OrderStatus::api_pending, "ApiPending"},
    Name{OrderStatus::pre_submitted, "PreSubmitted"},
    Name{OrderStatus::submitted, "Submitted"},
    Name{OrderStatus::pending_cancel, "PendingCancel"},
    Name{OrderStatus::api_cancelled, "ApiCancelled"},
    Name{OrderStatus::cancelled, "Cancelled"},
    Name{OrderStatus::filled, "Filled"},
    Name{OrderStatus::inactive, "Inactive"},
    Name{OrderStatus::rejected, "Rejected"},
    Name{OrderStatus::unknown, "Unknown"},
};

constexpr std::array filters{
    Name{OrderFilter::open, "open"},
    Name{OrderFilter::filled, "filled"},
    Name{OrderFilter::cancelled, "cancelled"},
    Name{OrderFilter::all, "all"},
};

}  // namespace

std::string_view to_string(OrderType type)
{
    return type == OrderType::unknown ? "UNKNOWN" : name_of(order_types, type);
}
std::string_view to_string(TimeInForce time_in_force)
{
    return time_in_force == TimeInForce::unknown ? "UNKNOWN"
                                                 : name_of(times_in_force, time_in_force);
}
std::string_view to_string(OrderStatus status)
{
    return name_of(statuses, status);
}
std::optional<OrderType> parse_order_type(std::string_view text)
{
    if (auto type = value_of(order_types, text)) return type;
    return value_of(long_order_types, text);
}
std::optional<TimeInForce> parse_time_in_force(std::string_view text)
{
    return value_of(times_in_force, text);
}
std::optional<OrderStatus> parse_order_status(std::string_view text)
{
    return value_of(statuses, text);
}
std::optional<OrderFilter> parse_order_filter(std::string_view text)
{
    return value_of(filters, text);
}

}  // namespace trademind
