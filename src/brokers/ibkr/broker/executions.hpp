// Executions by id: duplicates dropped, corrections put in place, commissions joined.
#pragma once

#include "domain/execution_id.hpp"

#include <trademind/order_report.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace trademind::ibkr_broker {

/// What a message about an execution meant.
enum class ExecutionNews {
    fresh,       ///< a fill not known before
    correction,  ///< replaces the one known before
    duplicate,   ///< known already
    outdated,    ///< a correction of it is known already
};

/// By how much the commission of an order changed, in what.
class CommissionChange {
public:
    Decimal amount;
    std::string currency;
};

/// Executions known, oldest first; those of more than eight days ago go, which no list of TWS has
/// any more. Commission and execution may come in either order.
class Executions {
public:
    /// Of all clients, in one session of the program.
    static constexpr std::size_t most = 100'000;
    /// More are kept of own orders only: who adds one asks.
    bool is_full() const { return all_.size() >= most; }

    struct Added {
        ExecutionNews news = ExecutionNews::duplicate;
        const Execution* execution = nullptr;  ///< as kept now
        Decimal previous_quantity;             ///< with correction: what it replaced
        std::optional<Decimal> previous_price;
        CommissionChange commission_change;  ///< of the order's commission in all
    };
    /// `now`: nothing where no execution is too old.
    Added add(Execution, TimePoint now = {});
    /// The execution it belongs to, or nullptr: then it is kept until that comes. Nothing changes
    /// when the same report comes twice.
    struct Joined {
        const Execution* execution = nullptr;
        bool changed = false;
        CommissionChange commission_change;
    };
    Joined add(const Commission&);

    const Execution* find(std::string_view id) const;
    const std::vector<Execution>& all() const { return all_; }

private:
    void drop_old(TimePoint now);

    std::vector<Execution> all_;
    std::unordered_map<std::string, std::size_t> by_base_;
    std::unordered_map<std::string, Commission> waiting_;
    std::size_t look_at_ = 1'024;  // as many as there are when old ones are looked for
};

}  // namespace trademind::ibkr_broker
