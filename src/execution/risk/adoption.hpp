// Orders that were not let through here: what they are worth, and what of them closes a position.
#pragma once

#include "execution/risk/case.hpp"

namespace trademind::risk {

/// Works out what one unit of an order is worth as of now, and how many its amount of money buys;
/// nothing where something is missing.
void value(const State&, TrackedOrder&, Now);
/// Values the working orders of an instrument that could not be valued before.
void value_unpriced(State&, Instrument&, Now);

/// Works out `opening` of every adopted order that still works, once positions and orders are
/// known: earlier orders first, of a group of which one can fill the largest. Until then they count
/// as opening altogether.
void judge_adopted(Book&);

/// The same for every order that works, as things stand now: what closed when it was let through
/// may open since, because another order has closed the position before it.
void judge_working(Book&);

}  // namespace trademind::risk
