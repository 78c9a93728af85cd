// What fee models must know of earlier executions.
#include "brokers/paper/fees/fee_book.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

std::chrono::year_month month_of(std::chrono::year_month_day date)
{
    return {date.year(), date.month()};
}

Decimal volume_of(const FeeRequest& request)
{
    if (request.contract.type != SecurityType::forex) return request.quantity;
    return request.base_value().value_or(Decimal{});
}

}  // namespace

VolumeClass volume_class(SecurityType type)
{
    switch (type) {
    case SecurityType::stock: return VolumeClass::stock;
    case SecurityType::option: return VolumeClass::option;
    case SecurityType::future:
    case SecurityType::continuous_future:
    case SecurityType::future_option: return VolumeClass::future;
    case SecurityType::forex: return VolumeClass::forex;
    default: return VolumeClass::other;
    }
}

void FeeBook::fill_in(OrderId order, FeeRequest& request) const
{
    auto it = orders_.find(order);
    bool counts = it != orders_.end() &&
                  (scope_ == MinimumScope::order || it->second.trade_date == request.trade_date);
    request.order = counts ? it->second.totals : OrderFeeTotals{};
    auto index = static_cast<std::size_t>(volume_class(request.contract.type));
    request.month_volume =
        month_.month == month_of(request.trade_date) ? month_.volume[index] : Decimal{};
}

Fees FeeBook::preview(OrderId order, FeeRequest request) const
{
    fill_in(order, request);
    return model_->charge(request);
}

Fees FeeBook::charge(OrderId order, FeeRequest request)
{
    fill_in(order, request);
    Fees fees = model_->charge(request);

    OrderFees after{order, request.trade_date, request.order};
    after.totals.quantity += request.quantity;
    after.totals.value += request.value();
    after.totals.commission_before_limits += fees.commission_before_limits;
    after.totals.commission += fees[FeeKind::commission];
    MonthVolumes month = month_;
    if (month.month != month_of(request.trade_date)) month = {month_of(request.trade_date), {}};
    month.volume[static_cast<std::size_t>(volume_class(request.contract.type))] +=
        volume_of(request);
    orders_.insert_or_assign(order, after);
    month_ = month;
    return fees;
}

void FeeBook::modified(OrderId order)
{
    if (scope_ == MinimumScope::order_day_version) forget(order);
}

std::vector<OrderFees> FeeBook::orders() const
{
    std::vector<OrderFees> all;
    for (const auto& [id, fees] : orders_) all.push_back(fees);
    std::ranges::sort(all, {}, &OrderFees::order);
    return all;
}

void FeeBook::restore(const MonthVolumes& month, const std::vector<OrderFees>& orders)
{
    month_ = month;
    orders_.clear();
    for (const OrderFees& o : orders) orders_.emplace(o.order, o);
}

}  // namespace trademind::paper
