// The paper market under load: quotes over many resting orders, orders a second, memory per order.
#include "brokers/paper/engine/engine.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include <malloc.h>

namespace trademind::paper {
namespace {

using namespace literals;

/// What rests: limit orders only, or limits, stops and trailing stops.
enum class Mix { limits, all };

Decimal cents(std::int64_t n)
{
    return Decimal::from_raw(int128{n} * (Decimal::one / 100));
}

/// A market at 100.00/100.02 in every symbol, and orders around it that nothing reaches.
class World {
public:
    World(std::size_t orders, std::size_t symbols, Mix mix) : engine_{options_(symbols)}
    {
        engine_.list_all();
        engine_.start(std::chrono::sys_days{std::chrono::year{2026} / 1 / 5});
        for (std::size_t i = 0; i < symbols; ++i) {
            engine_.change(id(i), MarketChange{}.with_bid(100_d, 100).with_ask(100.02_d, 100));
            engine_.change(id(i), MarketChange{}.with_print(100.01_d, 100));
        }
        drain();
        std::size_t before = mallinfo2().uordblks;
        for (std::size_t i = 0; i < orders; ++i) {
            engine_.place(far_away(i, mix), nobody);
            drain();
        }
        bytes_per_order_ =
            static_cast<double>(mallinfo2().uordblks - before) / static_cast<double>(orders);
        std::size_t live = 0;
        engine_.store().for_each_live([&](const Order&) { ++live; });
        if (live != orders) std::abort();
    }

    /// The quote or the last price of the next symbol moves a cent or two; nothing fills.
    void tick(std::uint64_t n)
    {
        InstrumentId instrument = id(static_cast<std::size_t>(n) % instruments_);
        auto move = static_cast<std::int64_t>(n * 7 / instruments_ % 5);
        if (n / instruments_ % 4 == 3)
            engine_.change(instrument, MarketChange{}.with_print(cents(10'000 + move), 10));
        else
            engine_.change(instrument, MarketChange{}
                                           .with_bid(cents(9'999 + move), Decimal{100 + move})
                                           .with_ask(cents(10'001 + move), Decimal{200 + move}));
        drain();
    }
    Engine& engine() { return engine_; }
    Contract symbol(std::size_t i) const { return engine_.instruments().contract(id(i)); }
    double bytes_per_order() const { return bytes_per_order_; }
    /// Takes away what a broker would tell and write.
    void drain() { engine_.outbox().take(events_, touched_); }

private:
    const Options& options_(std::size_t symbols)
    {
        instruments_ = symbols;
        held_options_ = std::make_unique<Options>();
        held_options_->cash = {{"USD", Decimal{1'000'000'000'000'000}}};
        for (std::size_t i = 0; i < symbols; ++i) {
            std::string name{"S"};
            name += std::to_string(i);
            held_options_->instruments.emplace_back(stock(std::move(name)));
        }
        return *held_options_;
    }
    static InstrumentId id(std::size_t i) { return static_cast<InstrumentId>(i); }

    OrderRequest far_away(std::size_t i, Mix mix)
    {
        const Contract& contract = engine_.instruments().contract(id(i % instruments_));
        auto offset = static_cast<std::int64_t>(i / instruments_ % 4'000);
        bool buys = i / instruments_ % 2 == 0;
        auto order = buys ? buy(contract, 1) : sell(contract, 1);
        auto kind = mix == Mix::limits ? 0 : i / instruments_ / 2 % 3;
        if (kind == 1) return std::move(order).stop(cents(buys ? 10'100 + offset : 9'900 - offset));
        if (kind == 2) return std::move(order).trailing(cents(100 + offset));
        return std::move(order).limit(cents(buys ? 9'900 - offset : 10'100 + offset));
    }

    std::size_t instruments_ = 1;
    std::unique_ptr<Options> held_options_;
    Engine engine_;
    std::vector<Event> events_;
    std::vector<OrderId> touched_;
    double bytes_per_order_ = 0;
};

/// Made once; the benchmarks of a size follow each other, so that one is held at a time.
World& world(std::size_t orders, std::size_t symbols, Mix mix)
{
    static std::tuple<std::size_t, std::size_t, Mix> made{};
    static std::unique_ptr<World> kept;
    std::tuple wanted{orders, symbols, mix};
    if (!kept || made != wanted) {
        kept.reset();
        malloc_trim(0);
        kept = std::make_unique<World>(orders, symbols, mix);
        made = wanted;
    }
    return *kept;
}

void quote_that_fills_nothing(benchmark::State& state, Mix mix)
{
    World& w = world(static_cast<std::size_t>(state.range(0)),
                     static_cast<std::size_t>(state.range(1)), mix);
    std::uint64_t n = 0;
    for (int warm = 0; warm < 5'000; ++warm) w.tick(n++);
    auto filled = w.engine().statistics().executions;
    for (auto _ : state) w.tick(n++);
    if (w.engine().statistics().executions != filled) state.SkipWithError("something filled");
    state.counters["bytes_per_order"] = w.bytes_per_order();
    state.SetItemsProcessed(state.iterations());
}

void sizes(benchmark::internal::Benchmark* b)
{
    b->ArgNames({"orders", "symbols"});
    for (int symbols : {1, 500})
        for (int orders : {1'000, 10'000, 100'000, 1'000'000}) b->Args({orders, symbols});
}

BENCHMARK_CAPTURE(quote_that_fills_nothing, limits, Mix::limits)->Apply(sizes);
BENCHMARK_CAPTURE(quote_that_fills_nothing, limits_stops_trails, Mix::all)->Apply(sizes);

/// A limit order that rests, and is cancelled, among those that rest already.
void place_and_cancel(benchmark::State& state)
{
    World& w = world(static_cast<std::size_t>(state.range(0)), 1, Mix::limits);
    for (auto _ : state) {
        auto id = w.engine().store().next_id();
        w.engine().place(buy(w.symbol(0), 1).limit(98.50_d), nobody);
        w.engine().cancel(id, nobody);
        w.drain();
    }
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(place_and_cancel)->ArgName("orders")->Arg(1'000)->Arg(1'000'000);

/// A market order that fills: order, execution, commission, position and account.
void place_and_fill(benchmark::State& state)
{
    World& w = world(static_cast<std::size_t>(state.range(0)), 1, Mix::limits);
    std::int64_t n = 0;
    for (auto _ : state) {
        // the displayed size is renewed by each quote
        w.engine().change(0, MarketChange{}
                                 .with_bid(100_d, Decimal{100 + n % 2})
                                 .with_ask(100.02_d, Decimal{100 + n % 2}));
        w.engine().place(n % 2 ? sell(w.symbol(0), 1) : buy(w.symbol(0), 1), nobody);
        w.drain();
        ++n;
    }
    if (w.engine().statistics().executions < static_cast<std::uint64_t>(n))
        state.SkipWithError("an order did not fill");
    state.SetItemsProcessed(state.iterations());
}
BENCHMARK(place_and_fill)->ArgName("orders")->Arg(1'000)->Arg(1'000'000);

}  // namespace
}  // namespace trademind::paper

BENCHMARK_MAIN();
