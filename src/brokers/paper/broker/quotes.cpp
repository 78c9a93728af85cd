// Quote streams, out to listeners and in from another broker.
#include "brokers/paper/broker/core.hpp"

#include <boost/asio/bind_executor.hpp>

#include <algorithm>

namespace trademind::paper {
namespace {

Error not_subscribed(const Contract& contract)
{
    return {Errc::not_subscribed, "no quote subscription of " + contract.describe()};
}

}  // namespace

Core::Stream& Core::stream(InstrumentId instrument)
{
    auto [place, is_new] = streams_.try_emplace(instrument);
    if (is_new) place->second.quote = engine_.quote_of(instrument);
    return place->second;
}

bool Core::awaits_push(const Contract& contract) const
{
    return !options_.quotes_from && !options_.tape && !engine_.instruments().find(contract);
}

bool Core::is_awaited(const Contract& contract) const
{
    return std::ranges::any_of(awaited_,
                               [&](const Awaited& one) { return one.contract == contract; });
}

InstrumentId Core::listed(const Contract& contract)
{
    if (auto known = engine_.instruments().find(contract)) return *known;
    auto instrument = engine_.list(contract);
    std::erase_if(awaited_, [&](const Awaited& one) {
        if (engine_.instruments().find(one.contract) != instrument) return false;
        Stream& s = stream(instrument);
        if (one.listener)
            s.listeners.push_back(one.listener);
        else
            s.subscribed = true;
        return true;
    });
    return instrument;
}

void Core::with_instrument(const Contract& contract, std::function<void(Result<InstrumentId>)> then)
{
    if (auto known = engine_.instruments().find(contract)) return then(*known);
    if (!options_.quotes_from) return then(unlisted(contract));
    ++commands_;
    options_.quotes_from->find_contracts(
        contract, asio::bind_executor(
                      broker_.get_executor(),
                      [this, weak = broker_.weak_from_this(), contract,
                       then = std::move(then)](Result<std::vector<ContractDetails>> found) {
                          auto alive = weak.lock();
                          if (!alive) return;
                          if (!found) return then(found.error());
                          if (found->empty()) return then(unlisted(contract));
                          if (found->size() > 1)
                              return then(Error{Errc::ambiguous_contract,
                                                contract.describe() + " fits several instruments"});
                          catch_up();
                          then(engine_.list(Instrument{std::move(found->front())}));
                      }));
}

void Core::follow_source(InstrumentId instrument)
{
    if (!options_.quotes_from) return;
    Stream& s = stream(instrument);
    if (s.source) return;
    auto weak = broker_.weak_from_this();
    s.source = options_.quotes_from->watch(
        engine_.instruments().contract(instrument),
        [this, weak](const Quote& quote) {
            asio::post(broker_.get_executor(), [this, weak, quote] {
                if (auto alive = weak.lock()) push(quote);
            });
        },
        [this, weak, instrument](const Error& error) {
            asio::post(broker_.get_executor(), [this, weak, instrument, error] {
                if (auto alive = weak.lock()) end_source(instrument, error);
            });
        });
}

void Core::end_source(InstrumentId instrument, const Error& why)
{
    Stream& s = stream(instrument);
    // the next who needs it asks again
    s.source.reset();
    s.subscribed = false;
    engine_.cut_off(instrument);
    for (auto& listener : std::exchange(s.listeners, {}))
        listener->call([&](QuoteHandlers& to) {
            if (to.on_error) to.on_error(why);
        });
    for (auto& wait : std::exchange(s.waiting, {})) wait(why);
}

void Core::SourceWatch::on_link(LinkState state)
{
    asio::post(broker_.get_executor(), [&core = core_, weak = broker_.weak_from_this(), state] {
        if (auto alive = weak.lock()) core.source_link(state);
    });
}

void Core::source_link(LinkState state)
{
    if (state == LinkState::connecting) return;
    bool usable = is_usable(state);
    std::string name = options_.quotes_from->name();
    // TWS's words for a market data farm
    if (!usable) {
        for (const auto& [instrument, s] : streams_)
            if (s.source) engine_.cut_off(instrument);
        give_up_waiting(Error{Errc::not_connected, "the broker " + name +
                                                       ", whose quotes fill orders, is not "
                                                       "connected"});
        return say(Notice{make_tws_error(2103, "Market data farm connection is broken:" + name)});
    }
    say(Notice{make_tws_error(2104, "Market data farm connection is OK:" + name)});
}

void Core::give_up_waiting(const Error& why)
{
    // by number: always in the same order, and who is answered may ask for more
    for (InstrumentId id = 0; id < engine_.instruments().size(); ++id)
        if (auto s = streams_.find(id); s != streams_.end())
            for (auto& wait : std::exchange(s->second.waiting, {})) wait(why);
}

void Core::subscribe(Contract contract, Completion<> done)
{
    ++commands_;
    if (awaits_push(contract)) {
        bool known = std::ranges::any_of(awaited_, [&](const Awaited& one) {
            return !one.listener && one.contract == contract;
        });
        if (!known) awaited_.push_back({std::move(contract), nullptr});
        return done(Result<>{});
    }
    auto shared = std::make_shared<Completion<>>(std::move(done));
    with_instrument(contract, [this, shared](Result<InstrumentId> instrument) {
        if (!instrument) return (*shared)(instrument.error());
        stream(*instrument).subscribed = true;
        follow_source(*instrument);
        (*shared)({});
    });
}

void Core::unsubscribe(const Contract& contract)
{
    ++commands_;
    std::erase_if(awaited_,
                  [&](const Awaited& one) { return !one.listener && one.contract == contract; });
    auto instrument = engine_.instruments().find(contract);
    if (!instrument) return;
    if (auto s = streams_.find(*instrument); s != streams_.end()) s->second.subscribed = false;
}

Result<Quote> Core::quote(const Contract& contract) const
{
    auto instrument = engine_.instruments().find(contract);
    if (!instrument && is_awaited(contract)) return Quote{contract};
    if (!instrument) return not_subscribed(contract);
    auto s = streams_.find(*instrument);
    if (s == streams_.end() || (!s->second.subscribed && s->second.listeners.empty()))
        return not_subscribed(contract);
    return engine_.quote_of(*instrument);
}

Result<QuoteStatus> Core::quote_status(const Contract& contract) const
{
    auto now_quoted = quote(contract);
    if (!now_quoted) return now_quoted.error();
    QuoteStatus status;
    status.quote = std::move(*now_quoted);
    auto instrument = engine_.instruments().find(contract);
    // none has come yet: there is no age and nothing to count
    if (!instrument) return status;
    const Stream& s = streams_.at(*instrument);
    // a tape's quotes are as old as its time says
    auto now = follows_clock() ? broker_.clock()->now() : engine_.now();
    status.age = status.quote.age(now);
    status.stale = s.inspector.is_stale(now);
    status.listeners = s.listeners.size() + (s.subscribed ? 1 : 0);
    status.quality = s.inspector.quality();
    return status;
}

void Core::watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    ++commands_;
    if (awaits_push(contract))
        return awaited_.push_back({std::move(contract), std::move(listener)});
    with_instrument(contract, [this, listener](Result<InstrumentId> instrument) {
        if (!instrument)
            return listener->call([&](QuoteHandlers& to) {
                if (to.on_error) to.on_error(instrument.error());
            });
        Stream& s = stream(*instrument);
        s.listeners.push_back(listener);
        follow_source(*instrument);
        // what stands already, as TWS sends it at the start of a subscription
        if (engine_.market(*instrument).time() == TimePoint{}) return;
        s.quote = engine_.quote_of(*instrument);
        told_ = true;
        listener->call([&](QuoteHandlers& to) {
            if (to.on_quote) to.on_quote(s.quote);
        });
    });
}

void Core::unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    ++commands_;
    std::erase_if(awaited_, [&](const Awaited& one) { return one.listener == listener; });
    for (auto& [instrument, s] : streams_) std::erase(s.listeners, listener);
}

void Core::tell_quote(InstrumentId instrument)
{
    auto known = streams_.find(instrument);
    if (known == streams_.end()) return;
    Stream& s = known->second;
    if (s.listeners.empty() && !s.subscribed) return;
    engine_.market(instrument).fill_in(s.quote);
    s.inspector.changed(s.quote, s.quote.time);
    s.inspector.complete(s.quote);
    if (s.listeners.empty()) return;
    told_ = true;
    // by index: a handler may watch or end a watch, which takes effect behind this event
    for (std::size_t i = 0; i < s.listeners.size(); ++i)
        s.listeners[i]->call([&](QuoteHandlers& to) {
            if (to.on_quote) to.on_quote(s.quote);
        });
}

}  // namespace trademind::paper
