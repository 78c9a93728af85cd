// The cash of one currency: traded, settled and still to settle.
#pragma once

#include "brokers/paper/ledger/settlement.hpp"

#include <trademind/decimal.hpp>

#include <string>
#include <vector>

namespace trademind::paper {

/// A receipt that is not settled yet.
struct UnsettledCash {
    Date settles_on{};
    Decimal amount;  ///< > 0
    bool operator==(const UnsettledCash&) const = default;
};

/// Cash of one currency. Payments leave the settled cash at once, receipts join it when they
/// settle.
struct CashBalance {
    std::string currency;
    Decimal amount;             ///< at trade date
    Decimal deposited;          ///< paid in, less paid out
    Decimal converted;          ///< moved here from other currencies by forex trades
    Decimal fees_outside_cost;  ///< paid here for contracts of another currency, and for forex
    std::vector<UnsettledCash> unsettled;  ///< by date, one entry a date

    /// Adds `change`; a receipt settles on `settles_on`, if that is after `today`.
    void move(Decimal change, Date today, Date settles_on);
    void settle(Date today);
    Decimal settled() const;
    bool operator==(const CashBalance&) const = default;
};

}  // namespace trademind::paper
