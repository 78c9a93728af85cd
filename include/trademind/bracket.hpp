// An entry with its exits: placed together, and each exit cancels the other.
#pragma once

#include <trademind/order.hpp>
#include <trademind/result.hpp>

#include <vector>

namespace trademind {

/// Three orders that belong together: made by bracket(), placed by Broker::place_bracket.
class Bracket {
public:
    OrderRequest entry, take_profit, stop_loss;
};

/// An entry, a limit order that takes the profit and a stop that limits the loss, both of the
/// entry's quantity and of the other side. Whichever exit fills whole ends the other, also where
/// its quantity was changed to a part of the position: what is left is then without a stop.
///
/// `exits` is the time in force of both exits. By default they are good till cancelled (GTC), also
/// where the entry is a DAY order: what has filled stays protected after today's close, until an
/// exit fills or is cancelled. With TimeInForce::day the exits end at the close and leave a
/// position without a stop. GTD takes the entry's date.
///
/// Errc::invalid_order for a quantity or a price that no order could have (see fault_of), by the
/// name of the order and its field; when a price is on the wrong side of the other, or of the
/// entry's own price; for a time in force in which an exit cannot wait for its entry (IOC, FOK,
/// OPG, AUC); for GTD without a date.
Result<Bracket> bracket(OrderRequest entry, Decimal take_profit, Decimal stop_loss,
                        TimeInForce exits = TimeInForce::good_till_cancelled);

/// Entry, take profit, stop loss: the parent first.
std::vector<OrderRequest> orders_of(Bracket);

}  // namespace trademind
