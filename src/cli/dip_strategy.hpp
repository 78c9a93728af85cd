// A small strategy that knows only the Broker interface: the same source trades on every broker.
#pragma once

#include <trademind/broker.hpp>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace trademind::cli {

/// How the strategy trades.
class DipOptions {
public:
    DipOptions() = default;

    std::vector<Contract> contracts;
    Decimal quantity{50};
    std::size_t window = 20;                                ///< quotes in the moving average
    Decimal dip = Decimal::from_raw(Decimal::one / 2000);   ///< buy this far below it: 0.05 %
    Decimal gain = Decimal::from_raw(Decimal::one / 2000);  ///< sell this far above the entry
    Decimal loss = Decimal::from_raw(Decimal::one / 1000);  ///< or this far below
    /// Quotes that an order may rest before it is cancelled, and that a refusal is left alone.
    int patience = 50;
    int round_trips = 3;  ///< per contract; then it stops
    /// Called once on the strand when the quotes of the last contract have ended, with why.
    std::function<void(const Error&)> on_no_market;
    /// What the client order ids of its orders begin with; empty: the broker or router names them.
    std::string order_prefix;
};

/// A running strategy: trades until it is destroyed or has made its round trips.
class DipStrategy {
public:
    virtual ~DipStrategy() = default;
    /// No order is placed and none cancelled after this; reports are still taken. On the strand.
    virtual void stop() = 0;
    /// Orders handed over and not answered yet: they may still be on their way. On the strand.
    virtual int unanswered() const = 0;
    /// Orders that were refused, and why. On the strand, or when the strategy has ended.
    virtual const std::vector<std::string>& refusals() const = 0;
};

/// Watches the contracts; buys a dip below the moving average with a limit order at the ask, and
/// sells the recovery with a limit order at the bid, or a loss at the market.
///
/// `finished` runs once on the strand, when every contract has made its round trips. Any thread.
std::shared_ptr<DipStrategy> trade_dips(Broker& broker, DipOptions options,
                                        std::function<void()> finished = {});

}  // namespace trademind::cli
