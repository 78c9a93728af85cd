// Quote streams: who wants which line.
#include "brokers/ibkr/broker/market_data.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {

MarketData::Place MarketData::place_of(const Contract& contract)
{
    auto key = key_of(contract);
    auto& place = places_[key];
    if (!place.line) {
        place.line = std::make_shared<Line>(desk_.options.quote_limits);
        place.name = std::make_shared<Name>(std::move(key), contract);
        place.line->names.push_back(place.name);
    }
    return place;
}

MarketData::Place MarketData::find(const Contract& contract) const
{
    auto at = places_.find(key_of(contract));
    return at == places_.end() ? Place{} : at->second;
}

void MarketData::Name::show(const Quote& of_line)
{
    auto own = std::move(quote.contract);
    quote = of_line;
    quote.contract = std::move(own);
}

void MarketData::subscribe(const Contract& contract, Completion<> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable);
    auto place = place_of(contract);
    place.name->subscribed = true;
    if (place.line->told) return done(Result<void>{});
    auto waiting = std::make_shared<Completion<>>(std::move(done));
    // Who gave up does not hold the line.
    waiting->on_cancel(life_.guard([this, weak = std::weak_ptr{place.name}, raw = waiting.get()] {
        auto left = weak.lock();
        if (!left) return;
        bool waited =
            std::erase_if(left->waiting, [raw](auto& other) { return other.get() == raw; }) > 0;
        if (waited && left->waiting.empty()) left->subscribed = false;
        close_if_unused(left);
    }));
    place.name->waiting.push_back(std::move(waiting));
    open(place);
}

void MarketData::unsubscribe(const Contract& contract, Completion<> done)
{
    if (auto name = find(contract).name) {
        name->subscribed = false;
        for (auto& waiting : std::exchange(name->waiting, {}))
            (*waiting)(Error{Errc::cancelled, "unsubscribed"});
        close_if_unused(name);
    }
    done(Result<void>{});
}

void MarketData::get_quote(const Contract& contract, Completion<Quote> done)
{
    auto place = find(contract);
    if (!place.line)
        return done(Error{Errc::not_subscribed, "no subscription for " + contract.describe()});
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    done(place.name->quote);
}

const Quote* MarketData::open_quote(const Contract& contract) const
{
    for (const auto& [key, place] : places_)
        if (place.line->told && place.name->contract().same_instrument(contract))
            return &place.line->builder.quote();
    return nullptr;
}

void MarketData::get_status(const Contract& contract, Completion<QuoteStatus> done)
{
    auto place = find(contract);
    if (!place.line)
        return done(Error{Errc::not_subscribed, "no subscription for " + contract.describe()});
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    const auto& line = *place.line;
    QuoteStatus status;
    status.quote = place.name->quote;
    status.age = status.quote.age(desk_.now());
    status.stale = line.inspector.is_stale(desk_.now());
    status.fell_back = line.delayed;
    for (const auto& name : line.names)
        status.listeners += name->watchers.size() + (name->subscribed ? 1 : 0);
    status.quality = line.inspector.quality();
    done(std::move(status));
}

void MarketData::watch(const Contract& contract, std::shared_ptr<QuoteListener> listener)
{
    if (auto usable = desk_.usable(); !usable) {
        listener->call([&](QuoteHandlers& handlers) {
            if (handlers.on_error) handlers.on_error(usable.error());
        });
        return;
    }
    auto place = place_of(contract);
    place.name->watchers.push_back(listener);
    // Who joins a line sees what it shows now.
    if (place.line->shown)
        listener->call([&](QuoteHandlers& handlers) {
            if (handlers.on_quote) handlers.on_quote(place.name->quote);
        });
    open(place);
}

void MarketData::unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    for (auto at = places_.begin(); at != places_.end();) {
        auto name = (at++)->second.name;
        if (std::erase(name->watchers, listener) > 0) close_if_unused(name);
    }
}

void MarketData::close_if_unused(const NamePointer& name)
{
    auto at = places_.find(name->key);
    if (name->wanted() || at == places_.end() || at->second.name != name) return;
    auto line = at->second.line;
    places_.erase(at);
    std::erase(line->names, name);
    if (!line->names.empty()) return;
    forget(*line);
    if (auto route = std::exchange(line->route, std::nullopt)) desk_.core.cancel(*route);
}

void MarketData::forget(const Line& line)
{
    auto at = followed_.find(line.instrument);
    if (at != followed_.end() && at->second.get() == &line) followed_.erase(at);
}

void MarketData::ended(const LinePointer& line, const Error& cause)
{
    auto why = cause;
    // the line's own is not known before it is qualified
    if (why == Errc::unknown_contract && !line->names.empty())
        why.message = name_in(why.message, line->names.front()->contract());
    line->route.reset();
    end_read(line);
    forget(*line);
    auto names = std::exchange(line->names, {});
    for (const auto& name : names) {
        auto at = places_.find(name->key);
        if (at != places_.end() && at->second.name == name) places_.erase(at);
    }
    for (const auto& name : names) {
        // Who has subscribed hears of it by nothing else; an end that was asked for is no news.
        if (std::exchange(name->subscribed, false) && name->waiting.empty() &&
            name->watchers.empty() && why != Errc::cancelled)
            desk_.events.on_notice(Notice{Error{
                why.code, "quotes of " + name->contract().describe() + " ended: " + why.message}});
        for (auto& waiting : std::exchange(name->waiting, {})) (*waiting)(why);
        for (auto& watcher : std::exchange(name->watchers, {}))
            watcher->call([&](QuoteHandlers& handlers) {
                if (handlers.on_error) handlers.on_error(why);
            });
    }
}

void MarketData::on_session()
{
    ask_for_type(desk_.options.market_data_type);
    for (auto& [key, line] : followed_) line->delayed = false;
}

void MarketData::ask_for_type(MarketDataType type)
{
    ibkr::MarketDataTypeRequest request;
    request.market_data_type = static_cast<int>(type);
    (void)desk_.core.command(request);
}

void MarketData::on_restored(std::optional<TimePoint> lost_at)
{
    // Who hears of a Gap may leave.
    for (const auto& [instrument, line] : std::map{followed_}) {
        if (!line->route) continue;
        auto heard = line->inspector.heard();
        interrupt(line, lost_at ? *lost_at : heard.value_or(desk_.now()));
    }
}

void MarketData::interrupt(const LinePointer& line, TimePoint since)
{
    line->builder.clear();
    line->changed = line->shown = false;
    for (const auto& name : line->names) name->show(line->builder.quote());
    line->inspector.interrupted();
    line->missed_until = desk_.now();
    // once for an instrument, whatever its names: a backfill per name would fetch the same bars
    auto contract = line->names.empty() ? line->contract : line->names.front()->contract();
    desk_.events.on_gap(Gap{contract, since, desk_.now()});
}

void MarketData::News::operator()(const ibkr::detail::AskedAgain&) const
{
    auto heard = line->inspector.heard();
    // Where nothing has come since the last Gap, the next one goes on from there.
    data.interrupt(line, heard ? *heard : line->missed_until.value_or(data.desk_.now()));
}

void MarketData::News::operator()(const Error& error) const
{
    data.desk_.events.on_notice(
        Notice{Error{error.code, "quotes of " + line->contract.describe() + ": " + error.message}});
}

}  // namespace trademind::ibkr_broker
