// What all brokers share: observers, the link's state, quote streams.
#include "base/log.hpp"
#include "base/names.hpp"
#include "domain/attribute_text.hpp"

#include <trademind/broker.hpp>

#include <algorithm>
#include <array>

namespace trademind {
namespace {

constexpr std::array link_states{
    Name{LinkState::disconnected, "disconnected"},
    Name{LinkState::connecting, "connecting"},
    Name{LinkState::ready, "ready"},
    Name{LinkState::lost, "lost"},
    Name{LinkState::restored, "restored"},
    Name{LinkState::restored_without_data, "restored without data"},
};

}  // namespace

std::string_view to_string(LinkState state)
{
    return name_of(link_states, state);
}

bool Capabilities::supports(OrderType type) const
{
    return std::ranges::find(order_types, type) != order_types.end();
}
bool Capabilities::supports(TimeInForce time_in_force) const
{
    return std::ranges::find(times_in_force, time_in_force) != times_in_force.end();
}
bool Capabilities::supports(OrderType type, TimeInForce time_in_force) const
{
    return supports(type) && supports(time_in_force) &&
           std::ranges::find(excluded, std::pair{type, time_in_force}) == excluded.end();
}
bool Capabilities::supports_attribute(std::string_view name) const
{
    return !attributes || std::ranges::find(*attributes, name) != attributes->end();
}
bool Capabilities::supports(const OrderAttributes& more) const
{
    if (!attributes) return true;
    return std::ranges::all_of(texts_of(more),
                               [&](const AttributeText& a) { return supports_attribute(a.name); });
}

ValidationRules Broker::rules_for(const Contract&) const
{
    ValidationRules rules;
    rules.allow_negative_prices = true;
    rules.now = clock()->now();
    return rules;
}

Broker::Broker(asio::any_io_executor executor, std::shared_ptr<Clock> clock, Duration deadline,
               Duration connect_deadline)
    : calls_{std::make_shared<detail::Calls>(asio::make_strand(std::move(executor)),
                                             std::move(clock))},
      context_use_{calls_->strand().get_inner_executor()},
      deadline_{deadline},
      connect_deadline_{std::max(deadline, connect_deadline)},
      send_gate_{std::make_shared<detail::SendGate>()}
{}

Broker::Broker(const Broker& inner, Duration deadline, Duration connect_deadline)
    : calls_{inner.calls_},
      context_use_{calls_->strand().get_inner_executor()},
      deadline_{deadline},
      connect_deadline_{std::max(deadline, connect_deadline)},
      send_gate_{inner.send_gate_}
{}

Subscription Broker::observe(BrokerObserver& observer)
{
    return observers_.add({std::shared_ptr<void>{}, &observer});
}

Subscription Broker::observe(std::shared_ptr<BrokerObserver> observer)
{
    return observers_.add(std::move(observer));
}

void Broker::set_link(LinkState state)
{
    if (link_.exchange(state, std::memory_order_acq_rel) == state) return;
    notify(&BrokerObserver::on_link, state);
}

void Broker::do_get_accounts(Completion<std::vector<Account>> done)
{
    get_account([done = std::move(done)](Result<Account> account) mutable {
        if (account)
            done(std::vector{std::move(*account)});
        else
            done(account.error());
    });
}

void Broker::do_find_order(OrderInquiry order, Completion<FateReport> done)
{
    auto judge = [clock = clock(), order = std::move(order),
                  done = std::move(done)](Result<std::vector<OrderReport>> orders) mutable {
        if (!orders) return done(orders.error());
        auto found = std::ranges::find_if(*orders, [&](const OrderReport& report) {
            return order.permanent_id != PermanentId{} && report.permanent_id != PermanentId{}
                       ? report.permanent_id == order.permanent_id
                       : report.order.client_order_id == order.client_order_id;
        });
        if (found != orders->end()) return done(FateReport{std::move(*found)});
        ListCoverage lists;
        lists.open = lists.completed = lists.executions = true;
        lists.listed_at = clock->now();
        done(fate_of_unlisted(order, lists));
    };
    get_orders(OrderFilter::all, std::move(judge));
}

void Broker::do_get_quote_status(Contract, Completion<QuoteStatus> done)
{
    done(Error{Errc::not_supported, "the broker " + name() + " does not judge its quotes"});
}

Subscription Broker::watch(Contract contract, std::function<void(const Quote&)> on_quote,
                           std::function<void(const Error&)> on_error)
{
    if (!on_error)
        on_error = [name = contract.describe()](const Error& why) {
            if (why != Errc::cancelled)
                log::warning("quotes of {} ended: {}", name, why.describe());
        };
    auto listener =
        std::make_shared<QuoteListener>(QuoteHandlers{std::move(on_quote), std::move(on_error)});
    // Weak, as in a call: a handler that still runs may name a broker that nobody holds any more.
    auto owned = weak_from_this().lock();
    auto ended = std::make_shared<std::atomic<bool>>(false);
    calls_->turns()->post([owned, ended, listener, contract = std::move(contract)] {
        // another thread may have reset it first
        if (*ended) return;
        if (owned) return owned->do_watch(contract, listener);
        listener->call([](QuoteHandlers& handlers) {
            if (handlers.on_error)
                handlers.on_error(Error{Errc::cancelled, "the broker has ended"});
        });
    });
    return Subscription{[weak = weak_from_this(), ended, listener] {
        *ended = true;
        listener->close();
        if (auto self = weak.lock())
            self->calls_->turns()->post([self, listener] { self->do_unwatch(listener); });
    }};
}

}  // namespace trademind
