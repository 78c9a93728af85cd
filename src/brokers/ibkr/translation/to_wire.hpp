// The domain's contracts and orders as the messages of the protocol.
#pragma once

#include <trademind/brokers/ibkr/messages/contract.hpp>
#include <trademind/brokers/ibkr/messages/order.hpp>
#include <trademind/order.hpp>

#include <list>
#include <string>
#include <string_view>

namespace trademind::ibkr_broker {

/// Text that a message points to and that has no other home. Must outlive the message.
class Texts {
public:
    std::string_view keep(std::string text) { return kept_.emplace_back(std::move(text)); }

private:
    std::list<std::string> kept_;  // most messages need none
};

/// Views into `contract` and `texts`.
ibkr::Contract to_wire(const Contract& contract, Texts& texts);
/// An advisor's order that TWS divides among the accounts of a group.
inline bool is_for_group(const OrderRequest& order)
{
    return order.attributes && !order.attributes->advisor_group.empty();
}
/// The order as placeOrder takes it; the time in force is always said, because TWS takes a preset
/// where it is not (and warns by 10349). `account` is used where the order names none.
ibkr::Order to_wire(const OrderRequest& order, std::string_view account);

void add_attributes(ibkr::Order& out, const OrderAttributes& more, OrderType type);
/// What of an order travels with its contract: the prices of a combo's legs, the stock of a
/// delta-neutral order.
void add_to_contract(ibkr::Contract& out, const OrderRequest& order);

}  // namespace trademind::ibkr_broker
