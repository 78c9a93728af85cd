// The full risk chain, all checks on, a hundred working orders; what a journal line costs; and how
// long a kill of five hundred orders takes.
#include "base/log.hpp"
#include "execution/journal/journal.hpp"
#include "execution/risk/chain.hpp"

#include <trademind/execution/kill_switch.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <vector>

#include <stdlib.h>

namespace trademind::risk {
namespace {

using namespace literals;
using namespace std::chrono_literals;

const Now at{1h, TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + 15h};

State busy_state()
{
    Config config;
    config.risk.max_orders_per_second = 1'000'000;
    config.risk.order_burst = 100;
    config.risk.max_open_orders = 1000;
    config.risk.max_concentration = 100_d;
    config.risk.max_gross_value = config.risk.max_net_value = MoneyLimit::of_equity(1000_d);
    config.risk.max_position_value = 1000000000_d;
    config.risk.stop_distance = 0.5_d;
    config.risk.max_drawdown = 0.5_d;
    config.risk.max_executions_without_review = 1000;
    config.risk.day_trade_regime = DayTradeRegime::legacy;
    State state{config};
    state.connected = state.reconciled = true;
    Account account{"DU1"};
    account.portfolio_value = account.buying_power = account.cash_balance = 10000000_d;
    account.day_trades_remaining = 3;
    state.account.update(account, "USD", at.uptime, at.time);
    for (int n = 0; n < 10; ++n) {
        auto& instrument = state.book.add(stock("SYM" + std::to_string(n)));
        instrument.details = ContractDetails{instrument.contract};
        instrument.details->minimum_tick = 0.01_d;
        instrument.hours = hours_of(instrument.contract, &*instrument.details);
        Quote quote{instrument.contract};
        quote.bid = 100_d;
        quote.ask = 100.02_d;
        state.book.set_quote(instrument, quote, at.uptime);
    }
    for (int n = 0; n < 100; ++n) {
        TrackedOrder order;
        order.client_order_id = "o" + std::to_string(n);
        order.id = OrderId{n + 1};
        order.instrument = state.book.instruments()[static_cast<std::size_t>(n % 10)].get();
        order.request = buy(order.instrument->contract, 10_d).limit(99_d);
        order.unit_value = 99_d;
        order.opening = 10_d;
        state.add_order(std::move(order));
    }
    return state;
}

void risk_chain(benchmark::State& bench)
{
    auto state = busy_state();
    auto order = buy(stock("SYM3"), 5_d).limit(99.5_d);
    std::vector<std::int64_t> times;
    times.reserve(10'000'000);
    bool passed = true;
    for (auto _ : bench) {
        auto start = std::chrono::steady_clock::now();
        Case c{state, order, state.book.find(order.contract), nullptr, at};
        passed &= judge(c).ok();
        auto end = std::chrono::steady_clock::now();
        if (times.size() < times.capacity()) times.push_back((end - start).count());
    }
    if (!passed) bench.SkipWithError("the order was refused");
    std::ranges::sort(times);
    bench.counters["p50_ns"] = static_cast<double>(times[times.size() / 2]);
    bench.counters["p99_ns"] = static_cast<double>(times[times.size() * 99 / 100]);
}
BENCHMARK(risk_chain);

void journal_intent(benchmark::State& bench, bool power)
{
    auto pattern = (std::filesystem::temp_directory_path() / "trademind-bench-XXXXXX").string();
    std::filesystem::path directory = ::mkdtemp(pattern.data());
    JournalConfig config;
    config.file = directory / "j.db";
    config.survives_power_cut = power;
    auto journal = journal::Journal::open(config).value();
    auto order = buy(stock("SYM3"), 5_d).limit(99.5_d);
    std::int64_t n = 0;
    for (auto _ : bench) {
        order.client_order_id = "o" + std::to_string(++n);
        if (!journal.intend(order, at.time)) bench.SkipWithError("not written");
    }
    std::filesystem::remove_all(directory);
}
BENCHMARK_CAPTURE(journal_intent, process, false);
BENCHMARK_CAPTURE(journal_intent, power, true);

/// The rehearsal of `trademind kill --drill`: a paper broker, the real clock, a journal that
/// survives a power cut, and a kill file. Both are written before the first cancel.
void kill_orders(benchmark::State& bench)
{
    double to_last_cancel = 0, elapsed = 0;
    for (auto _ : bench) {
        auto report = rehearse_kill(static_cast<int>(bench.range(0)));
        if (!report || !report->passed()) {
            bench.SkipWithError("the rehearsal failed");
            break;
        }
        auto ms = [](Duration d) { return std::chrono::duration<double, std::milli>{d}.count(); };
        to_last_cancel = ms(report->kill.to_last_cancel);
        elapsed = ms(report->kill.elapsed);
        bench.SetIterationTime(to_last_cancel / 1000);
    }
    bench.counters["to_last_cancel_ms"] = to_last_cancel;
    bench.counters["all_confirmed_ms"] = elapsed;
}
BENCHMARK(kill_orders)->Arg(500)->UseManualTime()->Iterations(5)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace trademind::risk

int main(int argc, char** argv)
{
    // the drill logs each of its orders
    trademind::log::set_sink([](trademind::log::Level, std::string_view) {});
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
}
