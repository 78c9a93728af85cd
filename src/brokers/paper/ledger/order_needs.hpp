// What an order would open, and what that ties up.
#pragma once

#include "brokers/paper/ledger/positions.hpp"
#include "brokers/paper/ledger/reservations.hpp"

#include <optional>

namespace trademind::paper {

/// Looks at an order beside the positions and the live orders. Refers to what it is made of.
class OrderNeeds {
public:
    OrderNeeds(const Positions& positions, const Reservations& reservations,
               const MarginModel& margin)
        : positions_{positions}, reservations_{reservations}, margin_{margin}
    {}

    /// What orders on that side would close instead of opening.
    ReservedSide::Closable closable(const InstrumentLedger& b, Side side) const;
    /// Funds, with fees, if all of the order opens; nothing: a price is missing.
    std::optional<Decimal> need_of(const InstrumentLedger& b, const LiveOrder& order) const;
    /// May the order sell more than is held?
    bool may_short(const LiveOrder& order) const;

private:
    /// The position in the option once the order has filled, and the live sales besides.
    Decimal position_after(const LiveOrder& order) const;
    /// What stands against the option then.
    OptionCover cover_after(const LiveOrder& order) const;
    std::optional<Decimal> need_of_sold_option(const LiveOrder& order, MarginInput input) const;

    const Positions& positions_;
    const Reservations& reservations_;
    const MarginModel& margin_;
};

}  // namespace trademind::paper
