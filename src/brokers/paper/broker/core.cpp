// Calls in, events out.
#include "brokers/paper/broker/core.hpp"

#include "base/log.hpp"

#include <boost/asio/bind_executor.hpp>

#include <algorithm>
#include <utility>

namespace trademind::paper {

Core::Core(PaperBroker& broker, Options options)
    : broker_{broker}, options_{std::move(options)}, engine_{options_}, source_watch_{*this, broker}
{
    if (!options_.state_file.empty()) open_file();
    engine_.list_all();
    if (options_.generated) {
        generated_.emplace(*options_.generated);
        for (std::size_t i = 0; i < generated_->size(); ++i) engine_.list(generated_->contract(i));
    }
    if (!options_.tape) return;
    // an account that goes on has seen the rows up to where it ended
    const Tape& tape = *options_.tape;
    while (next_row_ < tape.size() && tape.time_of(next_row_) <= engine_.now()) ++next_row_;
}

Core::~Core()
{
    if (!file_ || failure_) return;
    engine_.touch_followers();
    (void)file_->save(engine_, engine_.outbox().touched());
}

void Core::open_file()
{
    auto durability = options_.survive_power_cut ? Durability::power : Durability::process;
    auto opened = AccountFile::open(options_.state_file, durability);
    if (!opened) {
        failure_ = opened.error();
        return;
    }
    file_ = std::move(*opened);
    if (auto loaded = file_->load(engine_, options_.account); !loaded) failure_ = loaded.error();
}

bool Core::save()
{
    if (!file_) return true;
    auto saved = file_->save(engine_, touched_);
    if (!saved) fail(saved.error());
    return saved.has_value();
}

void Core::fail(Error why)
{
    failure_ = std::move(why);
    log::error("paper account: {}", failure_->describe());
    for (auto& [call, done] : std::exchange(calls_, {})) done(*failure_);
    give_up_waiting(*failure_);
    tape_timer_.reset();
    generated_timer_.reset();
    pumping_ = false;
    broker_.notify(&BrokerObserver::on_notice, Notice{*failure_});
    broker_.set_link(LinkState::lost);
}

void Core::connect(Completion<> done)
{
    if (failure_) return done(*failure_);
    catch_up();
    flush();
    if (failure_) return done(*failure_);
    // not in the constructor: nothing may refer to the broker weakly before it is shared
    if (options_.quotes_from && !source_life_)
        source_life_ = options_.quotes_from->observe(source_watch_);
    if (!options_.owns_quotes_from) return open_session(std::move(done));
    auto shared = std::make_shared<Completion<>>(std::move(done));
    options_.quotes_from->connect(asio::bind_executor(
        broker_.get_executor(), [this, weak = broker_.weak_from_this(), shared](Result<> up) {
            auto alive = weak.lock();
            if (!alive) return;
            if (!up) return (*shared)(up.error());
            open_session(std::move(*shared));
        }));
}

void Core::open_session(Completion<> done)
{
    broker_.set_link(LinkState::ready);
    done({});
    if (generated_) play_generated();
    if (options_.tape && options_.tape_start == TapeStart::on_connect) playing_ = true;
    if (playing_) schedule_pump();
}

void Core::disconnect(Completion<> done)
{
    // a tape stands still until the next connect
    tape_timer_.reset();
    pumping_ = false;
    engine_.touch_followers();
    flush();
    give_up_waiting(Error{Errc::not_connected, "disconnected before the first quote came"});
    generated_timer_.reset();
    broker_.set_link(LinkState::disconnected);
    if (!options_.owns_quotes_from) return done({});
    auto shared = std::make_shared<Completion<>>(std::move(done));
    options_.quotes_from->disconnect(asio::bind_executor(
        broker_.get_executor(), [shared](Result<> down) { (*shared)(std::move(down)); }));
}

void Core::catch_up()
{
    ++commands_;
    if (follows_clock())
        engine_.advance(broker_.clock()->now());
    else if (!engine_.started())
        engine_.start(options_.tape->size() == 0 ? broker_.clock()->now()
                                                 : options_.tape->time_of(0));
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
            if (auto why = too_late(*shared)) return (*shared)(*why);
            place(std::move(order), std::move(*shared));
        });
    }
    auto instrument = engine_.instruments().find(order.contract);
    if (instrument && options_.quotes_from) {
        follow_source(*instrument);
        if (engine_.market(*instrument).time() == TimePoint{}) {
            // nothing is known of its market yet: the subscription has just begun
            auto shared = std::make_shared<Completion<OrderReport>>(std::move(done));
            stream(*instrument)
                .waiting.push_back(
                    [this, order = std::move(order), shared](const std::optional<Error>& why) {
                        auto late = why ? why : too_late(*shared);
                        if (late) return (*shared)(*late);
                        place(order, std::move(*shared));
                    });
            return;
        }
    }
    catch_up();
    engine_.place(std::move(order), expect(std::move(done)));
    flush();
}

std::optional<Error> Core::too_late(const Completion<OrderReport>& done) const
{
    // the caller was told that it timed out
    if (done.abandoned()) return Error{Errc::cancelled, "nobody waits for the order any more"};
    if (!broker_.is_connected())
        return Error{Errc::not_connected, "disconnected before the order could be placed"};
    return std::nullopt;
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
    if (follows_clock() && change.time == TimePoint{})
        catch_up();
    else if (!engine_.started() && change.time != TimePoint{})
        engine_.start(change.time);
    engine_.change(listed(contract), change);
    flush();
}

void Core::push(const Quote& quote)
{
    if (follows_clock() && quote.time == TimePoint{})
        catch_up();
    else if (!engine_.started() && quote.time != TimePoint{})
        engine_.start(quote.time);
    engine_.quote(listed(quote.contract), quote);
    flush();
    auto known = engine_.instruments().find(quote.contract);
    if (auto s = streams_.find(*known); s != streams_.end())
        for (auto& wait : std::exchange(s->second.waiting, {})) wait(std::nullopt);
}

void Core::push(const Contract& contract, const Bar& bar)
{
    if (!engine_.started()) engine_.start(bar.time);
    engine_.bar(listed(contract), bar);
    flush();
}

void Core::flush()
{
    // a handler that pushes from inside an event is told after the events before it
    if (flushing_) return;
    flushing_ = true;
    while (!failure_ && !engine_.outbox().empty()) {
        engine_.outbox().take(telling_, touched_);
        // nobody hears of what a crash could undo
        if (!save()) break;
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
    // what follows of the same events may go further before the caller gets it
    done(std::move(answer.result), [this, weak = broker_.weak_from_this()](Result<OrderReport>& r) {
        auto alive = weak.lock();
        if (!alive || !r) return;
        const auto* order = engine_.store().find(r->id);
        if (order && (order->status != r->status || order->filled != r->filled))
            r = engine_.report(*order);
    });
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
