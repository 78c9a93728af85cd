// The direct way into a broker, for one in front of it on the same strand.
#pragma once

#include <trademind/broker.hpp>

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

    static Call place(const std::shared_ptr<Broker>&, OrderRequest&&, Answer);
    static Call modify(const std::shared_ptr<Broker>&, OrderId, OrderRequest&&, Answer);
    static Call cancel(const std::shared_ptr<Broker>&, OrderId, Answer);

private:
    template <class Work> static Call call(const std::shared_ptr<Broker>&, Work, Answer);
};

}  // namespace trademind::detail
