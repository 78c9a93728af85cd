// What the paper broker makes of an order before anything knows of it.
#include "brokers/paper/orders/validation.hpp"

#include "brokers/paper/orders/order.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace trademind::paper {

bool ignores_outside_hours(const OrderRequest& order)
{
    if (!order.outside_rth || order.contract.type != SecurityType::stock) return false;
    constexpr std::array<OrderType, 7> honouring{
        OrderType::limit,      OrderType::limit_if_touched, OrderType::stop,
        OrderType::stop_limit, OrderType::trailing_stop,    OrderType::trailing_stop_limit,
        OrderType::relative};
    return std::ranges::find(honouring, order.type) == honouring.end();
}

void normalize(OrderRequest& order)
{
    if (ignores_outside_hours(order)) order.outside_rth = false;
    if (!order.oca_group.empty() && order.oca_type == OcaType::none)
        order.oca_type = OcaType::reduce_without_block;
    if (!order.attributes || !order.attributes->offset || !takes_offset(order.type)) return;
    OrderAttributes rest = *order.attributes;
    order.stop_price = std::exchange(rest.offset, std::nullopt);
    order.attributes =
        rest == OrderAttributes{} ? RareAttributes{} : RareAttributes{std::move(rest)};
}

std::optional<Error> find_fault(const OrderRequest& order, const ValidationRules& rules,
                                std::string_view account)
{
    if (!order.account.empty() && order.account != account)
        return make_tws_error(321, fmt::format("Error validating request: account '{}' is not "
                                               "this login's, which is '{}'",
                                               order.account, account));
    if (auto fault = fault_of(order, rules)) return fault->error();
    return std::nullopt;
}

}  // namespace trademind::paper
