// What fee models must know of earlier executions: totals of orders and volumes of the month.
#pragma once

#include <trademind/brokers/paper/models.hpp>
#include <trademind/ids.hpp>

#include <memory>
#include <unordered_map>
#include <vector>

namespace trademind::paper {

/// Products whose volumes are counted together.
enum class VolumeClass { stock, option, future, forex, other };
constexpr std::size_t volume_classes = 5;
VolumeClass volume_class(SecurityType type);

/// Volumes of one calendar month.
struct MonthVolumes {
    std::chrono::year_month month{};
    std::array<Decimal, volume_classes> volume{};
    bool operator==(const MonthVolumes&) const = default;
};

/// Totals of an order that has traded and may trade again.
struct OrderFees {
    OrderId order{};
    std::chrono::year_month_day trade_date{};
    OrderFeeTotals totals;
    bool operator==(const OrderFees&) const = default;
};

/// The memory of the fee model. Plain values in, plain values out; no clock.
class FeeBook {
public:
    explicit FeeBook(std::shared_ptr<const FeeModel> model,
                     MinimumScope scope = MinimumScope::order_day)
        : model_{std::move(model)}, scope_{scope}
    {}

    /// Fees of an execution of the order, which is remembered. `request` needs neither order totals
    /// nor month volume: both are filled in.
    Fees charge(OrderId order, FeeRequest request);
    /// The same without remembering: what filling that much at that price would cost.
    Fees preview(OrderId order, FeeRequest request) const;
    /// The order was modified.
    void modified(OrderId order);
    /// The order is done.
    void forget(OrderId order) { orders_.erase(order); }

    const MonthVolumes& month() const { return month_; }
    /// Totals of orders that are not done, by id.
    std::vector<OrderFees> orders() const;
    void restore(const MonthVolumes& month, const std::vector<OrderFees>& orders);

private:
    void fill_in(OrderId order, FeeRequest& request) const;

    std::shared_ptr<const FeeModel> model_;
    MinimumScope scope_;
    MonthVolumes month_;
    std::unordered_map<OrderId, OrderFees> orders_;
};

}  // namespace trademind::paper
