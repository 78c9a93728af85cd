// What a report said before some news, to see whether they changed it.
#pragma once

#include <trademind/order_report.hpp>

#include <optional>
#include <string>

namespace trademind::ibkr_broker {

/// The facts of a report apart from the order's own terms and the messages about it: these are
/// large, and few news touch them.
class ReportFacts {
public:
    explicit ReportFacts(const OrderReport&);
    bool still_hold(const OrderReport&) const;

private:
    PermanentId permanent_id;
    OrderStatus status;
    Decimal filled, remaining, commission;
    std::string commission_currency;
    std::optional<Decimal> average_fill_price, last_fill_price;
    int client_id;
    std::string why_held, reject_details;
    std::optional<Error> error;
};

}  // namespace trademind::ibkr_broker
