// Which part of the orders that work closes what is held.
#pragma once

namespace trademind::risk {

class Book;

/// Works out `opening` of every adopted order that still works, once positions and orders are
/// known: earlier orders first, of a group of which one can fill the largest. Until then they count
/// as opening altogether.
void judge_adopted(Book&);

/// The same for every order that works, as things stand now: what closed when it was let through
/// may open since, because another order has closed the position before it.
void judge_working(Book&);

}  // namespace trademind::risk
