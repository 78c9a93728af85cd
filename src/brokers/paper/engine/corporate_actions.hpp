// Dividends, splits and delistings of what the account holds.
#pragma once

#include "brokers/paper/engine/bookings.hpp"

#include <trademind/brokers/paper/corporate_actions.hpp>

#include <span>
#include <string>
#include <vector>

namespace trademind::paper {

/// Applies the actions of Options::actions when their date begins in New York, and tells of prices
/// that jump as if there had been one (a notice, Errc::data_file).
///
/// They are no executions: cash and positions change, with a notice (Errc::corporate_action).
/// A split cancels the working orders in the share and ends its options at their mark, since the
/// exchanges trade adjusted contracts from then on.
class CorporateActions {
public:
    CorporateActions(EngineState& state, OrderLifecycle& lifecycle, Bookings& bookings)
        : state_{state}, lifecycle_{lifecycle}, bookings_{bookings}
    {}

    /// Waits for those behind `since`.
    void start(TimePoint since);
    /// A price that the instrument will be valued at; before the account takes it.
    void saw(InstrumentId instrument, Decimal price)
    {
        bool same_day = instrument < seen_.size() && state_.now() < seen_[instrument].until;
        if (!same_day) compare_days(instrument, price);
    }

private:
    using Actions = std::span<const CorporateAction>;
    void apply(Actions of_one_day);
    std::vector<InstrumentId> stocks_of(const CorporateAction& action) const;
    void apply(const CorporateAction& action, InstrumentId stock);
    void pay(const CorporateAction& action, InstrumentId stock);
    void split(const CorporateAction& action, InstrumentId stock);
    void delist(const CorporateAction& action, InstrumentId stock);
    /// Ends the options on the stock at that value, or at their mark.
    void end_options(InstrumentId stock, std::optional<Decimal> price, std::string_view reason);
    /// Closes a position, or a part of it, without an execution.
    void redeem(InstrumentId instrument, Decimal quantity, Decimal price);
    Decimal mark_of(InstrumentId instrument) const;
    void tell(InstrumentId instrument, std::string text);
    /// Notifies of a price that jumps from one day to the next.
    void compare_days(InstrumentId instrument, Decimal price);

    /// The day of an instrument's last price, and until when the next one is of the same day.
    struct Seen {
        TimePoint until{};
        std::chrono::sys_days day{};
        bool is_known = false;
    };

    EngineState& state_;
    OrderLifecycle& lifecycle_;
    Bookings& bookings_;
    std::vector<Seen> seen_;  ///< by instrument
};

}  // namespace trademind::paper
