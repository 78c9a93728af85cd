// From place_order to the order's status and back in the program, against a program that does the
// same on a raw blocking socket in the same run: it writes each order under its own id, and reads
// each status. What the bytes alone take, prepared once and never read, is shown beside it.
//
//     round_trip_bench [ROUNDS] [VERSION]
//
// TWS has a processor of its own: sharing one would hide what either does while the other waits,
// and the scheduler would choose anew for each run.
//
// "router" is the same broker behind the router with every check on; "journal" has a journal beside
// it that survives a kill, written on the processor of the program.
//
// Exit status 1 when the broker's median is above 1.25 times, or its 99th percentile above 1.5
// times the floor, or the router's median above 1.4 times.
#include "bench/lean_tws.hpp"
#include "support/temporary_directory.hpp"

#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/execution/router.hpp>

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <vector>

namespace trademind::bench {
namespace {

using namespace literals;
using SteadyClock = std::chrono::steady_clock;
using Times = std::vector<std::int64_t>;  // nanoseconds

std::int64_t since(SteadyClock::time_point start)
{
    return std::chrono::nanoseconds{SteadyClock::now() - start}.count();
}

/// One order after the other on a blocking socket, with nothing between it and the program.
class Floor {
public:
    Floor(std::uint16_t port, Version version, ibkr::PlaceOrderRequest order)
        : socket_{BlockingSocket::connect(port)}, version_{version}, order_{std::move(order)}
    {
        std::string hello;
        ibkr::wire::write_client_hello(hello,
                                       {number(Version::oldest), number(Version::newest), {}});
        socket_.send(hello);
        if (socket_.receive_frame().empty()) throw std::runtime_error{"no greeting"};
    }
    /// Writes each order, reads each status.
    void run(std::size_t rounds, Times& times)
    {
        for (std::size_t i = 0; i < rounds; ++i) {
            auto start = SteadyClock::now();
            ++order_.order_id;
            write();
            socket_.send(frame_);
            if (read(socket_.receive_frame()) != order_.order_id)
                throw std::logic_error{"the status of another order"};
            times.push_back(since(start));
        }
    }
    /// The same bytes again and again: nothing can be faster through the kernel.
    void run_prepared(std::size_t rounds, Times& times)
    {
        write();
        for (std::size_t i = 0; i < rounds; ++i) {
            auto start = SteadyClock::now();
            socket_.send(frame_);
            if (socket_.receive_frame().empty()) throw std::runtime_error{"the server has gone"};
            times.push_back(since(start));
        }
    }

private:
    void write()
    {
        frame_.clear();
        if (ibkr::wire::encode(frame_, order_, version_)) throw std::logic_error{"cannot encode"};
    }
    int read(std::string_view payload) const
    {
        ibkr::wire::MessageHead head;
        ibkr::wire::Surplus surplus;
        ibkr::OrderStatus status;
        if (payload.empty() || ibkr::wire::read_head(payload, version_, head) ||
            ibkr::wire::decode(payload, head.body_at, version_, head.encoding, status, surplus))
            throw std::runtime_error{"no status"};
        return status.order_id;
    }

    BlockingSocket socket_;
    Version version_;
    ibkr::PlaceOrderRequest order_;
    std::string frame_;
};

std::shared_ptr<Broker> raw_broker(const asio::any_io_executor& executor, std::uint16_t port)
{
    IbkrOptions options;
    options.port = port;
    options.messages_per_second = 0;  // the pacing of TWS is not what is measured
    return make_unsafe_ibkr_broker(executor, options);
}

/// Limits that are judged and never reached, ages that a long run does not reach.
Config guarded_config(const std::filesystem::path& journal)
{
    constexpr auto all = 10'000'000;
    constexpr auto long_time = std::chrono::hours{10};
    Config config;
    config.type = BrokerType::ibkr;
    config.log.level = "error";
    config.journal.file = journal;
    config.journal.survives_power_cut = false;
    config.kill_switch.on_signal = false;
    auto& risk = config.risk;
    risk.max_orders_per_second = risk.max_orders_per_minute = risk.max_orders_per_day = all;
    risk.order_burst = 100'000;
    risk.max_open_orders = risk.max_open_orders_per_symbol = all;
    risk.max_position_size = risk.max_position_value = Decimal{1'000'000'000'000};
    risk.max_gross_value = risk.max_net_value = MoneyLimit::of_equity(1'000'000_d);
    risk.max_concentration = 1'000'000_d;
    risk.buying_power = true;
    risk.duplicate_window = {};
    risk.max_quote_age = risk.max_account_age = long_time;
    return config;
}

/// A broker, driven by the thread that waits: every order is placed in the handler of the one
/// before.
class Ours {
public:
    enum class Kind { raw, guarded, journalled };
    Ours(std::uint16_t port, Kind kind)
    {
        broker_ = raw_broker(io_.get_executor(), port);
        auto journal = kind == Kind::journalled ? directory_ / "journal.db" : "";
        if (kind != Kind::raw)
            broker_ = ExecutionRouter::make(broker_, guarded_config(journal)).value();
        bool up = false;
        broker_->connect([&](Result<> connected) {
            connected.value();
            up = true;
        });
        run_until([&] { return up; });
    }
    ~Ours()
    {
        broker_.reset();
        io_.restart();
        io_.poll();
    }
    void run(std::size_t rounds, Times& times)
    {
        auto contract = stock("AAPL");
        contract.id = 265598;
        order_ = buy(contract, 100_d).limit(189.1_d);
        left_ = rounds;
        times_ = &times;
        asio::post(broker_->get_executor(), [this] { place(); });
        run_until([&] { return left_ == 0; });
    }

private:
    void place()
    {
        start_ = SteadyClock::now();
        broker_->place_order(order_, [this](const Result<OrderReport>& placed) {
            times_->push_back(since(start_));
            if (!placed) throw std::runtime_error{placed.error().describe()};
            if (--left_ > 0) place();
        });
    }
    template <class Done> void run_until(Done done)
    {
        io_.restart();
        while (!done()) io_.run_one();
    }

    test::TemporaryDirectory directory_;
    asio::io_context io_{1};
    std::shared_ptr<Broker> broker_;
    OrderRequest order_;
    SteadyClock::time_point start_;
    std::size_t left_ = 0;
    Times* times_ = nullptr;
};

/// The calling thread, and those it starts from then on, keep to the first or the last processor
/// that this process may use.
class Processors {
public:
    Processors() { ::sched_getaffinity(0, sizeof all_, &all_); }
    void first() const { keep_to(0, 1); }
    void last() const { keep_to(CPU_SETSIZE - 1, -1); }

private:
    void keep_to(int from, int step) const
    {
        while (!CPU_ISSET(static_cast<unsigned>(from), &all_)) from += step;
        cpu_set_t one;
        CPU_ZERO(&one);
        CPU_SET(static_cast<unsigned>(from), &one);
        ::sched_setaffinity(0, sizeof one, &one);
    }
    cpu_set_t all_{};
};

std::int64_t percentile(Times& times, double part)
{
    auto at = times.begin() + static_cast<std::ptrdiff_t>(part * static_cast<double>(times.size()));
    std::nth_element(times.begin(), at, times.end());
    return *at;
}

ibkr::PlaceOrderRequest same_order()
{
    ibkr::PlaceOrderRequest request;
    request.order_id = 1;
    request.contract.con_id = 265598;
    request.contract.symbol = "AAPL";
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    request.order.action = "BUY";
    request.order.total_quantity = 100_d;
    request.order.order_type = "LMT";
    request.order.limit_price = 189.1;
    request.order.time_in_force = "DAY";
    request.order.account = "DU1234567";
    return request;
}

int run(std::size_t rounds, int version)
{
    Processors processors;
    processors.last();
    LeanTws tws{version};
    processors.first();
    Floor floor{tws.port(), tws.version(), same_order()};
    Ours ours{tws.port(), Ours::Kind::raw};
    Ours guarded{tws.port(), Ours::Kind::guarded};
    Ours journalled{tws.port(), Ours::Kind::journalled};
    constexpr std::size_t batch = 200;
    Times warm, bytes, raw, broker, router, journal;
    floor.run_prepared(2'000, warm);
    floor.run(2'000, warm);
    ours.run(2'000, warm);
    guarded.run(2'000, warm);
    journalled.run(200, warm);
    // in turns, so that whatever else the machine does meets all alike
    for (std::size_t done = 0; done < rounds; done += batch) {
        floor.run_prepared(batch, bytes);
        floor.run(batch, raw);
        ours.run(batch, broker);
        guarded.run(batch, router);
        journalled.run(batch / 10, journal);
    }
    fmt::print("server version {}, {} round trips each, microseconds\n", version, broker.size());
    fmt::print("          {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "bytes", "floor", "broker",
               "ratio", "router", "ratio", "journal");
    bool good = true;
    for (auto [name, part, limit, guarded_limit] :
         {std::tuple{"p50", 0.5, 1.25, 1.4}, std::tuple{"p90", 0.9, 0.0, 0.0},
          std::tuple{"p99", 0.99, 1.5, 0.0}}) {
        auto microseconds = [part = part](Times& times) {
            return static_cast<double>(percentile(times, part)) / 1000;
        };
        auto ratio = [&](Times& times) { return microseconds(times) / microseconds(raw); };
        std::string above;
        auto judge = [&](Times& times, double most) {
            if (most <= 0 || ratio(times) <= most) return;
            good = false;
            above += fmt::format("  above {}", most);
        };
        judge(broker, limit);
        judge(router, guarded_limit);
        fmt::print("{:<8}  {:8.2f} {:8.2f} {:8.2f} {:8.2f} {:8.2f} {:8.2f} {:8.2f}{}\n", name,
                   microseconds(bytes), microseconds(raw), microseconds(broker), ratio(broker),
                   microseconds(router), ratio(router), microseconds(journal), above);
    }
    return good ? 0 : 1;
}

}  // namespace
}  // namespace trademind::bench

int main(int argc, char** argv)
{
    auto argument = [&](int n, int otherwise) { return argc > n ? std::atoi(argv[n]) : otherwise; };
    return trademind::bench::run(static_cast<std::size_t>(argument(1, 20'000)), argument(2, 200));
}
