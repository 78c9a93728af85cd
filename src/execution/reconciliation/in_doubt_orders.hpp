// Orders of an earlier run whose fate is open: they count at their worst, and others trade on.
#pragma once

#include "execution/readiness/readiness.hpp"

#include <functional>
#include <set>
#include <string>

namespace trademind {

/// Counts the exposure of orders in doubt by the terms that the journal has of them. On the strand.
class InDoubtOrders {
public:
    /// `counted` is called when another one counts.
    InDoubtOrders(ExecutionContext& context, Readiness& readiness, std::function<void()> counted)
        : context_{context}, readiness_{readiness}, counted_{std::move(counted)}
    {}

    /// Looks up what those that do not count yet are valued by, until each does or its fate is
    /// known.
    void count();
    /// The first that does not count, and why: no order may leave beside it. Empty where all do.
    std::string uncounted() const;

private:
    enum class Known { contract, quotes };
    void take_in(const std::string& client_order_id, Known);

    ExecutionContext& context_;
    Readiness& readiness_;
    std::function<void()> counted_;
    std::set<std::string> asked_;  ///< their contracts and quotes are looked up
    Subscription timer_;
};

}  // namespace trademind
