// Places orders of every kind, and cancels and changes what is live, at random.
#pragma once

#include "base/random.hpp"
#include "soak/audit.hpp"

#include <trademind/broker.hpp>
#include <trademind/brokers/paper/tape.hpp>

#include <cstdint>
#include <vector>

namespace trademind::soak {

/// Deterministic: the same seed and market, the same orders. On the broker's thread.
class RandomTrader {
public:
    RandomTrader(const paper::Tape& tape, const EventLog& log, std::uint64_t seed);

    /// Sells or buys back what an earlier life left, at the market.
    void flatten(Broker& broker, const std::vector<Position>& positions);
    /// Does something or nothing; `row` has just been played.
    void trade(Broker& broker, const paper::TapeRow& row);
    /// Takes note of a row without doing anything.
    void see(const paper::TapeRow& row);

    std::size_t placed = 0, refused = 0, cancels = 0, modifies = 0;

private:
    struct Market {
        Decimal bid, ask;
    };
    void place(Broker& broker, OrderRequest order);
    void place_single(Broker& broker, const Contract& contract, const Market& market);
    void place_bracket(Broker& broker, const Contract& contract, const Market& market);
    void place_group(Broker& broker, const Contract& contract, const Market& market);
    void cancel_any(Broker& broker);
    void modify_any(Broker& broker);
    OrderId any_live();
    Decimal quantity();
    /// Up to `cents` away.
    Decimal step(std::uint64_t cents);

    const paper::Tape& tape_;
    const EventLog& log_;
    Random random_;
    std::vector<Market> markets_;
    std::uint64_t groups_ = 0;
};

}  // namespace trademind::soak
