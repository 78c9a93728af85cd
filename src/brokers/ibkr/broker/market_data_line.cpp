// Quote streams: what one line does with its ticks and errors.
#include "brokers/ibkr/broker/market_data.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/translation/number_gate.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"

#include <trademind/brokers/ibkr/messages/news.hpp>

#include <utility>

namespace trademind::ibkr_broker {
namespace {

/// The messages that make a quote; option computations and the like come by and say nothing of it.
template <class M>
constexpr bool is_quote_tick =
    std::is_same_v<M, ibkr::TickPrice> || std::is_same_v<M, ibkr::TickSize>;

}  // namespace

void MarketData::open(const Place& place)
{
    if (place.line->route || place.line->told) return;
    contracts_.qualify(
        place.name->contract(), life_.guard([this, place](Result<Contract> qualified) {
            const auto& [line, name] = place;
            auto at = places_.find(name->key);
            bool left = at == places_.end() || at->second.name != name || !name->wanted();
            if (left || at->second.line != line || line->route) return;
            if (!qualified) return ended(line, qualified.error());
            name->quote.contract.id = qualified->id;
            auto contract = name->contract();
            Contracts::complete(contract, *qualified);
            line->instrument = contract.id == 0
                                   ? name->key
                                   : std::to_string(contract.id) + '@' + contract.exchange;
            auto& followed = followed_[line->instrument];
            if (followed) return join(followed, name);
            followed = line;
            line->contract = contract;
            follow(line);
        }));
}

void MarketData::join(const LinePointer& line, const NamePointer& name)
{
    Place place{line, name};
    places_[name->key] = place;
    if (!line->names.empty()) name->show(line->names.front()->quote);
    line->names.push_back(name);
    if (line->told)
        for (auto& waiting : std::exchange(name->waiting, {})) (*waiting)(Result<void>{});
    if (!line->shown) return;
    for (const auto& watcher : std::vector{name->watchers})
        watcher->call([&](QuoteHandlers& handlers) {
            if (handlers.on_quote) handlers.on_quote(name->quote);
        });
}

bool MarketData::fall_back(const LinePointer& line, const Error& why)
{
    auto wanted = desk_.options.market_data_type;
    bool live = wanted == MarketDataType::realtime || wanted == MarketDataType::frozen;
    if (!live || !desk_.options.fall_back_to_delayed || line->delayed ||
        why != Errc::market_data_permission)
        return false;
    line->delayed = true;
    desk_.events.on_notice(
        Notice{Error{why.code, "delayed quotes for " + line->contract.describe() +
                                   " instead of live ones: " + why.message}});
    // The type holds for requests from here on: back to the usual one right after.
    ask_for_type(MarketDataType::delayed);
    follow(line);
    ask_for_type(wanted);
    return true;
}

void MarketData::follow(const LinePointer& line)
{
    Texts texts;
    ibkr::MarketDataRequest request;
    request.contract = to_wire(line->contract, texts);
    line->route = desk_.core.follow(
        request, life_.guard([this, line](const auto& message) { on(line, message); }),
        life_.guard([this, line](Result<void> end) {
            line->route.reset();
            if (!end && !fall_back(line, end.error())) ended(line, end.error());
        }),
        life_.guard(News{*this, line}));
}

void MarketData::judge(const LinePointer& line, bool changed, TimePoint now)
{
    if (line->builder.ignored_zero()) line->inspector.ignored_zero();
    if (changed)
        line->inspector.changed(line->builder.quote(), now);
    else if (!line->builder.echoed_size())
        line->inspector.repeated(now);
}

namespace {

/// A size, or -1: TWS's word for none.
std::optional<Decimal> count_or_mark(std::optional<Decimal> size)
{
    return within(size, most_quantity);
}

}  // namespace

template <class M> void MarketData::on(const LinePointer& line, const M& message)
{
    auto now = desk_.now();
    bool changed = false;
    auto& builder = line->builder;
    if constexpr (std::is_same_v<M, ibkr::TickPrice>)
        changed = builder.on_price(message.tick_type, price_of(message.price),
                                   count_or_mark(message.size), now);
    else if constexpr (std::is_same_v<M, ibkr::TickSize>)
        changed = builder.on_size(message.tick_type, count_or_mark(message.size), now);
    else if constexpr (std::is_same_v<M, ibkr::TickGeneric>)
        changed = message.value && builder.on_generic(message.tick_type, *message.value, now);
    else if constexpr (std::is_same_v<M, ibkr::TickString>)
        changed = builder.on_text(message.tick_type, message.value, now);
    else if constexpr (std::is_same_v<M, ibkr::MarketDataType>) {
        if (message.market_data_type >= 1 && message.market_data_type <= 4)
            changed = builder.on_type(static_cast<MarketDataType>(message.market_data_type), now);
    } else if constexpr (std::is_same_v<M, ibkr::RerouteMarketData>) {
        return reroute(line, message);
    }
    if constexpr (is_quote_tick<M>) judge(line, changed, now);
    line->heard = true;
    line->changed |= changed;
}

void MarketData::end_read(const LinePointer& line)
{
    if (!std::exchange(line->heard, false)) return;
    if (!line->told) told(line);
    if (!std::exchange(line->changed, false)) return;
    line->inspector.complete(line->builder.quote());
    publish(line);
}

void MarketData::told(const LinePointer& line)
{
    line->told = true;
    for (std::size_t i = 0; i < line->names.size(); ++i)
        for (auto& waiting : std::exchange(line->names[i]->waiting, {})) (*waiting)(Result<void>{});
}

void MarketData::publish(const LinePointer& line)
{
    line->shown = true;
    for (const auto& name : line->names) name->show(line->builder.quote());
    // Handlers may watch and leave: the lists are read again each time.
    for (std::size_t i = 0; i < line->names.size(); ++i) {
        auto name = line->names[i];
        for (std::size_t n = 0; n < name->watchers.size(); ++n)
            name->watchers[n]->call([&](QuoteHandlers& handlers) {
                if (handlers.on_quote) handlers.on_quote(name->quote);
            });
    }
}

void MarketData::reroute(const LinePointer& line, const ibkr::RerouteMarketData& where)
{
    // A CFD's quotes are those of what it stands for.
    Texts texts;
    ibkr::MarketDataRequest request;
    request.contract.con_id = where.con_id;
    request.contract.exchange = texts.keep(std::string{where.exchange});
    auto old = std::exchange(line->route, std::nullopt);
    line->route = desk_.core.follow(
        request, life_.guard([this, line](const auto& message) { on(line, message); }),
        life_.guard([this, line](Result<void> end) {
            line->route.reset();
            if (!end) ended(line, end.error());
        }),
        life_.guard(News{*this, line}));
    if (old) desk_.core.cancel(*old);
}

}  // namespace trademind::ibkr_broker
