// What TWS's statuses say of an order's fills.
#pragma once

#include "brokers/ibkr/translation/order_news.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace trademind::ibkr_broker {

/// A hint: executions are the truth, and may come before or after the status that counts them.
class StatusCounts {
public:
    /// A list may say less than before, a status that says less is late.
    void take(const StatusNews& news)
    {
        if (news.status == OrderStatus::filled) before_complete_.reset();
        if (!news.filled || (!news.listed && *news.filled < filled_)) return;
        filled_ = *news.filled;
        remaining_ = news.remaining;
        if (news.average_price) average_ = news.average_price;
    }
    /// An execution was corrected that the last status has counted.
    void correct(Decimal change) { filled_ += change; }
    /// The executions alone count from here on.
    void forget(Decimal executed) { filled_ = executed; }

    /// Executions that are the whole quantity fill an order before TWS's status says so; a
    /// correction that takes some back undoes what was inferred alone. Empty: `told` stands.
    std::optional<OrderStatus> infer(bool complete, OrderStatus told)
    {
        if (complete && told != OrderStatus::filled) {
            before_complete_ = told;
            return OrderStatus::filled;
        }
        if (complete) return {};
        auto before = std::exchange(before_complete_, std::nullopt);
        return told == OrderStatus::filled ? before : std::nullopt;
    }

    Decimal filled() const { return filled_; }
    const std::optional<Decimal>& remaining() const { return remaining_; }
    const std::optional<Decimal>& average() const { return average_; }

private:
    Decimal filled_;
    std::optional<Decimal> remaining_, average_;
    std::optional<OrderStatus> before_complete_;  ///< TWS's last word where Filled is inferred
};

}  // namespace trademind::ibkr_broker
