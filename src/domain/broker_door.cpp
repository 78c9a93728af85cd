// The direct way into a broker, for one in front of it on the same strand.
#include "domain/broker_door.hpp"

#include <cassert>
#include <utility>

namespace trademind::detail {
namespace {

/// An operation that is answered where the broker answers.
template <class Work> class DirectCall final : public Operation<OrderReport> {
public:
    DirectCall(const std::shared_ptr<Broker>& broker, std::shared_ptr<Calls> calls, Work work,
               BrokerDoor::Answer answer)
        : Operation{std::move(calls), broker, broker->deadline()},
          work_{std::move(work)},
          answer_{std::move(answer)}
    {}
    using Operation::begin_here;

private:
    void run() override
    {
        work_(Completion<OrderReport>{
            std::static_pointer_cast<Operation<OrderReport>>(shared_from_this())});
    }
    void release() override {}
    void answer() override { std::exchange(answer_, nullptr)(take_result()); }

    Work work_;
    BrokerDoor::Answer answer_;
};

}  // namespace

/// How an order is handed over.
class BrokerDoor::Handing {
public:
    bool judged;
    TradingState leaves_until = TradingState::active;
};

template <class Work>
BrokerDoor::Call BrokerDoor::call(const std::shared_ptr<Broker>& broker, Handing handing, Work work,
                                  Answer answer)
{
    assert(broker->calls_->turns()->at_top() && !broker->is_form_judged_);
    class HandedOver {
    public:
        HandedOver(Broker& broker, Handing handing) : broker_{broker}
        {
            broker_.is_form_judged_ = handing.judged;
            broker_.leaves_until_ = handing.leaves_until;
        }
        ~HandedOver()
        {
            broker_.is_form_judged_ = false;
            broker_.leaves_until_ = TradingState::active;
        }
        HandedOver(const HandedOver&) = delete;
        HandedOver& operator=(const HandedOver&) = delete;

    private:
        Broker& broker_;
    } handed_over{*broker, handing};
    auto made = std::make_shared<DirectCall<Work>>(broker, broker->calls_, std::move(work),
                                                   std::move(answer));
    made->begin_here();
    return made;
}

BrokerDoor::Call BrokerDoor::place(const std::shared_ptr<Broker>& broker, OrderRequest&& order,
                                   TradingState leaves_until, Answer answer)
{
    return call(
        broker, {true, leaves_until},
        [its = broker.get(), &order](Completion<OrderReport> done) {
            its->do_place_order(std::move(order), std::move(done));
        },
        std::move(answer));
}

BrokerDoor::Call BrokerDoor::flatten(const std::shared_ptr<Broker>& broker, OrderRequest&& order,
                                     Answer answer)
{
    return call(
        broker, {false, TradingState::flattening},
        [its = broker.get(), &order](Completion<OrderReport> done) {
            its->do_place_order(std::move(order), std::move(done));
        },
        std::move(answer));
}

BrokerDoor::Call BrokerDoor::modify(const std::shared_ptr<Broker>& broker, OrderId id,
                                    OrderRequest&& order, TradingState leaves_until, Answer answer)
{
    return call(
        broker, {true, leaves_until},
        [its = broker.get(), id, &order](Completion<OrderReport> done) {
            its->do_modify_order(id, std::move(order), std::move(done));
        },
        std::move(answer));
}

BrokerDoor::Call BrokerDoor::cancel(const std::shared_ptr<Broker>& broker, OrderId id,
                                    Answer answer)
{
    return call(
        broker, {true},
        [its = broker.get(), id](Completion<OrderReport> done) {
            its->do_cancel_order(id, std::move(done));
        },
        std::move(answer));
}

}  // namespace trademind::detail
