// A broker that answers as the test says: at once, when released, or never.
#pragma once

#include <trademind/broker.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace trademind::test {

/// Answers each call with the value set beforehand; while `hold` is true it keeps the calls
/// instead, oldest first, until release().
///
/// Members are for the strand; a test that runs its own io_context may touch them between runs.
class FakeBroker final : public Broker {
public:
    static std::shared_ptr<FakeBroker> make(asio::any_io_executor executor,
                                            std::shared_ptr<Clock> clock,
                                            Duration deadline = std::chrono::seconds{10})
    {
        return std::make_shared<FakeBroker>(std::move(executor), std::move(clock), deadline);
    }
    FakeBroker(asio::any_io_executor executor, std::shared_ptr<Clock> clock, Duration deadline)
        : Broker{std::move(executor), std::move(clock), deadline}
    {}

    std::string name() const override { return "fake"; }
    Capabilities capabilities() const override { return can; }

    /// Answers the oldest held call. Late when its caller has given up.
    void release()
    {
        auto answer = std::move(held.front());
        held.pop_front();
        answer();
    }
    void release_all()
    {
        while (!held.empty()) release();
    }
    using Broker::calls;
    using Broker::notify;
    using Broker::set_link;
    /// Gives a quote to everyone who watches its contract, and keeps it for get_quote.
    void push(const Quote& quote)
    {
        quotes[quote.contract.describe()] = quote;
        for (auto& [listener, contract] : watched)
            if (contract.same_instrument(quote.contract))
                listener->call([&](const QuoteHandlers& handlers) { handlers.on_quote(quote); });
    }

    bool hold = false;
    std::deque<std::function<void()>> held;
    int given_up = 0;  ///< held calls whose caller no longer waits

    Capabilities can;
    std::optional<Error> refusal;  ///< answers every call, when set
    /// Makes the answer to place_order and modify_order; the default accepts.
    std::function<Result<OrderReport>(OrderId, const OrderRequest&)> on_place =
        [](OrderId id, const OrderRequest& order) {
            OrderReport report{id, order};
            report.status = OrderStatus::submitted;
            return report;
        };
    std::vector<OrderRequest> placed;
    std::vector<std::pair<OrderId, OrderRequest>> modified;
    std::vector<OrderId> cancelled;
    std::vector<Contract> subscribed;
    std::map<std::shared_ptr<QuoteListener>, Contract> watched;

    std::vector<OrderReport> orders;
    std::vector<Execution> executions;
    std::vector<Position> positions;
    Account account{"FAKE1"};
    std::map<std::string, Quote> quotes;
    std::vector<Bar> bars;
    std::vector<ContractDetails> details;
    OrderPreview preview;
    std::int64_t next_id = 1;

private:
    template <class T> void answer(Completion<T> done, Result<T> value)
    {
        if (refusal) value = *refusal;
        if (!hold) return done(std::move(value));
        // the broker may have ended on another thread
        done.on_cancel([weak = weak_from_this()] {
            if (auto self = std::static_pointer_cast<FakeBroker>(weak.lock())) ++self->given_up;
        });
        // a std::function wants to be copied
        held.push_back([done = std::make_shared<Completion<T>>(std::move(done)),
                        value = std::move(value)] { (*done)(value); });
    }

    void do_connect(Completion<> done) override
    {
        if (!refusal) set_link(LinkState::ready);
        answer<void>(std::move(done), {});
    }
    void do_disconnect(Completion<> done) override
    {
        set_link(LinkState::disconnected);
        answer<void>(std::move(done), {});
    }
    void do_place_order(OrderRequest&& order, Completion<OrderReport> done) override
    {
        placed.push_back(order);
        answer(std::move(done), on_place(OrderId{next_id++}, order));
    }
    void do_modify_order(OrderId id, OrderRequest&& order, Completion<OrderReport> done) override
    {
        modified.emplace_back(id, order);
        answer(std::move(done), on_place(id, order));
    }
    void do_cancel_order(OrderId id, Completion<OrderReport> done) override
    {
        cancelled.push_back(id);
        OrderReport report{id, {}};
        report.status = OrderStatus::cancelled;
        answer<OrderReport>(std::move(done), std::move(report));
    }
    void do_preview_order(OrderRequest&&, Completion<OrderPreview> done) override
    {
        answer<OrderPreview>(std::move(done), preview);
    }
    void do_get_orders(OrderFilter filter, Completion<std::vector<OrderReport>> done) override
    {
        std::vector<OrderReport> found;
        for (const auto& report : orders)
            if (matches(filter, report.status)) found.push_back(report);
        answer<std::vector<OrderReport>>(std::move(done), std::move(found));
    }
    void do_get_executions(Completion<std::vector<Execution>> done) override
    {
        answer<std::vector<Execution>>(std::move(done), executions);
    }
    void do_get_positions(Completion<std::vector<Position>> done) override
    {
        answer<std::vector<Position>>(std::move(done), positions);
    }
    void do_get_account(Completion<Account> done) override
    {
        answer<Account>(std::move(done), account);
    }
    void do_get_portfolio(Completion<Portfolio> done) override
    {
        answer<Portfolio>(std::move(done), summarize(account, positions));
    }
    void do_subscribe(Contract contract, Completion<> done) override
    {
        subscribed.push_back(std::move(contract));
        answer<void>(std::move(done), {});
    }
    void do_unsubscribe(Contract contract, Completion<> done) override
    {
        std::erase(subscribed, contract);
        answer<void>(std::move(done), {});
    }
    void do_get_quote(Contract contract, Completion<Quote> done) override
    {
        auto at = quotes.find(contract.describe());
        if (at == quotes.end())
            return answer<Quote>(std::move(done), Error{Errc::not_subscribed, contract.describe()});
        answer<Quote>(std::move(done), at->second);
    }
    void do_watch(Contract contract, std::shared_ptr<QuoteListener> listener) override
    {
        watched.emplace(std::move(listener), std::move(contract));
    }
    void do_unwatch(const std::shared_ptr<QuoteListener>& listener) override
    {
        watched.erase(listener);
    }
    void do_get_historical_data(HistoryRequest, Completion<std::vector<Bar>> done) override
    {
        answer<std::vector<Bar>>(std::move(done), bars);
    }
    void do_find_contracts(Contract, Completion<std::vector<ContractDetails>> done) override
    {
        answer<std::vector<ContractDetails>>(std::move(done), details);
    }
};

}  // namespace trademind::test
