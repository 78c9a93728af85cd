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
    PermanentId permanent_id_;
    OrderStatus status_;
    Decimal filled_, remaining_, commission_;
    std::string commission_currency_;
    std::optional<Decimal> average_fill_price_, last_fill_price_;
    int client_id_;
    std::string why_held_, reject_details_;
    std::optional<Error> error_;
};

}  // namespace trademind::ibkr_broker
