// The wire against its floor: each message read and written in both encodings, ours and by hand in
// turn within one run, with the ratio (target: at most 1.3); and bars per second of a long history.
#include "bench/floor_orders.hpp"
#include "bench/floor_place_order.hpp"
#include "bench/floor_ticks.hpp"

#include "brokers/ibkr/wire/dispatch.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <ctime>

namespace trademind::ibkr::wire {
namespace {

constexpr int batch = 200;

/// Processor time of this thread: other programs on the machine do not count.
double now()
{
    timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
}

template <class F> double seconds(F&& work)
{
    auto begin = now();
    for (int i = 0; i < batch; ++i) work();
    return now() - begin;
}

/// Runs two ways of the same work in turn; reports the best batch of each, and their ratio.
template <class Ours, class Floor> void compare(benchmark::State& state, Ours&& ours, Floor&& floor)
{
    double best_ours = 1e9, best_floor = 1e9;
    for (auto _ : state) {
        auto x = seconds(ours);
        best_ours = std::min(best_ours, x);
        best_floor = std::min(best_floor, seconds(floor));
        state.SetIterationTime(x);
    }
    state.counters["ours_ns"] = best_ours / batch * 1e9;
    state.counters["floor_ns"] = best_floor / batch * 1e9;
    state.counters["ratio"] = best_ours / best_floor;
}

template <class M> struct Sink {
    void on(const M& m) { benchmark::DoNotOptimize(&m); }
};

template <class M> void decode_both(benchmark::State& state, const M& message, Version server)
{
    std::string frame;
    if (encode_as(frame, message, server, state.range(0) ? Encoding::protobuf : Encoding::text))
        return state.SkipWithError("cannot write the message");
    auto payload = std::string_view{frame}.substr(4);
    Sink<M> sink;
    Counters counters;
    auto ours = [&] {
        auto fault = Dispatcher<M>::dispatch(payload, server, sink, counters);
        benchmark::DoNotOptimize(fault);
    };
    auto floor = [&] {
        M m;
        bool good = get_big_endian(payload.data()) % protobuf_offset ==
                    static_cast<std::uint32_t>(M::info.id);
        if (state.range(0)) {
            protozero::pbf_reader r{payload.data() + 4, payload.size() - 4};
            good = good && floor::ByHand<M>::read(r, m);
        } else {
            floor::TextIn in{payload.data() + 4, payload.data() + payload.size()};
            good = good && floor::ByHand<M>::read(in, m);
        }
        benchmark::DoNotOptimize(good);
        if (good) sink.on(m);
    };
    compare(state, ours, floor);
}

template <class M> void encode_both(benchmark::State& state, const M& message, Version server)
{
    auto encoding = state.range(0) ? Encoding::protobuf : Encoding::text;
    std::string out, other;
    out.reserve(4096);
    other.reserve(4096);
    auto ours = [&] {
        out.clear();
        auto fault = encode_as(out, message, server, encoding);
        benchmark::DoNotOptimize(fault);
        benchmark::DoNotOptimize(out.data());
    };
    auto floor = [&] {
        other.clear();
        other.append(8, '\0');
        auto id = static_cast<std::uint32_t>(M::info.id);
        put_big_endian(other.data() + 4, state.range(0) ? id + protobuf_offset : id);
        if (state.range(0)) {
            floor::ProtoOut w{protozero::pbf_writer{other}};
            floor::ByHand<M>::write(w, message);
        } else {
            floor::TextOut w{other};
            floor::ByHand<M>::write(w, message);
        }
        put_big_endian(other.data(), static_cast<std::uint32_t>(other.size() - 4));
        benchmark::DoNotOptimize(other.data());
    };
    ours();
    floor();
    // by hand the tags may come in another order
    if (encoding == Encoding::text ? out != other : out.size() != other.size())
        return state.SkipWithError("the floor writes another frame");
    compare(state, ours, floor);
}

template <class M> void add(const M& message)
{
    for (int protobuf : {0, 1}) {
        auto name = std::string{M::info.name} + (protobuf ? "/protobuf" : "/text");
        auto run = [](auto* both, const M& m) {
            return [both, m](benchmark::State& state) { both(state, m, Version{210}); };
        };
        if constexpr (!is_request<M>)
            benchmark::RegisterBenchmark((name + "/decode").c_str(), run(&decode_both<M>, message))
                ->Arg(protobuf)
                ->UseManualTime()
                ->Unit(benchmark::kMicrosecond);
        benchmark::RegisterBenchmark((name + "/encode").c_str(), run(&encode_both<M>, message))
            ->Arg(protobuf)
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond);
    }
}

PlaceOrderRequest limit_order()
{
    PlaceOrderRequest request;
    request.order_id = 12;
    request.contract.con_id = 265598;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    request.order.action = "BUY";
    request.order.total_quantity = Decimal{100};
    request.order.order_type = "LMT";
    request.order.limit_price = 189.1;
    request.order.time_in_force = "DAY";
    request.order.account = "DU9000001";
    request.order.order_ref = "tm-20260402-1";
    return request;
}

void history(benchmark::State& state)
{
    auto server = Version{state.range(0) ? 218 : 200};
    HistoricalData data;
    data.request_id = 7;
    for (int i = 0; i < 10'000; ++i) {
        auto& bar = data.bars.emplace_back();
        bar.date = "20260402 09:30:00 US/Eastern";
        bar.open = 189.1 + i * 0.01;
        bar.high = 189.5 + i * 0.01;
        bar.low = 188.9 + i * 0.01;
        bar.close = 189.3 + i * 0.01;
        bar.volume = Decimal{1000 + i};
        bar.wap = Decimal::from_double(189.2345 + i * 0.01);
        bar.count = 100 + i;
    }
    std::string frame;
    if (encode(frame, data, server)) return state.SkipWithError("cannot write the history");
    Sink<HistoricalData> sink;
    Counters counters;
    for (auto _ : state) {
        auto fault = Dispatcher<HistoricalData>::dispatch(std::string_view{frame}.substr(4), server,
                                                          sink, counters);
        if (fault) state.SkipWithError("cannot read the history");
    }
    state.counters["bars_per_second"] =
        benchmark::Counter(10'000, benchmark::Counter::kIsIterationInvariantRate);
}

void add_all()
{
    TickPrice price{7, 1, 189.1, Decimal{300}, 1};
    add(price);
    add(TickSize{7, 0, Decimal{300}});
    add(TickString{7, 45, "1776191801"});
    add(TickGeneric{7, 24, 0.2345});
    add(TickOptionComputation{7, 13, 0, 0.25, 0.5, 5.25, 0.1, 0.02, 0.15, -0.05, 189.1});
    RealTimeBar bar{7, 1776191800, 189.1, 189.5, 188.9, 189.3, Decimal{12345}, Decimal{189}, 57};
    add(bar);
    add(AccountValue{"NetLiquidation", "1000123.45", "USD", "DU9000001"});
    add(PnL{7, 125.5, -250.25, 1000.75});
    OrderStatus status;
    status.order_id = 12;
    status.status = "Submitted";
    status.filled = Decimal{100};
    status.remaining = Decimal{200};
    status.average_fill_price = 189.1;
    status.perm_id = 1234567890123;
    status.parent_id = 0;
    status.last_fill_price = 189.1;
    status.client_id = 1;
    status.market_cap_price = 0;
    add(status);
    MarketDepth depth{7, {3, 1, 1, 189.1, Decimal{300}, {}, false}};
    add(depth);
    MarketDepthL2 second{7, {3, 1, 1, 189.1, Decimal{300}, "NSDQ", true}};
    add(second);
    TickByTick tick;
    tick.request_id = 7;
    tick.tick_type = TickByTick::Type::all_last;
    tick.last = HistoricalTickLast{1776191801, {false, true}, 189.1, Decimal{300}, "ARCA", " TI"};
    add(tick);
    add(limit_order());
    benchmark::RegisterBenchmark("HistoricalData/decode_10000_bars/text", history)->Arg(0);
    benchmark::RegisterBenchmark("HistoricalData/decode_10000_bars/protobuf", history)->Arg(1);
}

}  // namespace
}  // namespace trademind::ibkr::wire

int main(int argc, char** argv)
{
    benchmark::Initialize(&argc, argv);
    trademind::ibkr::wire::add_all();
    benchmark::RunSpecifiedBenchmarks();
}
