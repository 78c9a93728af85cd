// Orders and executions as TWS tells them.
#pragma once

#include "gateway/order_book.hpp"

#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>

#include <list>
#include <string>
#include <string_view>

namespace trademind::gateway {

/// TWS's word for the status: a refused order is Inactive there. Empty where nothing is known.
std::string_view status_word(OrderStatus status);
/// "20260105 09:30:00 US/Eastern".
std::string zoned_time(TimePoint when);

/// Messages about one order, and the texts that they point into. Lives as long as its messages.
class OrderMessages {
public:
    OrderMessages(const ClientOrder& order, std::string_view account)
        : order_{order}, account_{account}
    {}
    ibkr::OpenOrder open_order();
    ibkr::OrderStatus status();
    ibkr::CompletedOrder completed();
    /// The answer to a preview: margins and commission of an order that is not placed.
    static ibkr::OpenOrder preview(const ibkr::Contract&, const ibkr::Order&, int order_id,
                                   const OrderPreview&, std::list<std::string>& texts);

private:
    ibkr::Order wire_order();
    ibkr::Contract wire_contract();
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }

    const ClientOrder& order_;
    std::string account_;
    std::list<std::string> texts_;
};

/// Messages about one execution. `order` may be nothing: its order is not known here.
class ExecutionMessages {
public:
    ExecutionMessages(const Execution& execution, const ClientOrder* order);
    /// -1 tells an execution as it happens.
    ibkr::ExecutionDetails details(int request_id);
    static ibkr::CommissionAndFeesReport commission(const Commission& commission);

private:
    const Execution& execution_;
    const ClientOrder* order_;
    std::string reference_, time_;
    std::list<std::string> texts_;
};

}  // namespace trademind::gateway
