// Tapes over their length: reading a row, playing it to a listener, a call for history, and what
// memory all that takes.
#include <trademind/brokers/unsafe_paper.hpp>

#include <boost/asio/io_context.hpp>

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <unistd.h>

namespace trademind::paper {
namespace {

/// A generated day of three symbols, as a file that ends with the program.
class TapeFile {
public:
    explicit TapeFile(std::size_t rows)
        : path_{std::filesystem::temp_directory_path() /
                ("tape_bench_" + std::to_string(::getpid()) + ".csv")}
    {
        GeneratorOptions market;
        market.rows_per_day = rows;
        std::ofstream out{path_};
        write_tape(generate_tape(market), out);
    }
    ~TapeFile() { std::filesystem::remove(path_); }
    TapeFile(const TapeFile&) = delete;
    TapeFile& operator=(const TapeFile&) = delete;

    std::shared_ptr<const TapeSource> open() const { return open_tape(path_).value(); }

private:
    std::filesystem::path path_;
};

/// Resident memory, in KiB.
double resident()
{
    std::ifstream pages{"/proc/self/statm"};
    long all = 0, held = 0;
    pages >> all >> held;
    return static_cast<double>(held) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

void open_a_tape(benchmark::State& state)
{
    TapeFile file{static_cast<std::size_t>(state.range(0))};
    std::size_t rows = 0;
    for (auto _ : state) {
        auto tape = file.open();
        rows += tape->size();
        state.counters["resident_KiB"] = resident();
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(rows));
}
BENCHMARK(open_a_tape)->ArgName("rows")->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

void play_to_a_listener(benchmark::State& state)
{
    TapeFile file{static_cast<std::size_t>(state.range(0))};
    Options options;
    options.tape = file.open();
    options.tape_start = TapeStart::manual;
    std::size_t quotes = 0;
    for (auto _ : state) {
        boost::asio::io_context io;
        auto broker = make_unsafe_paper_broker(io.get_executor(), options);
        std::vector<Subscription> watching;
        for (const Contract& contract : options.tape->listed())
            watching.push_back(broker->watch(contract, [&](const Quote&) { ++quotes; }));
        broker->connect([&](Result<>) { broker->play([](Result<>) {}); });
        io.run();
        state.counters["resident_KiB"] = resident();
    }
    if (quotes < options.tape->size()) std::abort();
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(options.tape->size()));
}
BENCHMARK(play_to_a_listener)->ArgName("rows")->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

/// The last minute, at the end of the tape.
void history_of_a_minute(benchmark::State& state)
{
    TapeFile file{static_cast<std::size_t>(state.range(0))};
    Options options;
    options.tape = file.open();
    options.tape_start = TapeStart::manual;
    boost::asio::io_context io;
    auto broker = make_unsafe_paper_broker(io.get_executor(), options);
    broker->connect([&](Result<>) { broker->play([](Result<>) {}); });
    io.run();
    for (auto _ : state) {
        bool answered = false;
        broker->get_historical_data(
            HistoryRequest{options.tape->listed().front()}.over("60 S").showing("MIDPOINT"),
            [&](Result<std::vector<Bar>> bars) { answered = bars.has_value(); });
        io.restart();
        io.run();
        if (!answered) std::abort();
    }
}
BENCHMARK(history_of_a_minute)->ArgName("rows")->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

}  // namespace
}  // namespace trademind::paper

BENCHMARK_MAIN();
