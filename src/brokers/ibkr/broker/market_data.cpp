// Quote streams: who wants which line.
#include "brokers/ibkr/broker/market_data.hpp"

#include <algorithm>
#include <utility>

namespace trademind::ibkr_broker {

MarketData::LinePointer& MarketData::line_of(const Contract& contract)
{
    auto& line = lines_[key_of(contract)];
    if (!line) line = std::make_shared<Line>(contract, desk_.options.quote_limits);
    return line;
}

MarketData::LinePointer MarketData::find(const Contract& contract) const
{
    auto at = lines_.find(key_of(contract));
    return at == lines_.end() ? nullptr : at->second;
}

void MarketData::subscribe(const Contract& contract, Completion<> done)
{
    if (auto usable = desk_.usable(); !usable) return done(usable);
    auto line = line_of(contract);
    line->subscribed = true;
    if (line->told) return done(Result<void>{});
    auto waiting = std::make_shared<Completion<>>(std::move(done));
    // Who gave up does not hold the line.
    waiting->on_cancel(life_.guard([this, weak = std::weak_ptr{line}, raw = waiting.get()] {
        auto left = weak.lock();
        if (!left) return;
        std::erase_if(left->waiting, [raw](auto& other) { return other.get() == raw; });
        if (left->waiting.empty() && !left->told) left->subscribed = false;
        close_if_unused(left);
    }));
    line->waiting.push_back(std::move(waiting));
    open(line);
}

void MarketData::unsubscribe(const Contract& contract, Completion<> done)
{
    if (auto line = find(contract)) {
        line->subscribed = false;
        for (auto& waiting : std::exchange(line->waiting, {}))
            (*waiting)(Error{Errc::cancelled, "unsubscribed"});
        close_if_unused(line);
    }
    done(Result<void>{});
}

void MarketData::get_quote(const Contract& contract, Completion<Quote> done)
{
    auto line = find(contract);
    if (!line)
        return done(Error{Errc::not_subscribed, "no subscription for " + contract.describe()});
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    done(line->builder.quote());
}

void MarketData::get_status(const Contract& contract, Completion<QuoteStatus> done)
{
    auto line = find(contract);
    if (!line)
        return done(Error{Errc::not_subscribed, "no subscription for " + contract.describe()});
    if (auto usable = desk_.usable(); !usable) return done(usable.error());
    QuoteStatus status;
    status.quote = line->builder.quote();
    status.age = status.quote.age(desk_.now());
    status.stale = line->inspector.is_stale(desk_.now());
    status.fell_back = line->delayed;
    status.listeners = line->watchers.size() + (line->subscribed ? 1 : 0);
    status.quality = line->inspector.quality();
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
    auto line = line_of(contract);
    line->watchers.push_back(listener);
    // Who joins a line sees what it shows now.
    if (line->builder.alive())
        listener->call([&](QuoteHandlers& handlers) {
            if (handlers.on_quote) handlers.on_quote(line->builder.quote());
        });
    open(line);
}

void MarketData::unwatch(const std::shared_ptr<QuoteListener>& listener)
{
    for (auto at = lines_.begin(); at != lines_.end();) {
        auto line = (at++)->second;
        if (std::erase(line->watchers, listener) > 0) close_if_unused(line);
    }
}

void MarketData::close_if_unused(const LinePointer& line)
{
    if (line->subscribed || !line->watchers.empty()) return;
    if (auto route = std::exchange(line->route, std::nullopt)) desk_.core.cancel(*route);
    auto at = lines_.find(key_of(line->contract));
    if (at != lines_.end() && at->second == line) lines_.erase(at);
    count_lines();
}

void MarketData::count_lines()
{
    auto open =
        std::ranges::count_if(lines_, [](const auto& entry) { return !!entry.second->route; });
    open_lines_.store(static_cast<std::size_t>(open), std::memory_order_relaxed);
}

void MarketData::ended(const LinePointer& line, const Error& why)
{
    line->route.reset();
    auto at = lines_.find(key_of(line->contract));
    if (at != lines_.end() && at->second == line) lines_.erase(at);
    count_lines();
    // Who has subscribed hears of it by nothing else; an end that was asked for is no news.
    if (std::exchange(line->subscribed, false) && line->waiting.empty() && line->watchers.empty() &&
        why != Errc::cancelled)
        desk_.events.on_notice(Notice{
            Error{why.code, "quotes of " + line->contract.describe() + " ended: " + why.message}});
    for (auto& waiting : std::exchange(line->waiting, {})) (*waiting)(why);
    for (auto& watcher : std::exchange(line->watchers, {}))
        watcher->call([&](QuoteHandlers& handlers) {
            if (handlers.on_error) handlers.on_error(why);
        });
}

void MarketData::on_session()
{
    ask_for_type(desk_.options.market_data_type);
    for (auto& [key, line] : lines_) line->delayed = false;
}

void MarketData::ask_for_type(MarketDataType type)
{
    ibkr::MarketDataTypeRequest request;
    request.market_data_type = static_cast<int>(type);
    (void)desk_.core.command(request);
}

void MarketData::on_restored(TimePoint lost_at)
{
    for (auto& [key, line] : lines_) {
        if (line->route) interrupt(line, lost_at);
    }
}

void MarketData::interrupt(const LinePointer& line, TimePoint since)
{
    line->builder.clear();
    line->inspector.interrupted();
    line->missed_until = desk_.now();
    desk_.events.on_gap(Gap{line->contract, since, desk_.now()});
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
