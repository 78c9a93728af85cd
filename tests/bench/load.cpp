// Ten thousand open orders and a hundred streaming symbols at 100,000 ticks a second, over
// loopback: nothing is lost, and memory stays as it is.
//
//     load_bench [SECONDS] [TICKS_A_SECOND] [ORDERS] [SYMBOLS]
//
// Exit status 1 when a tick, an order or a change of one is missing, when the rate was not reached,
// or when memory grew by more than a hundredth after the first tenth of the time.
#include "bench/lean_tws.hpp"

#include <trademind/brokers/ibkr.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/use_future.hpp>

#include <fmt/format.h>

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <future>
#include <memory>
#include <vector>

namespace trademind::bench {
namespace {

using namespace literals;
using namespace std::chrono_literals;
using SteadyClock = std::chrono::steady_clock;

class Plan {
public:
    std::chrono::seconds time{60};
    int ticks_a_second = 100'000, orders = 10'000, symbols = 100;
    /// Changes of working orders in the same time.
    int changes_a_second = 1'000;
};

/// Resident memory of the process, in KiB.
long resident()
{
    long pages = 0, ignored = 0;
    std::ifstream{"/proc/self/statm"} >> ignored >> pages;
    return pages * (::sysconf(_SC_PAGESIZE) / 1024);
}

/// Sends ticks and order changes at the planned rate, a batch a millisecond; knows when each batch
/// left.
class Stream {
public:
    Stream(Plan plan, Version version) : plan_{plan}, version_{version}
    {
        sent_at_.resize(static_cast<std::size_t>(plan.time / 1ms) + 1);
    }
    ~Stream()
    {
        if (thread_.joinable()) thread_.join();
    }

    /// The thread that serves the broker tells each request; the last one starts the stream.
    void add(BlockingSocket& client, int request_id)
    {
        requests_.push_back(request_id);
        if (static_cast<int>(requests_.size()) == plan_.symbols)
            thread_ = std::thread{[this, &client] { run(client); }};
    }

    std::int64_t ticks() const { return ticks_; }
    std::int64_t changes() const { return changes_; }
    bool done() const { return done_; }
    double seconds() const { return seconds_; }
    /// When the batch with this number left: nanoseconds of the steady clock.
    std::int64_t sent_at(std::size_t batch) const { return sent_at_[batch]; }
    std::size_t batches() const { return sent_at_.size(); }

private:
    void run(BlockingSocket& client)
    {
        auto start = SteadyClock::now();
        auto batches = static_cast<int>(plan_.time / 1ms);
        std::string bytes;
        for (int batch = 0; batch < batches; ++batch) {
            std::this_thread::sleep_until(start + batch * 1ms);
            bytes.clear();
            for (int i = 0; i < plan_.ticks_a_second / 1000; ++i) add_tick(bytes, batch);
            for (int i = 0; i < plan_.changes_a_second / 1000; ++i) add_change(bytes);
            sent_at_[static_cast<std::size_t>(batch)] =
                SteadyClock::now().time_since_epoch().count();
            if (!client.send(bytes)) break;
        }
        seconds_ = std::chrono::duration<double>{SteadyClock::now() - start}.count();
        done_ = true;
    }
    /// The price tells the batch; no two ticks of a symbol in a row are alike.
    void add_tick(std::string& bytes, int batch)
    {
        ibkr::TickPrice tick;
        auto symbol = static_cast<std::size_t>(ticks_) % requests_.size();
        tick.request_id = requests_[symbol];
        tick.tick_type = ticks_ / static_cast<std::int64_t>(requests_.size()) % 2 == 0 ? 1 : 2;
        tick.price = 1 + batch;
        tick.size = Decimal{1 + ticks_ % 1000};
        encode(bytes, tick);
        ++ticks_;
    }
    /// The round through all orders, each time with another reason for being held.
    void add_change(std::string& bytes)
    {
        ibkr::OrderStatus status;
        auto round = changes_ / plan_.orders;
        status.order_id = static_cast<int>(changes_ % plan_.orders) + 1;
        status.status = "PreSubmitted";
        status.remaining = 100_d;
        status.perm_id = 1'000'000 + status.order_id;
        status.client_id = 1;
        status.why_held = round % 2 == 0 ? "trigger" : "locate";
        encode(bytes, status);
        ++changes_;
    }
    template <class M> void encode(std::string& bytes, const M& message)
    {
        if (ibkr::wire::encode(bytes, message, version_)) throw std::logic_error{"cannot encode"};
    }

    Plan plan_;
    Version version_;
    std::vector<int> requests_;
    std::vector<std::int64_t> sent_at_;
    std::int64_t ticks_ = 0, changes_ = 0;
    double seconds_ = 0;
    std::atomic<bool> done_{false};
    std::thread thread_;
};

/// The program: counts what its handlers hear. On the strand, read when the stream is over.
class Program final : public BrokerObserver {
public:
    explicit Program(const Stream& stream) : stream_{stream}
    {
        // written to once, so that it is no growth of what is measured
        delays_.assign(1'000'000, 0);
        delays_.clear();
    }

    void on_order(const OrderReport&) override { ++order_events; }
    void on_quote(const Quote& quote)
    {
        ++quotes;
        auto price = std::max(quote.bid.value_or(0_d), quote.ask.value_or(0_d));
        if (quotes % 100 != 0) return;
        auto batch = static_cast<std::size_t>(price.to_double()) - 1;
        auto now = SteadyClock::now().time_since_epoch().count();
        if (delays_.size() < delays_.capacity()) delays_.push_back(now - stream_.sent_at(batch));
    }
    double delay(double part)
    {
        if (delays_.empty()) return 0;
        auto at = delays_.begin() + static_cast<std::ptrdiff_t>(part * double(delays_.size() - 1));
        std::nth_element(delays_.begin(), at, delays_.end());
        return static_cast<double>(*at) / 1e6;
    }

    std::atomic<std::int64_t> quotes{0}, order_events{0};

private:
    const Stream& stream_;
    std::vector<std::int64_t> delays_;
};

std::vector<Contract> contracts(int count)
{
    std::vector<Contract> all;
    for (int i = 0; i < count; ++i) {
        auto contract = stock("S" + std::to_string(i));
        contract.id = 1000 + i;
        all.push_back(std::move(contract));
    }
    return all;
}

/// How many orders were acknowledged.
int place_all(Broker& broker, const Plan& plan)
{
    auto all = contracts(plan.symbols);
    std::vector<std::future<Result<OrderReport>>> placed;
    for (int i = 0; i < plan.orders; ++i)
        placed.push_back(broker.place_order(
            buy(all[static_cast<std::size_t>(i % plan.symbols)], 100_d).limit(1_d),
            within(60s, asio::use_future)));
    int acknowledged = 0;
    for (auto& order : placed) acknowledged += order.get().has_value() ? 1 : 0;
    return acknowledged;
}

double cpu_seconds()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](const timeval& t) { return double(t.tv_sec) + double(t.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

class Check {
public:
    void expect(bool holds, const std::string& what)
    {
        fmt::print("{:<4} {}\n", holds ? "ok" : "FAIL", what);
        good_ = good_ && holds;
    }
    bool good() const { return good_; }

private:
    bool good_ = true;
};

int run(const Plan& plan)
{
    LeanTws tws{200};
    Stream stream{plan, tws.version()};
    tws.on_market_data = [&](BlockingSocket& client, int id) { stream.add(client, id); };
    Program program{stream};
    Check check;
    Runtime runtime;
    IbkrOptions options;
    options.port = tws.port();
    options.messages_per_second = 0;
    auto broker = make_unsafe_ibkr_broker(runtime.get_executor(), options);
    broker->connect(asio::use_future).get().value();
    auto acknowledged = place_all(*broker, plan);
    auto listening = broker->observe(program);
    std::vector<Subscription> watching;
    auto cpu = cpu_seconds();
    for (auto& contract : contracts(plan.symbols))
        watching.push_back(broker->watch(
            contract, [&](const Quote& quote) { program.on_quote(quote); },
            [](const Error& error) { fmt::print("stream: {}\n", error.describe()); }));

    std::this_thread::sleep_for(plan.time / 10);
    auto memory_before = resident();
    while (!stream.done()) std::this_thread::sleep_for(50ms);
    // the rest is on its way: no more comes when nothing came for a while
    for (std::int64_t seen = -1; seen != program.quotes + program.order_events;) {
        seen = program.quotes + program.order_events;
        std::this_thread::sleep_for(500ms);
    }
    auto memory_after = resident();
    auto used = cpu_seconds() - cpu;
    watching.clear();
    auto orders = broker->get_orders(OrderFilter::open, asio::use_future).get().value();

    auto rate = double(stream.ticks()) / stream.seconds();
    fmt::print("{} symbols, {} orders, {:.0f} ticks/s and {:.0f} order changes/s for {:.1f} s\n",
               plan.symbols, plan.orders, rate, double(stream.changes()) / stream.seconds(),
               stream.seconds());
    fmt::print("CPU {:.0f} % of a core, both ends; memory {} KiB, then {} KiB\n",
               100 * used / stream.seconds(), memory_before, memory_after);
    fmt::print("tick to handler: p50 {:.3f} ms, p99 {:.3f} ms, most {:.3f} ms\n",
               program.delay(0.5), program.delay(0.99), program.delay(1));
    check.expect(rate > 0.99 * plan.ticks_a_second, "the planned rate was reached");
    check.expect(acknowledged == plan.orders,
                 fmt::format("{} of {} orders acknowledged", acknowledged, plan.orders));
    check.expect(orders.size() == static_cast<std::size_t>(plan.orders),
                 fmt::format("{} of {} orders open at the end", orders.size(), plan.orders));
    check.expect(program.quotes == stream.ticks(),
                 fmt::format("{} of {} ticks arrived", program.quotes.load(), stream.ticks()));
    check.expect(program.order_events == stream.changes(),
                 fmt::format("{} of {} order changes arrived", program.order_events.load(),
                             stream.changes()));
    check.expect(memory_after - memory_before <= memory_before / 100,
                 fmt::format("memory grew by {} KiB", memory_after - memory_before));
    listening.reset();
    broker->disconnect(asio::use_future).get().value();
    return check.good() ? 0 : 1;
}

}  // namespace
}  // namespace trademind::bench

int main(int argc, char** argv)
{
    trademind::bench::Plan plan;
    auto take = [&](int n, auto& value) {
        if (argc > n) value = std::remove_reference_t<decltype(value)>(std::atoi(argv[n]));
    };
    take(1, plan.time);
    take(2, plan.ticks_a_second);
    take(3, plan.orders);
    take(4, plan.symbols);
    return trademind::bench::run(plan);
}
