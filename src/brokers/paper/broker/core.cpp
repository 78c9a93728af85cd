// Calls in, events out.
#include "brokers/paper/broker/core.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::paper {

Core::Core(PaperBroker& broker, Options options)
    : broker_{broker}, options_{std::move(options)}, engine_{options_}
{}

void Core::connect(Completion<> done)
{
    catch_up();
    broker_.set_link(LinkState::ready);
    done({});
    if (options_.tape && options_.tape_start == TapeStart::on_connect) playing_ = true;
    if (playing_) schedule_pump();
    flush();
}

void Core::disconnect(Completion<> done)
{
    // a tape stands still until the next connect
    tape_timer_.reset();
    pumping_ = false;
    broker_.set_link(LinkState::disconnected);
    done({});
}

void Core::catch_up()
{
    ++commands_;
    if (follows_clock())
        engine_.advance(broker_.clock()->now());
    else if (!engine_.started())
        engine_.start(options_.tape->rows.empty() ? broker_.clock()->now()
                                                  : options_.tape->rows.front().change.time);
}

CallId Core::expect(Completion<OrderReport> done)
{
    CallId call{++last_call_};
    calls_.emplace(call, std::move(done));
    return call;
}

void Core::place(OrderRequest order, Completion<OrderReport> done)
{
    if (!engine_.instruments().find(order.contract) && options_.quotes_from) {
        auto shared = std::make_shared<Completion<OrderReport>>(std::move(done));
        Contract contract = order.contract;
        return with_instrument(contract, [this, order = std::move(order),
                                          shared](Result<InstrumentId> instrument) mutable {
            if (!instrument) return (*shared)(instrument.error());
            place(std::move(order), std::move(*shared));
        });
    }
    if (auto instrument = engine_.instruments().find(order.contract)) follow_source(*instrument);
    catch_up();
    engine_.place(std::move(order), expect(std::move(done)));
    flush();
}

void Core::modify(OrderId id, OrderRequest order, Completion<OrderReport> done)
{
    catch_up();
    engine_.modify(id, std::move(order), expect(std::move(done)));
    flush();
}

void Core::cancel(OrderId id, Completion<OrderReport> done)
{
    catch_up();
    engine_.cancel(id, expect(std::move(done)));
    flush();
}

void Core::push(const Contract& contract, const MarketChange& change)
{
    auto instrument = engine_.instruments().find(contract);
    if (follows_clock() && change.time == TimePoint{})
        catch_up();
    else if (!engine_.started() && change.time != TimePoint{})
        engine_.start(change.time);
    engine_.change(instrument ? *instrument : engine_.list(contract), change);
    flush();
}

void Core::push(const Quote& quote)
{
    auto instrument = engine_.instruments().find(quote.contract);
    if (follows_clock() && quote.time == TimePoint{})
        catch_up();
    else if (!engine_.started() && quote.time != TimePoint{})
        engine_.start(quote.time);
    engine_.quote(instrument ? *instrument : engine_.list(quote.contract), quote);
    flush();
}

void Core::flush()
{
    // a handler that pushes from inside an event is told after the events before it
    if (flushing_) return;
    flushing_ = true;
    while (!engine_.outbox().empty()) {
        engine_.outbox().take(telling_, touched_);
        for (Event& event : telling_) tell(event);
    }
    flushing_ = false;
    set_timer();
}

void Core::tell(Event& event)
{
    std::visit([this](auto& what) { say(what); }, event);
}

template <class Verb, class What> void Core::notify(Verb verb, const What& what)
{
    // without a session nobody hears: the state is there to be asked for
    if (!broker_.is_connected()) return;
    told_ = true;
    broker_.notify(verb, what);
}

void Core::say(const OrderReport& report)
{
    notify(&BrokerObserver::on_order, report);
}
void Core::say(const Execution& execution)
{
    notify(&BrokerObserver::on_execution, execution);
}
void Core::say(const Commission& commission)
{
    notify(&BrokerObserver::on_commission, commission);
}
void Core::say(const Position& position)
{
    notify(&BrokerObserver::on_position, position);
}
void Core::say(const Account& account)
{
    notify(&BrokerObserver::on_account, account);
}
void Core::say(const Notice& notice)
{
    notify(&BrokerObserver::on_notice, notice);
}
void Core::say(const QuoteNews& news)
{
    tell_quote(news.instrument);
}
void Core::say(Answer& answer)
{
    auto call = calls_.find(answer.call);
    if (call == calls_.end()) return;
    auto done = std::move(call->second);
    calls_.erase(call);
    told_ = true;
    done(std::move(answer.result));
}

void Core::set_timer()
{
    if (!follows_clock()) return;
    auto due = engine_.next_due();
    if (due == timer_due_) return;
    timer_due_ = due;
    timer_.reset();
    if (!due) return;
    auto delay = std::max(Duration::zero(), *due - broker_.clock()->now());
    timer_ = broker_.clock()->after(delay, broker_.get_executor(),
                                    [this, weak = broker_.weak_from_this()] {
                                        auto alive = weak.lock();
                                        if (!alive) return;
                                        timer_due_.reset();
                                        catch_up();
                                        flush();
                                    });
}

Statistics Core::statistics() const
{
    Statistics all = engine_.statistics();
    all.tape_rows = next_row_;
    return all;
}

}  // namespace trademind::paper
