// What becomes of an account that cannot carry its positions.
#pragma once

#include "brokers/paper/engine/command_desk.hpp"

#include <cstdint>
#include <optional>
#include <set>

namespace trademind::paper {

/// Closes by market orders what the account cannot carry, as IBKR does on a real-time basis: an
/// excess liquidity below zero at any time, a special memorandum account below zero from ten
/// minutes before the close of the US market on. The position with the largest requirement goes
/// first, and of it only as much as restores the account. IBKR knowledge base, "Overview of margin
/// methodologies" and node 199.
class Liquidation {
public:
    Liquidation(EngineState& state, const TradingSessions& sessions, CommandDesk& commands,
                OrderLifecycle& lifecycle)
        : state_{state}, sessions_{sessions}, commands_{commands}, lifecycle_{lifecycle}
    {}

    /// Looks at the account where something of it has changed; after each event of the market.
    void review();

private:
    struct Deficit {
        Decimal amount;  ///< > 0, in the base currency
        bool overnight;  ///< of the special memorandum account
    };
    std::optional<Deficit> deficit() const;
    void tell(const Deficit& deficit);
    void restore(const Deficit& deficit);
    /// Takes the program's orders in the instrument off the market, and closes that much.
    void close(const Positions::Carried& position, Decimal quantity);
    /// What an order of ours is still to close of the instrument.
    Decimal closing(InstrumentId instrument);

    EngineState& state_;
    const TradingSessions& sessions_;
    CommandDesk& commands_;
    OrderLifecycle& lifecycle_;
    std::optional<std::uint64_t> reviewed_;  ///< the ledger's revision
    bool told_ = false;                      ///< of the deficit that is on
    std::set<InstrumentId> refused_;         ///< closing them was refused during this deficit
};

}  // namespace trademind::paper
