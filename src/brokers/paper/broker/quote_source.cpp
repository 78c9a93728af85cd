// Quote streams, out to listeners and in from another broker.
#include "brokers/paper/broker/quote_source.hpp"

#include <algorithm>
#include <utility>

namespace trademind::paper {
namespace {

Error not_subscribed(const Contract& contract)
{
    return {Errc::not_subscribed, "no quote subscription of " + contract.describe()};
}

}  // namespace

QuoteSource::Stream& QuoteSource::stream(InstrumentId instrument)
{
    auto [place, is_new] = streams_.try_emplace(instrument);
    if (is_new) place->second.quote = host_.engine.quote_of(instrument);
    return place->second;
}

bool QuoteSource::awaits_push(const Contract& contract) const
{
    return !host_.options.quotes_from && !host_.options.tape && !host_.options.generated &&
           !host_.engine.instruments().find(contract);
}

bool QuoteSource::is_awaited(const Contract& contract) const
{
    return std::ranges::any_of(awaited_,
                               [&](const Awaited& one) { return one.contract == contract; });
}

InstrumentId QuoteSource::listed(const Contract& contract)
{
    if (auto known = host_.engine.instruments().find(contract)) return *known;
    auto instrument = host_.engine.list(contract);
    std::erase_if(awaited_, [&](const Awaited& one) {
        if (host_.engine.instruments().find(one.contract) != instrument) return false;
        if (one.listener)
            attach(instrument, one.listener);
        else
            stream(instrument).subscribed = true;
        return true;
    });
    return instrument;
}

void QuoteSource::with_instrument(const Contract& contract,
                                  std::function<void(Result<InstrumentId>)> then)
{
    if (auto known = host_.engine.instruments().find(contract)) return then(*known);
    if (!host_.options.quotes_from) return then(unlisted(contract));
    ++host_.commands;
    host_.options.quotes_from->find_contracts(
        contract,
        host_.bind<Result<std::vector<ContractDetails>>>(
            [this, contract, then = std::move(then)](Result<std::vector<ContractDetails>> found) {
                if (!found) return then(found.error());
                if (found->empty()) return then(unlisted(contract));
                if (found->size() > 1)
                    return then(Error{Errc::ambiguous_contract,
                                      contract.describe() + " fits several instruments"});
                host_.catch_up();
                then(host_.engine.list(Instrument{std::move(found->front())}));
            }));
}

void QuoteSource::follow_source(InstrumentId instrument)
{
    if (!host_.options.quotes_from) return;
    Stream& s = stream(instrument);
    if (s.source) return;
    s.source = host_.options.quotes_from->watch(
        host_.engine.instruments().contract(instrument),
        // called on the other broker's strand
        [this](const Quote& quote) { host_.post([this, quote] { push(quote); }); },
        [this, instrument](const Error& error) {
            host_.post([this, instrument, error] { end_source(instrument, error); });
        });
}

void QuoteSource::end_source(InstrumentId instrument, const Error& why)
{
    Stream& s = stream(instrument);
    // the next request subscribes again
    s.source.reset();
    s.subscribed = false;
    host_.engine.cut_off(instrument);
    for (auto& listener : detach_all(s))
        listener->call([&](QuoteHandlers& to) {
            if (to.on_error) to.on_error(why);
        });
    for (auto& wait : std::exchange(s.waiting, {})) wait(why);
}

void QuoteSource::LinkWatch::on_link(LinkState state)
{
    source.host_.post([&source = source, state] { source.source_link(state); });
}

void QuoteSource::observe_link()
{
    if (host_.options.quotes_from && !life_)
        life_ = host_.options.quotes_from->observe(link_watch_);
}

void QuoteSource::push(const Quote& quote)
{
    if (host_.follows_clock() && quote.time == TimePoint{})
        host_.catch_up();
    else if (!host_.engine.started() && quote.time != TimePoint{})
        host_.engine.start(quote.time);
    InstrumentId instrument = listed(quote.contract);
    host_.engine.quote(instrument, quote);
    host_.flush();
    if (auto s = streams_.find(instrument); s != streams_.end())
        for (auto& wait : std::exchange(s->second.waiting, {})) wait(std::nullopt);
}

bool QuoteSource::has_quoted(InstrumentId instrument)
{
    if (!host_.options.quotes_from) return true;
    follow_source(instrument);
    return host_.engine.market(instrument).time() != TimePoint{};
}

void QuoteSource::source_link(LinkState state)
{
    if (state == LinkState::connecting) return;
    bool usable = is_usable(state);
    std::string name = host_.options.quotes_from->name();
    // TWS's words for a market data farm
    if (!usable) {
        for (const auto& [instrument, s] : streams_)
            if (s.source) host_.engine.cut_off(instrument);
        give_up_waiting(Error{Errc::not_connected, "the broker " + name +
                                                       ", whose quotes fill orders, is not "
                                                       "connected"});
        return host_.notice(
            Notice{make_tws_error(2103, "Market data farm connection is broken:" + name)});
    }
    host_.notice(Notice{make_tws_error(2104, "Market data farm connection is OK:" + name)});
}

void QuoteSource::give_up_waiting(const Error& why)
{
    // by number: always in the same order; a handler may add streams
    for (InstrumentId id = 0; id < host_.engine.instruments().size(); ++id)
        if (auto s = streams_.find(id); s != streams_.end())
            for (auto& wait : std::exchange(s->second.waiting, {})) wait(why);
}

void QuoteSource::subscribe(Contract contract, Completion<> done)
{
    ++host_.commands;
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

void QuoteSource::unsubscribe(const Contract& contract)
{
    ++host_.commands;
    std::erase_if(awaited_,
                  [&](const Awaited& one) { return !one.listener && one.contract == contract; });
    auto instrument = host_.engine.instruments().find(contract);
    if (!instrument) return;
    if (auto s = streams_.find(*instrument); s != streams_.end()) s->second.subscribed = false;
}

Result<Quote> QuoteSource::quote(const Contract& contract) const
{
    auto instrument = host_.engine.instruments().find(contract);
    if (!instrument && is_awaited(contract)) return Quote{contract};
    if (!instrument) return not_subscribed(contract);
    auto s = streams_.find(*instrument);
    if (s == streams_.end() || (!s->second.subscribed && s->second.listeners.empty()))
        return not_subscribed(contract);
    return host_.engine.quote_of(*instrument);
}

Result<QuoteStatus> QuoteSource::quote_status(const Contract& contract) const
{
    auto now_quoted = quote(contract);
    if (!now_quoted) return now_quoted.error();
    QuoteStatus status;
    status.quote = std::move(*now_quoted);
    auto instrument = host_.engine.instruments().find(contract);
    // none has come yet: there is no age and nothing to count
    if (!instrument) return status;
    const Stream& s = streams_.at(*instrument);
    // a tape's quotes are as old as its time says
    auto now = host_.follows_clock() ? host_.broker.clock()->now() : host_.engine.now();
    status.age = status.quote.age(now);
    status.stale = s.inspector.is_stale(now);
    status.listeners = s.listeners.size() + (s.subscribed ? 1 : 0);
    status.quality = s.inspector.quality();
    return status;
}

void QuoteSource::watch(Contract contract, std::shared_ptr<QuoteListener> listener)
{
    ++host_.commands;
    if (awaits_push(contract))
        return awaited_.push_back({std::move(contract), std::move(listener)});
    with_instrument(contract, [this, listener](Result<InstrumentId> instrument) {
        if (!instrument)
            return listener->call([&](QuoteHandlers& to) {
                if (to.on_error) to.on_error(instrument.error());
            });
        Stream& s = stream(*instrument);
        attach(*instrument, listener);
        follow_source(*instrument);
        // what stands already, as TWS sends it at the start of a subscription
        if (host_.engine.market(*instrument).time() == TimePoint{}) return;
        s.quote = host_.engine.quote_of(*instrument);
        host_.reported = true;
        listener->call([&](QuoteHandlers& to) {
            if (to.on_quote) to.on_quote(s.quote);
        });
    });
}

void QuoteSource::unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    ++host_.commands;
    std::erase_if(awaited_, [&](const Awaited& one) { return one.listener == listener; });
    auto [first, last] = watched_.equal_range(listener.get());
    for (auto one = first; one != last; ++one)
        std::erase(streams_.at(one->second).listeners, listener);
    watched_.erase(first, last);
}

void QuoteSource::attach(InstrumentId instrument, std::shared_ptr<QuoteListener> listener)
{
    watched_.emplace(listener.get(), instrument);
    stream(instrument).listeners.push_back(std::move(listener));
}

std::vector<std::shared_ptr<QuoteListener>> QuoteSource::detach_all(Stream& s)
{
    for (const auto& listener : s.listeners) watched_.erase(listener.get());
    return std::exchange(s.listeners, {});
}

void QuoteSource::report(InstrumentId instrument)
{
    auto known = streams_.find(instrument);
    if (known == streams_.end()) return;
    Stream& s = known->second;
    if (s.listeners.empty() && !s.subscribed) return;
    host_.engine.market(instrument).fill_in(s.quote);
    s.inspector.changed(s.quote, s.quote.time);
    s.inspector.complete(s.quote);
    if (s.listeners.empty()) return;
    host_.reported = true;
    // by index: a handler may watch or end a watch, which takes effect behind this event
    for (std::size_t i = 0; i < s.listeners.size(); ++i)
        s.listeners[i]->call([&](QuoteHandlers& to) {
            if (to.on_quote) to.on_quote(s.quote);
        });
}

}  // namespace trademind::paper
