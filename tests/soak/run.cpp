// A week of trading on the paper broker: lives and deaths of the broker, then the audit.
#include "soak/run.hpp"

#include "cli/dip_strategy.hpp"
#include "soak/random_trader.hpp"

#include <trademind/brokers/paper.hpp>
#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include <unistd.h>

namespace trademind::soak {
namespace {

using cli::DipOptions;

namespace fs = std::filesystem;

const Decimal starting_cash{1'000'000};

/// The account's file for as long as the soak runs.
class AccountPlace {
public:
    explicit AccountPlace(const Plan& plan) : is_temporary_{plan.account_file.empty()}
    {
        file_ = is_temporary_
                    ? fs::temp_directory_path() / fmt::format("trademind_soak_{}.db", getpid())
                    : plan.account_file;
        if (is_temporary_) clear();
    }
    ~AccountPlace()
    {
        if (is_temporary_) clear();
    }
    AccountPlace(const AccountPlace&) = delete;
    AccountPlace& operator=(const AccountPlace&) = delete;
    const fs::path& file() const { return file_; }

private:
    void clear()
    {
        std::error_code ignored;
        for (const char* end : {"", "-wal", "-shm", "-lock"}) {
            fs::path part{file_};
            fs::remove(part += end, ignored);
        }
    }
    bool is_temporary_;
    fs::path file_;
};

Result<std::shared_ptr<const paper::Tape>> market_of(const Plan& plan)
{
    if (!plan.tape_file.empty()) {
        auto read = paper::read_tape(plan.tape_file);
        if (!read) return read.error();
        return std::make_shared<const paper::Tape>(std::move(*read));
    }
    paper::GeneratorOptions market;
    market.seed = plan.seed;
    market.days = plan.days;
    market.rows_per_day = static_cast<std::size_t>(plan.rows_per_day);
    market.symbols.clear();
    for (int i = 1; i <= plan.symbols; ++i) market.symbols.push_back(fmt::format("SYM{:02}", i));
    return std::make_shared<const paper::Tape>(paper::generate_tape(market));
}

/// The rows before which the broker is made again, ascending.
std::vector<std::size_t> choose_restarts(const Plan& plan, std::size_t rows)
{
    Random random{mix(plan.seed ^ 0x50414b)};
    std::vector<std::size_t> chosen(static_cast<std::size_t>(plan.restarts_per_day * plan.days));
    for (auto& row : chosen) row = random.below(rows);
    std::ranges::sort(chosen);
    return chosen;
}

class Soak {
public:
    Soak(const Plan& plan, std::shared_ptr<const paper::Tape> tape)
        : plan_{plan}, place_{plan}, tape_{std::move(tape)}, trader_{*tape_, log_, plan.seed}
    {}

    Result<Report> run()
    {
        if (tape_->rows.empty())
            return Error{Errc::invalid_argument, "a soak needs at least a symbol, a day and a row"};
        if (fs::exists(place_.file()))
            return Error{Errc::invalid_argument,
                         fmt::format("'{}' exists: a soak begins with a new account",
                                     place_.file().string())};
        for (std::size_t end : choose_restarts(plan_, tape_->rows.size())) {
            if (auto lived = live_until(end); !lived) return lived.error();
            ++report_.restarts;
        }
        if (auto lived = live_until(tape_->rows.size()); !lived) return lived.error();
        return conclude();
    }

private:
    /// One life of a program: connect, reconcile, trade, end.
    Result<> live_until(std::size_t end)
    {
        asio::io_context io;
        auto run = [&] {
            io.restart();
            io.poll();
        };
        auto broker = make_unsafe_paper_broker(io.get_executor(), options());
        auto ask = [&]<class T>(auto verb, std::optional<Result<T>>& answer) {
            verb([&answer](Result<T> r) { answer = std::move(r); });
            run();
        };
        std::optional<Result<void>> up;
        ask([&](auto done) { broker->connect(done); }, up);
        if (!*up) return up->error();
        auto snapshot = take_snapshot(*broker, run);
        if (!snapshot) return snapshot.error();
        log_.reconcile(snapshot->orders, snapshot->executions);
        auto listening = broker->observe(log_);
        std::optional<Result<paper::Statistics>> statistics;
        ask([&](auto done) { broker->get_statistics(done); }, statistics);
        if (!*statistics) return statistics->error();

        auto strategy = cli::trade_dips(*broker, strategy_options());
        trader_.flatten(*broker, snapshot->positions);
        run();
        for (std::size_t row = (*statistics)->tape_rows; row < end; ++row) {
            std::optional<Result<bool>> played;
            ask([&](auto done) { broker->step(done); }, played);
            if (!*played) return played->error();
            trader_.trade(*broker, tape_->rows[row]);
            run();
        }
        bool over = end == tape_->rows.size();
        if (over) {
            std::optional<Result<bool>> played;
            ask([&](auto done) { broker->step(done); }, played);
            snapshot = take_snapshot(*broker, run);
            if (!snapshot) return snapshot.error();
            snapshot_ = std::move(*snapshot);
        }
        strategy.reset();
        listening.reset();
        // half of the programs say goodbye
        if (over || end % 2 == 0) broker->disconnect([](Result<>) {});
        run();
        broker.reset();
        run();
        return {};
    }

    template <class Run> Result<AccountSnapshot> take_snapshot(Broker& broker, Run run)
    {
        AccountSnapshot snapshot;
        std::optional<Error> failed;
        auto into = [&failed](auto& place) {
            return [&failed, &place](auto answer) {
                if (answer)
                    place = std::move(*answer);
                else
                    failed = answer.error();
            };
        };
        broker.get_orders(OrderFilter::all, into(snapshot.orders));
        broker.get_executions(into(snapshot.executions));
        broker.get_positions(into(snapshot.positions));
        broker.get_account(into(snapshot.account));
        run();
        if (failed) return *failed;
        return snapshot;
    }

    paper::Options options() const
    {
        auto options = paper::profile_options(plan_.like_ibkr ? paper::Profile::ibkr_paper
                                                              : paper::Profile::conservative);
        options.fee_model = fees_of(plan_.fees);
        options.cash = {{"USD", starting_cash}};
        options.tape = tape_;
        options.tape_start = paper::TapeStart::manual;
        options.calendar = us_equities_calendar();
        options.state_file = place_.file();
        paper::LatencySettings latency;
        latency.base = std::chrono::milliseconds{40};
        latency.jitter = std::chrono::milliseconds{20};
        latency.seed = plan_.seed;
        options.latency_model = paper::make_latency_model(latency);
        // in the tape's time nothing is late
        options.deadline = std::chrono::hours{24};
        return options;
    }

    DipOptions strategy_options() const
    {
        DipOptions strategy;
        strategy.contracts = tape_->contracts;
        strategy.round_trips = 1'000'000;
        return strategy;
    }

    Report conclude()
    {
        Audit audit{*tape_, starting_cash};
        audit.judge(log_, snapshot_);
        report_.plan = plan_;
        report_.rows = tape_->rows.size();
        report_.orders = snapshot_.orders.size();
        for (const OrderReport& order : snapshot_.orders) {
            report_.filled += order.status == OrderStatus::filled;
            report_.cancelled += order.status == OrderStatus::cancelled;
            report_.refused += order.status == OrderStatus::rejected;
            report_.working += !is_done(order.status);
        }
        report_.cancels_asked = trader_.cancels;
        report_.modifies_asked = trader_.modifies;
        report_.executions = snapshot_.executions.size();
        for (const Execution& e : snapshot_.executions) {
            report_.volume += e.quantity;
            if (e.commission) report_.commissions += e.commission->amount;
        }
        report_.positions = std::move(audit.positions);
        report_.checks = std::move(audit.checks);
        report_.faults = std::move(audit.faults);
        return std::move(report_);
    }

    const Plan& plan_;
    AccountPlace place_;
    std::shared_ptr<const paper::Tape> tape_;
    EventLog log_;
    RandomTrader trader_;
    AccountSnapshot snapshot_;
    Report report_;
};

}  // namespace

bool Report::passed() const
{
    return !checks.empty() && std::ranges::all_of(checks, &Check::holds);
}

std::shared_ptr<const paper::FeeModel> fees_of(const std::string& word)
{
    if (word == "fixed") return std::make_shared<paper::IbkrProFixed>();
    if (word == "tiered") return std::make_shared<paper::IbkrProTiered>();
    if (word == "lite") return std::make_shared<paper::IbkrLite>();
    if (word == "none") return std::make_shared<paper::NoFees>();
    return nullptr;
}

Result<Report> run(const Plan& plan)
{
    if (!fees_of(plan.fees))
        return Error{Errc::invalid_argument, "there are no fees '" + plan.fees + "'"};
    auto market = market_of(plan);
    if (!market) return market.error();
    return Soak{plan, std::move(*market)}.run();
}

}  // namespace trademind::soak
