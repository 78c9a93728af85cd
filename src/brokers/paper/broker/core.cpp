// Calls in, events out.
#include "brokers/paper/broker/core.hpp"

#include "base/log.hpp"

#include <boost/asio/bind_executor.hpp>

#include <algorithm>
#include <utility>

namespace trademind::paper {

Core::Core(PaperBroker& broker, Options options)
    : MarketHost{broker, std::move(options)},
      file_{open_file()},
      generated_{*this},
      tape_{*this},
      quotes_{*this}
{}

Core::~Core()
{
    if (!file_ || failure_) return;
    engine.touch_followers();
    (void)file_->save(engine, engine.outbox().touched(), AccountFile::Prices::always);
}

std::optional<AccountFile> Core::open_file()
{
    std::optional<AccountFile> file;
    if (!options.state_file.empty()) {
        auto durability = options.survive_power_cut ? Durability::power : Durability::process;
        if (auto opened = AccountFile::open(options.state_file, durability)) {
            file = std::move(*opened);
            if (auto loaded = file->load(engine, options.account); !loaded)
                failure_ = loaded.error();
        } else {
            failure_ = opened.error();
        }
    }
    engine.list_all();
    return file;
}

bool Core::save()
{
    if (!file_) return true;
    auto saved = file_->save(engine, batch_.touched);
    if (!saved) fail(saved.error());
    return saved.has_value();
}

void Core::fail(Error why)
{
    failure_ = std::move(why);
    log::error("paper account: {}", failure_->describe());
    for (auto& [call, done] : std::exchange(calls_, {})) done(*failure_);
    quotes_.give_up_waiting(*failure_);
    tape_.stop();
    generated_.stop();
    broker.notify(&BrokerObserver::on_notice, Notice{*failure_});
    broker.set_link(LinkState::lost);
}

void Core::connect(Completion<> done)
{
    if (failure_) return done(*failure_);
    catch_up();
    flush();
    if (failure_) return done(*failure_);
    // not in the constructor: nothing may refer to the broker weakly before it is shared
    quotes_.observe_link();
    if (!options.owns_quotes_from) return open_session(std::move(done));
    auto shared = std::make_shared<Completion<>>(std::move(done));
    options.quotes_from->connect(bind<Result<>>([this, shared](Result<> up) {
        if (!up) return (*shared)(up.error());
        open_session(std::move(*shared));
    }));
}

void Core::open_session(Completion<> done)
{
    broker.set_link(LinkState::ready);
    done({});
    generated_.connected();
    tape_.connected();
}

void Core::disconnect(Completion<> done)
{
    tape_.stop();
    engine.touch_followers();
    flush();
    quotes_.give_up_waiting(Error{Errc::not_connected, "disconnected before the first quote came"});
    generated_.stop();
    broker.set_link(LinkState::disconnected);
    if (!options.owns_quotes_from) return done({});
    auto shared = std::make_shared<Completion<>>(std::move(done));
    options.quotes_from->disconnect(asio::bind_executor(
        broker.get_executor(), [shared](Result<> down) { (*shared)(std::move(down)); }));
}

void Core::catch_up()
{
    ++commands;
    if (follows_clock())
        engine.advance(broker.clock()->now());
    else if (!engine.started())
        engine.start(options.tape->begins().value_or(broker.clock()->now()));
}

CallId Core::expect(Completion<OrderReport> done)
{
    CallId call{++last_call_};
    calls_.emplace(call, std::move(done));
    return call;
}

void Core::place(OrderRequest order, Completion<OrderReport> done)
{
    auto instrument = engine.instruments().find(order.contract);
    if (!instrument && options.quotes_from) {
        auto shared = std::make_shared<Completion<OrderReport>>(std::move(done));
        Contract contract = order.contract;
        return quotes_.with_instrument(
            contract, [this, order = std::move(order), shared](Result<InstrumentId> found) mutable {
                if (!found) return (*shared)(found.error());
                if (auto why = too_late(*shared)) return (*shared)(*why);
                place(std::move(order), std::move(*shared));
            });
    }
    if (instrument && !quotes_.has_quoted(*instrument)) {
        // nothing is known of its market yet: the subscription has just begun
        auto shared = std::make_shared<Completion<OrderReport>>(std::move(done));
        return quotes_.await_quote(
            *instrument, [this, order = std::move(order), shared](const std::optional<Error>& why) {
                auto late = why ? why : too_late(*shared);
                if (late) return (*shared)(*late);
                place(order, std::move(*shared));
            });
    }
    catch_up();
    engine.place(std::move(order), expect(std::move(done)));
    flush();
}

std::optional<Error> Core::too_late(const Completion<OrderReport>& done) const
{
    // the caller has already received timed_out
    if (done.abandoned()) return Error{Errc::cancelled, "the caller had timed out"};
    if (!broker.is_connected())
        return Error{Errc::not_connected, "disconnected before the order could be placed"};
    return std::nullopt;
}

void Core::modify(OrderId id, OrderRequest order, Completion<OrderReport> done)
{
    catch_up();
    engine.modify(id, std::move(order), expect(std::move(done)));
    flush();
}

void Core::cancel(OrderId id, Completion<OrderReport> done)
{
    catch_up();
    engine.cancel(id, expect(std::move(done)));
    flush();
}

void Core::push(const Contract& contract, const MarketChange& change)
{
    if (follows_clock() && change.time == TimePoint{})
        catch_up();
    else if (!engine.started() && change.time != TimePoint{})
        engine.start(change.time);
    engine.change(quotes_.listed(contract), change);
    flush();
}

void Core::push(const Contract& contract, const Bar& bar)
{
    if (!engine.started()) engine.start(bar.time);
    engine.bar(quotes_.listed(contract), bar);
    flush();
}

void Core::flush()
{
    tape_.deliver_late_commands();
    // a handler that pushes from inside an event is reported after the events before it
    if (flushing_) return;
    flushing_ = true;
    while (!failure_ && !engine.outbox().empty()) {
        engine.outbox().take(batch_.events, batch_.touched);
        // nothing is reported that a crash could undo
        if (!save()) break;
        for (Event& event : batch_.events) std::visit([this](auto& what) { report(what); }, event);
    }
    flushing_ = false;
    set_timer();
}

template <class Verb, class What> void Core::notify(Verb verb, const What& what)
{
    // without a session nothing is reported: the state can be requested later
    if (!broker.is_connected()) return;
    reported = true;
    broker.notify(verb, what);
}

void Core::report(const OrderReport& report)
{
    notify(&BrokerObserver::on_order, report);
}
void Core::report(const Execution& execution)
{
    notify(&BrokerObserver::on_execution, execution);
}
void Core::report(const Commission& commission)
{
    notify(&BrokerObserver::on_commission, commission);
}
void Core::report(const Position& position)
{
    notify(&BrokerObserver::on_position, position);
}
void Core::report(const Account& account)
{
    notify(&BrokerObserver::on_account, account);
}
void Core::report(const Notice& notice)
{
    notify(&BrokerObserver::on_notice, notice);
}
void Core::report(const QuoteNews& news)
{
    quotes_.report(news.instrument);
}
void Core::report(Answer& answer)
{
    auto call = calls_.find(answer.call);
    if (call == calls_.end()) return;
    auto done = std::move(call->second);
    calls_.erase(call);
    reported = true;
    // what it answers may lead to the next call
    ++commands;
    // what follows of the same events may go further before the caller gets it
    done(std::move(answer.result), [this, weak = broker.weak_from_this()](Result<OrderReport>& r) {
        auto alive = weak.lock();
        if (!alive || !r) return;
        const auto* order = engine.store().find(r->id);
        if (order && (order->status != r->status || order->filled != r->filled))
            r = engine.report(*order);
    });
}

void Core::set_timer()
{
    if (!follows_clock()) return tape_.set_timer();
    auto due = engine.next_due();
    if (due == wakeup_.due) return;
    wakeup_.due = due;
    wakeup_.timer.reset();
    if (!due) return;
    auto delay = std::max(Duration::zero(), *due - broker.clock()->now());
    wakeup_.timer = after(delay, [this] {
        wakeup_.due.reset();
        catch_up();
        flush();
    });
}

Statistics Core::statistics() const
{
    Statistics all = engine.statistics();
    all.tape_rows = tape_.rows_played();
    return all;
}

}  // namespace trademind::paper
