// The direct way into a broker, for one in front of it on the same strand.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/detail/send_gate.hpp>

#include <functional>
#include <memory>

namespace trademind::detail {

/// Verbs that run at once, without a turn of the run queue, and are answered where the broker
/// answers: possibly before they return, or within an event. Each has the broker's deadline.
///
/// Only at the top of a turn (Turns::at_top), with an order whose form rules_for() has found sound.
class BrokerDoor {
public:
    using Answer = std::function<void(Result<OrderReport>)>;
    /// The call, to be given up by cancel().
    using Call = std::weak_ptr<OperationBase>;

    /// `leaves_until`: the lowest trading state in which it may still leave, see SendGate.
    static Call place(const std::shared_ptr<Broker>&, OrderRequest&&, TradingState leaves_until,
                      Answer);
    static Call modify(const std::shared_ptr<Broker>&, OrderId, OrderRequest&&,
                       TradingState leaves_until, Answer);
    /// An order of the kill switch: its form is for the broker to judge.
    static Call flatten(const std::shared_ptr<Broker>&, OrderRequest&&, Answer);
    static Call cancel(const std::shared_ptr<Broker>&, OrderId, Answer);

    /// The gate that the broker asks before an order leaves.
    static const std::shared_ptr<SendGate>& gate_of(const Broker& broker)
    {
        return broker.send_gate();
    }

private:
    class Handing;
    template <class Work> static Call call(const std::shared_ptr<Broker>&, Handing, Work, Answer);
};

}  // namespace trademind::detail
