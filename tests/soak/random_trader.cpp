// Random orders, cancels and modifies.
#include "soak/random_trader.hpp"

#include <iterator>
#include <string>

namespace trademind::soak {

RandomTrader::RandomTrader(const paper::Tape& tape, const EventLog& log, std::uint64_t seed)
    : tape_{tape}, log_{log}, random_{mix(seed)}, markets_(tape.contracts.size())
{}

Decimal RandomTrader::step(std::uint64_t cents)
{
    auto n = static_cast<std::int64_t>(1 + random_.below(cents));
    return Decimal::from_raw(int128{n} * (Decimal::one / 100));
}

Decimal RandomTrader::quantity()
{
    return Decimal{static_cast<std::int64_t>(1 + random_.below(120))};
}

void RandomTrader::place(Broker& broker, OrderRequest order)
{
    ++placed;
    broker.place_order(std::move(order), [this](Result<OrderReport> answer) {
        // a broker that ends refuses nothing: it cancels the call
        refused += !answer && answer.error() != Errc::cancelled;
    });
}

void RandomTrader::flatten(Broker& broker, const std::vector<Position>& positions)
{
    for (const Position& p : positions) {
        if (p.quantity.sign() > 0) place(broker, sell(p.contract, p.quantity));
        if (p.quantity.sign() < 0) place(broker, buy(p.contract, -p.quantity));
    }
}

void RandomTrader::see(const paper::TapeRow& row)
{
    Market& market = markets_[row.contract];
    if (row.change.bid) market.bid = *row.change.bid;
    if (row.change.ask) market.ask = *row.change.ask;
}

void RandomTrader::trade(Broker& broker, const paper::TapeRow& row)
{
    see(row);
    const Market& market = markets_[row.contract];
    if (market.bid.is_zero() || market.ask.is_zero()) return;
    const Contract& contract = tape_.contracts[row.contract];
    switch (random_.below(400)) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
    case 5:
    case 6:
    case 7: return place_single(broker, contract, market);
    case 8: return place_bracket(broker, contract, market);
    case 9: return place_group(broker, contract, market);
    case 10:
    case 11:
    case 12: return cancel_any(broker);
    case 13:
    case 14:
    case 15:
    case 16: return modify_any(broker);
    default: return;
    }
}

void RandomTrader::place_single(Broker& broker, const Contract& contract, const Market& market)
{
    bool buys = random_.below(2) == 0;
    auto order = buys ? buy(contract, quantity()) : sell(contract, quantity());
    Decimal touch = buys ? market.ask : market.bid;  // the opposite quote
    Decimal own = buys ? market.bid : market.ask;
    auto away = [&](Decimal from, Decimal by) { return buys ? from - by : from + by; };
    auto beyond = [&](Decimal from, Decimal by) { return buys ? from + by : from - by; };
    switch (random_.below(16)) {
    case 0: break;
    case 1: order = std::move(order).limit(touch); break;
    case 2: order = std::move(order).limit(away(own, step(5))); break;
    case 3: order = std::move(order).limit(away(own, step(30))).good_till_cancelled(); break;
    case 4: order = std::move(order).limit(touch).immediate_or_cancel(); break;
    case 5: order = std::move(order).limit(beyond(touch, step(2))).fill_or_kill(); break;
    case 6: order = std::move(order).stop(beyond(touch, step(20))).good_till_cancelled(); break;
    case 7: {
        Decimal stop = beyond(touch, step(10));
        order = std::move(order).stop(stop).limit(beyond(stop, step(5)));
        break;
    }
    case 8: order = std::move(order).trailing(step(20)).good_till_cancelled(); break;
    case 9: order = std::move(order).trailing_percent(Decimal::from_raw(Decimal::one / 5)); break;
    case 10:
        order = std::move(order).of_type(OrderType::market_if_touched);
        order.stop_price = away(own, step(10));
        break;
    case 11:
        order = std::move(order).of_type(OrderType::limit_if_touched);
        order.stop_price = away(own, step(10));
        order.limit_price = order.stop_price;
        break;
    case 12: order = std::move(order).of_type(OrderType::market_on_close); break;
    case 13:
        order = std::move(order).of_type(OrderType::limit_on_close);
        order.limit_price = beyond(touch, step(50));
        break;
    case 14: order = std::move(order).of_type(OrderType::market_to_limit); break;
    default: order = std::move(order).of_type(OrderType::pegged_to_midpoint); break;
    }
    place(broker, std::move(order));
}

void RandomTrader::place_bracket(Broker& broker, const Contract& contract, const Market& market)
{
    ++placed;
    Decimal size = quantity(), profit = market.ask + step(15), loss = market.bid - step(15);
    auto parent = buy(contract, size).limit(market.ask).held();
    broker.place_order(std::move(parent), [this, &broker, contract, size, profit,
                                           loss](Result<OrderReport> answer) {
        if (!answer) return void(refused += answer.error() != Errc::cancelled);
        place(broker, sell(contract, size).limit(profit).child_of(answer->id).held());
        place(broker, sell(contract, size).stop(loss).child_of(answer->id));
    });
}

void RandomTrader::place_group(Broker& broker, const Contract& contract, const Market& market)
{
    std::string name = "soak-" + std::to_string(++groups_);
    auto how = static_cast<OcaType>(1 + random_.below(3));
    place(broker, buy(contract, quantity()).limit(market.bid).in_oca_group(name, how));
    place(broker, sell(contract, quantity()).limit(market.ask).in_oca_group(name, how));
    place(broker, buy(contract, quantity()).stop(market.ask + step(5)).in_oca_group(name, how));
}

OrderId RandomTrader::any_live()
{
    auto chosen = log_.live.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random_.below(log_.live.size())));
    return *chosen;
}

void RandomTrader::cancel_any(Broker& broker)
{
    if (log_.live.empty()) return;
    ++cancels;
    broker.cancel_order(any_live(), [](Result<OrderReport>) {});
}

void RandomTrader::modify_any(Broker& broker)
{
    if (log_.live.empty()) return;
    ++modifies;
    OrderReport report = log_.orders.at(any_live());
    OrderRequest order = report.order;
    bool up = random_.below(2) == 0;
    auto moved = [&](Decimal price) { return up ? price + step(5) : price - step(5); };
    switch (random_.below(3)) {
    case 0: order.quantity = quantity(); break;
    case 1:
        if (order.limit_price) order.limit_price = moved(*order.limit_price);
        break;
    default:
        if (order.stop_price) order.stop_price = moved(*order.stop_price);
        if (order.limit_price) order.limit_price = moved(*order.limit_price);
        break;
    }
    broker.modify_order(report.id, std::move(order), [](Result<OrderReport>) {});
}

}  // namespace trademind::soak
