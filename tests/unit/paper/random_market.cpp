// Random markets and orders, and what must hold while they go on.
#include "unit/paper/random_market.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::test {

using paper::InstrumentId;
using paper::MarketChange;
using namespace literals;

namespace {

Contract with_multiplier(Contract contract, int multiplier)
{
    contract.multiplier = Decimal{multiplier};
    return contract;
}

ContractDetails in_steps_of(Contract contract, Decimal step)
{
    ContractDetails details{std::move(contract)};
    details.size_increment = step;
    return details;
}

Decimal whole(std::uint64_t n)
{
    return Decimal{static_cast<std::int64_t>(n)};
}

}  // namespace

RandomMarket::RandomMarket(const Settings& settings)
    : path_{settings.file}, random_{mix(settings.seed)}
{
    options_.cash = {{"USD", 2'000'000_d}, {"EUR", 300'000_d}};
    options_.child_activation = settings.children;
    options_.market_remainder = settings.remainder;
    options_.fee_model = settings.fees;
    options_.margin_model = settings.margin;
    options_.latency_model = paper::make_latency_model(settings.latency);
    options_.instruments = {
        stock("AAA"),
        stock("BBB"),
        stock("EEE").in("EUR"),
        with_multiplier(future("FFF", "202612", "CME"), 50),
        with_multiplier(option("AAA", "20261218", 100_d, OptionRight::call), 100),
        forex("EUR", "USD"),
        in_steps_of(stock("GGG"), 0.001_d),
        in_steps_of({SecurityType::crypto, "BTC"}, 0.0001_d),
    };
    deposits_ = options_.cash;
    begin();
    lines_.resize(options_.instruments.size());
    const std::vector<std::pair<int, Decimal>> begin{
        {10'000, 0.01_d}, {2'500, 0.01_d},     {7'000, 0.01_d}, {20'000, 0.25_d},
        {500, 0.01_d},    {22'000, 0.00005_d}, {4'000, 0.01_d}, {60'000, 1_d}};
    for (InstrumentId id = 0; id < lines_.size(); ++id) {
        lines_[id].middle = begin[id].first;
        lines_[id].tick = begin[id].second;
        engine_->change(id, MarketChange{}
                                .with_bid(price(id, -2), 500)
                                .with_ask(price(id, 2), 500)
                                .with_print(price(id, 0), 100));
        lines_[id].bid = price(id, -2);
        lines_[id].ask = price(id, 2);
        lines_[id].bid_size = lines_[id].ask_size = 500_d;
    }
    listen();
}

RandomMarket::~RandomMarket()
{
    file_.reset();
    std::error_code ignored;
    for (const char* end : {"", "-wal", "-shm", "-lock"})
        if (!path_.empty()) std::filesystem::remove(path_.string() + end, ignored);
}

void RandomMarket::begin()
{
    file_.reset();
    engine_ = std::make_unique<paper::Engine>(options_);
    if (!path_.empty()) {
        auto opened = paper::AccountFile::open(path_, Durability::process);
        ASSERT_TRUE(opened) << opened.error().describe();
        file_ = std::move(*opened);
        auto loaded = file_->load(*engine_, options_.account);
        ASSERT_TRUE(loaded) << loaded.error().describe();
    }
    engine_->list_all();
    engine_->start(now_);
}

void RandomMarket::restart()
{
    begin();
    listen();
    for (InstrumentId id = 0; id < lines_.size(); ++id) {
        // what was taken of a quote before is on offer again: the market is new to this program
        lines_[id].bought = lines_[id].sold = {};
        tell_quote(id);
        listen();
    }
}

void RandomMarket::tell_quote(InstrumentId id)
{
    const Line& l = line(id);
    engine_->change(id,
                    MarketChange{now_}.with_bid(*l.bid, *l.bid_size).with_ask(*l.ask, *l.ask_size));
}

Decimal RandomMarket::price(InstrumentId id, int away)
{
    return lines_[id].tick * Decimal{lines_[id].middle + away};
}

InstrumentId RandomMarket::any_instrument()
{
    return static_cast<InstrumentId>(random_.below(lines_.size()));
}

void RandomMarket::step()
{
    now_ += std::chrono::milliseconds{1 + random_.below(5)};
    engine_->advance(now_);
    listen();  // what arrived on the way met the quote of before
    switch (random_.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3: move_quote(); break;
    case 4:
    case 5: print(); break;
    case 6:
    case 7:
    case 8: place_any(); break;
    case 9: random_.below(2) ? place_bracket() : place_group(); break;
    case 10: modify_any(); break;
    default: cancel_any(); break;
    }
    listen();
}

void RandomMarket::move_quote()
{
    InstrumentId id = any_instrument();
    Line& l = line(id);
    l.middle += static_cast<int>(random_.below(9)) - 4;
    // now and then the market is locked or crossed
    int spread = random_.below(25) == 0 ? -static_cast<int>(random_.below(2))
                                        : 1 + static_cast<int>(random_.below(3));
    Decimal bid = price(id, 0), ask = price(id, spread);
    Decimal unit = id == instruments::coin ? 0.001_d : 1_d;
    Decimal bid_size = whole(1 + random_.below(400)) * unit;
    Decimal ask_size = whole(1 + random_.below(400)) * unit;
    if (random_.below(6) == 0) {
        bid = *l.bid, ask = *l.ask;
        bid_size = *l.bid_size, ask_size = *l.ask_size;  // repeated
    }
    if (bid != l.bid || bid_size != l.bid_size) l.sold = {};
    if (ask != l.ask || ask_size != l.ask_size) l.bought = {};
    l.bid = bid, l.ask = ask;
    l.bid_size = bid_size, l.ask_size = ask_size;
    tell_quote(id);
}

void RandomMarket::print()
{
    InstrumentId id = any_instrument();
    Line& l = line(id);
    Decimal at = random_.below(2) ? *l.bid : *l.ask;
    l.print_size = whole(1 + random_.below(300));
    engine_->change(id, MarketChange{now_}.with_print(at, *l.print_size));
}

OrderRequest RandomMarket::any_order(InstrumentId id)
{
    const Contract& contract = engine_->instruments().contract(id);
    Decimal quantity = whole(1 + random_.below(id == instruments::pair ? 2'000 : 250));
    if (id == instruments::future) quantity = whole(1 + random_.below(5));
    if (id == instruments::sliced) quantity = whole(1 + random_.below(250'000)) * 0.001_d;
    if (id == instruments::coin) quantity = whole(1 + random_.below(5'000)) * 0.0001_d;
    bool buys = random_.below(2) == 0;
    auto order = buys ? buy(contract, quantity) : sell(contract, quantity);
    auto near = [&] { return price(id, static_cast<int>(random_.below(13)) - 6); };
    auto some = [&] { return line(id).tick * whole(1 + random_.below(8)); };
    switch (random_.below(16)) {
    case 0: break;
    case 1: return std::move(order).limit(near()).immediate_or_cancel();
    case 2: return std::move(order).limit(near()).fill_or_kill();
    case 3: return std::move(order).stop(near());
    case 4: return std::move(order).stop(near()).limit(near());
    case 5: return std::move(order).trailing(some());
    case 6: return std::move(order).trailing_percent(0.05_d);
    case 7:
        order = std::move(order).trailing(some()).of_type(OrderType::trailing_stop_limit);
        order.limit_offset = some();
        break;
    case 8:
        order = std::move(order).of_type(OrderType::market_if_touched);
        order.stop_price = near();
        break;
    case 9:
        order = std::move(order).of_type(OrderType::limit_if_touched);
        order.stop_price = near();
        order.limit_price = near();
        break;
    case 10: return std::move(order).of_type(OrderType::market_to_limit);
    case 11:
        order = std::move(order).of_type(OrderType::pegged_to_midpoint);
        if (random_.below(2)) order.limit_price = near();
        break;
    case 12:
        if (id > instruments::euro_stock) return std::move(order).limit(near());
        order = std::move(order).of_type(OrderType::midprice);
        if (random_.below(2)) order.limit_price = near();
        break;
    case 13:
        order = std::move(order).of_type(OrderType::relative);
        order.stop_price = line(id).tick;
        order.limit_price = near();
        break;
    default: order = std::move(order).limit(near()); break;
    }
    if (random_.below(4) == 0) order.time_in_force = TimeInForce::good_till_cancelled;
    return order;
}

void RandomMarket::place(OrderRequest order)
{
    OrderId next = engine_->store().next_id();
    Decimal quantity = order.quantity;
    auto group = order.oca_group;
    engine_->place(std::move(order), paper::nobody);
    if (engine_->store().next_id() == next) return;  // refused without a trace
    ++placed_;
    first_quantity_[next] = quantity;
    if (!group.empty()) groups_of_[group].push_back(next);
}

void RandomMarket::place_any()
{
    place(any_order(any_instrument()));
}

void RandomMarket::place_bracket()
{
    InstrumentId id = any_instrument();
    const Contract& contract = engine_->instruments().contract(id);
    Decimal quantity = whole(1 + random_.below(id == instruments::future ? 4 : 300));
    OrderId parent = engine_->store().next_id();
    place(buy(contract, quantity).limit(price(id, static_cast<int>(random_.below(8)) - 3)).held());
    if (engine_->store().next_id() == parent) return;
    parents_.push_back(parent);
    in_families_.insert(parent);
    for (bool profit : {true, false}) {
        OrderId child = engine_->store().next_id();
        auto exit = sell(contract, quantity).child_of(parent);
        if (profit)
            place(std::move(exit).limit(price(id, 3 + static_cast<int>(random_.below(6)))).held());
        else
            place(std::move(exit).stop(price(id, -3 - static_cast<int>(random_.below(6)))));
        in_families_.insert(child);
    }
}

void RandomMarket::place_group()
{
    std::string name = "g" + std::to_string(++groups_);
    auto how = static_cast<OcaType>(1 + random_.below(3));
    InstrumentId id = any_instrument();
    for (int i = 0; i < 3; ++i) {
        auto order = any_order(id);
        // what fills before the others come ties nobody
        auto& members = groups_of_[name];
        if (std::ranges::any_of(members, [&](OrderId member) {
                return engine_->store().find(member)->filled.sign() > 0;
            }))
            return members.clear();
        order.time_in_force = TimeInForce::day;
        in_families_.insert(engine_->store().next_id());
        order.transmit = random_.below(6) != 0;
        place(std::move(order).in_oca_group(name, how));
    }
}

std::optional<OrderId> RandomMarket::any_live()
{
    std::vector<OrderId> live;
    engine_->store().for_each_live([&](paper::Order& order) { live.push_back(order.id); });
    if (live.empty()) return std::nullopt;
    return live[random_.below(live.size())];
}

void RandomMarket::modify_any()
{
    auto id = any_live();
    if (!id || in_families_.contains(*id)) return;
    const paper::Order& order = *engine_->store().find(*id);
    auto request = order.terms(engine_->instruments());
    if (random_.below(2)) request.quantity = whole(1 + random_.below(250));
    auto moved = [&](Decimal p) {
        auto ticks = whole(1 + random_.below(5)) * line(order.instrument).tick;
        return random_.below(2) ? p + ticks : p - ticks;
    };
    if (request.limit_price && random_.below(2)) request.limit_price = moved(*request.limit_price);
    if (request.stop_price && random_.below(2) && !paper::is_floating(request.type))
        request.stop_price = moved(*request.stop_price);
    engine_->modify(*id, std::move(request), paper::nobody);
}

void RandomMarket::cancel_any()
{
    if (auto id = any_live()) engine_->cancel(*id, paper::nobody);
}

void RandomMarket::listen()
{
    engine_->outbox().take(events_, touched_);
    if (file_) {
        auto saved = file_->save(*engine_, touched_);
        ASSERT_TRUE(saved) << saved.error().describe();
    }
    for (const paper::Event& event : events_) {
        if (auto* report = std::get_if<OrderReport>(&event)) {
            log_ += to_string(report->id) + ' ' + std::string{to_string(report->status)} + ' ' +
                    report->filled.str() + '/' + report->order.quantity.str() + '\n';
        } else if (auto* e = std::get_if<Execution>(&event)) {
            log_ += e->id + ' ' + e->quantity.str() + '@' + e->price.str() + '\n';
            check_execution(*e);
        } else if (auto* c = std::get_if<Commission>(&event)) {
            log_ += c->execution_id + " costs " + c->amount.str() + ' ' + c->currency + '\n';
            flows_[c->currency] -= c->amount;
        } else if (auto* notice = std::get_if<Notice>(&event)) {
            log_ += notice->error.describe() + '\n';
        } else if (auto* account = std::get_if<Account>(&event)) {
            log_ += "account " + account->portfolio_value.value_or(Decimal{}).str() + '\n';
        }
    }
    for (Line& l : lines_) l.print_size.reset();
}

std::map<OrderType, int> RandomMarket::filled_types()
{
    std::map<OrderType, int> types;
    engine_->store().for_each([&](paper::Order& o) { types[o.type] += o.filled.sign() > 0; });
    return types;
}

}  // namespace trademind::test
