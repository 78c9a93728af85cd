// An entry with its exits.
#include <trademind/bracket.hpp>

#include <memory>
#include <utility>

namespace trademind {

Result<Bracket> bracket(OrderRequest entry, Decimal take_profit, Decimal stop_loss)
{
    bool buys = entry.side == Side::buy;
    auto refuse = [](const char* what) -> Result<Bracket> {
        return Error{Errc::invalid_order, what};
    };
    if (buys ? take_profit <= stop_loss : take_profit >= stop_loss)
        return refuse(buys ? "bracket: the profit must be taken above the stop"
                           : "bracket: the profit must be taken below the stop");
    for (const auto& price : {entry.limit_price, entry.stop_price}) {
        if (!price) continue;
        if (buys ? take_profit <= *price : take_profit >= *price)
            return refuse("bracket: take_profit is on the wrong side of the entry");
        if (buys ? stop_loss >= *price : stop_loss <= *price)
            return refuse("bracket: stop_loss is on the wrong side of the entry");
    }
    Bracket all;
    auto exit = [&](const char* name) {
        OrderRequest order{opposite(entry.side), entry.contract, entry.quantity};
        order.account = entry.account;
        order.outside_rth = entry.outside_rth;
        // Exits outlive the day's entry: what has filled stays protected.
        order.time_in_force = TimeInForce::good_till_cancelled;
        if (!entry.client_order_id.empty()) order.client_order_id = entry.client_order_id + name;
        return order;
    };
    all.take_profit = exit("-profit").limit(take_profit);
    all.stop_loss = exit("-stop").stop(stop_loss);
    // Only the last one sends them off.
    entry.transmit = all.take_profit.transmit = false;
    all.stop_loss.transmit = true;
    all.entry = std::move(entry);
    return all;
}

namespace detail {
namespace {

/// The placing of one bracket, step by step.
class Placing : public std::enable_shared_from_this<Placing> {
public:
    Placing(std::shared_ptr<Broker> broker, Bracket orders,
            Completion<std::vector<OrderReport>> done)
        : broker_{std::move(broker)}, orders_{std::move(orders)}, done_{std::move(done)}
    {}
    void next()
    {
        auto* order = step(placed_.size());
        if (!order) return finish();
        // nothing works yet, and nobody waits for it any more
        if (done_.abandoned())
            return fail({Errc::cancelled, "the bracket was given up before its last order"});
        if (!placed_.empty()) order->parent_id = placed_.front().id;
        broker_->place_order(*order, [self = shared_from_this()](Result<OrderReport> report) {
            if (!report) return self->fail(report.error());
            self->placed_.push_back(std::move(*report));
            self->next();
        });
    }

private:
    OrderRequest* step(std::size_t n)
    {
        OrderRequest* all[] = {&orders_.entry, &orders_.take_profit, &orders_.stop_loss};
        return n < 3 ? all[n] : nullptr;
    }
    void fail(Error why)
    {
        // The entry's cancel takes its children with it; none of them has worked.
        if (placed_.empty()) return done_(std::move(why));
        broker_->cancel_order(
            placed_.front().id,
            [self = shared_from_this(), why](const Result<OrderReport>&) { self->done_(why); });
    }
    void finish()
    {
        broker_->get_orders(OrderFilter::all,
                            [self = shared_from_this()](Result<std::vector<OrderReport>> all) {
                                if (all)
                                    for (auto& known : self->placed_)
                                        for (auto& now : *all)
                                            if (now.id == known.id) known = now;
                                self->done_(std::move(self->placed_));
                            });
    }

    std::shared_ptr<Broker> broker_;
    Bracket orders_;
    Completion<std::vector<OrderReport>> done_;
    std::vector<OrderReport> placed_;
};

}  // namespace

std::shared_ptr<Operation<std::vector<OrderReport>>> placing_bracket(Broker& broker, Bracket orders,
                                                                     Duration deadline)
{
    using Reports = std::vector<OrderReport>;
    auto work = [&broker, orders = std::move(orders)](Completion<Reports> done) mutable {
        std::make_shared<Placing>(broker.shared_from_this(), std::move(orders), std::move(done))
            ->next();
    };
    return make_operation<Reports>(broker.calls(), broker.weak_from_this(), deadline,
                                   std::move(work));
}

}  // namespace detail
}  // namespace trademind
