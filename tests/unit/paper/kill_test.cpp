// A trading process is killed with SIGKILL, at every write and at any moment: nothing that it was
// told is lost, and its books stay of one piece.
#include "base/random.hpp"
#include "brokers/paper/store/account_file.hpp"
#include "brokers/paper/store/schema.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

namespace trademind::test {
namespace {

namespace fs = std::filesystem;

int killed_at = 0;
void kill_here(int number)
{
    if (number == killed_at) raise(SIGKILL);
}

/// Writes down what a strategy was told, unbuffered: the other end survives the kill.
class Witness : public BrokerObserver {
public:
    explicit Witness(int pipe) : pipe_{pipe} {}
    void on_order(const OrderReport& r) override
    {
        tell("order " + to_string(r.id) + ' ' + r.filled.str());
        if (is_done(r.status)) tell("done " + to_string(r.id));
    }
    void on_execution(const Execution& e) override { tell("fill " + e.id); }
    void answer(const Result<OrderReport>& r)
    {
        if (r) tell("order " + to_string(r->id) + ' ' + r->filled.str());
    }

private:
    void tell(std::string line)
    {
        line += '\n';
        if (write(pipe_, line.data(), line.size()) < 0) _exit(3);
    }
    int pipe_;
};

/// What the child does; the same each time: fills, rests, a trail, a bracket, a group, a modify, a
/// cancel, a foreign currency, and a night with a new day.
void trade(const paper::Options& options, int pipe)
{
    boost::asio::io_context io;
    auto clock = std::make_shared<ManualClock>();
    auto broker = make_unsafe_paper_broker(io.get_executor(), options, clock);
    Witness witness{pipe};
    auto listening = broker->observe(witness);
    auto run = [&] {
        io.restart();
        io.poll();
    };
    auto told = [&](Result<OrderReport> r) { witness.answer(r); };
    broker->connect([](Result<>) {});
    run();
    auto place = [&](OrderRequest order) {
        broker->place_order(std::move(order).good_till_cancelled(), told);
        run();
    };
    auto ask = [&](Decimal price, Decimal size, const Contract& contract = stock("X")) {
        broker->push(contract,
                     paper::MarketChange{}.with_bid(price - 0.02_d, 1000).with_ask(price, size));
        run();
    };
    ask(10_d, 50);
    place(buy_x(80));                                             // 1: fills in two parts
    place(buy_x(100).limit(9.90_d).with_client_order_id("two"));  // 2
    place(sell_x(10).stop(9_d));                                  // 3
    place(sell_x(5).trailing(0.30_d));                            // 4
    place(buy_x(30).limit(9.90_d).held());                        // 5: a bracket
    place(sell_x(30).limit(12_d).child_of(OrderId{5}).held());
    place(sell_x(30).stop(8_d).child_of(OrderId{5}));
    place(buy_x(20).limit(9.80_d).in_oca_group("g", OcaType::reduce_with_block));  // 8
    place(sell_x(20).limit(10.90_d).in_oca_group("g", OcaType::reduce_with_block));
    ask(9.90_d, 70);
    broker->modify_order(OrderId{3}, sell_x(12).stop(9.10_d).good_till_cancelled(), told);
    run();
    broker->cancel_order(OrderId{2}, told);
    run();
    ask(50_d, 500, stock("Y").in("EUR"));
    place(buy(stock("Y").in("EUR"), 10));
    place(sell_x(7));
    clock->advance(24h);
    ask(9.80_d, 15);
    place(sell_x(3));
}

class PaperKill : public PaperTest {
protected:
    PaperKill()
    {
        options.state_file = folder / "account.db";
        options.instruments = {stock("X"), stock("Y").in("EUR")};
        options.cash = {{"USD", 100'000_d}, {"EUR", 10'000_d}};
        options.exchange_rates = {{"EUR", 1.1_d}};
    }
    ~PaperKill() override
    {
        end();
        fs::remove_all(folder);
    }
    void end()
    {
        listening.reset();
        broker.reset();
        run();
    }

    /// Starts a child on a new account; its pid, and in `pipe_end` what it says.
    pid_t begin_child(int& pipe_end)
    {
        fs::remove_all(folder);
        fs::create_directories(folder);
        int ends[2];
        if (pipe(ends) != 0) return -1;
        pid_t child = fork();
        if (child == 0) {
            close(ends[0]);
            paper::set_write_point(kill_here);
            trade(options, ends[1]);
            _exit(0);
        }
        close(ends[1]);
        pipe_end = ends[0];
        return child;
    }
    static std::string read_all(int pipe_end)
    {
        std::string told;
        char buffer[4096];
        for (ssize_t n; (n = read(pipe_end, buffer, sizeof buffer)) > 0;)
            told.append(buffer, static_cast<std::size_t>(n));
        close(pipe_end);
        return told;
    }
    /// True: it was killed; false: it ended by itself, well.
    static bool was_killed(pid_t child)
    {
        int status = 0;
        EXPECT_EQ(waitpid(child, &status, 0), child);
        bool finished = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        bool killed = WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
        EXPECT_TRUE(finished || killed) << "the child failed by itself: " << status;
        return killed;
    }

    /// Opens the account that the child left, and holds it against what the child was told.
    void expect_nothing_lost(const std::string& told, const std::string& when)
    {
        SCOPED_TRACE(when);
        start(options);
        Awaited<std::vector<OrderReport>> all_orders;
        broker->get_orders(OrderFilter::all, all_orders.token());
        Awaited<std::vector<Execution>> all_executions;
        broker->get_executions(all_executions.token());
        run();
        std::map<std::string, OrderReport> orders;
        for (const auto& o : all_orders.get().value()) orders[to_string(o.id)] = o;
        std::set<std::string> fills;
        std::map<std::string, Decimal> filled, held, cash;
        for (const auto& [currency, amount] : options.cash) cash[currency] = amount;
        for (const auto& e : all_executions.get().value()) {
            EXPECT_TRUE(fills.insert(e.id).second) << e.id << " is there twice";
            Decimal change = e.side == Side::buy ? e.quantity : -e.quantity;
            filled[to_string(e.order_id)] += e.quantity;
            held[e.contract.symbol] += change;
            cash[e.contract.currency] -= change * e.price;
            cash[e.commission->currency] -= e.commission->amount;
        }

        std::istringstream lines{told};
        for (std::string kind, id; lines >> kind >> id;) {
            if (kind == "fill") {
                EXPECT_TRUE(fills.contains(id)) << "lost fill " << id;
                continue;
            }
            ASSERT_TRUE(orders.contains(id)) << "lost order " << id;
            if (kind == "done") {
                EXPECT_TRUE(is_done(orders[id].status)) << "order " << id << " came back";
                continue;
            }
            std::string quantity;
            lines >> quantity;
            EXPECT_GE(orders[id].filled, Decimal::parse(quantity).value()) << "order " << id;
        }

        orders_found = orders.size();
        executions_found = fills.size();
        // books, orders and executions are of one piece
        for (const auto& [id, order] : orders) EXPECT_EQ(order.filled, filled[id]) << id;
        EXPECT_EQ(position(), held["X"]);
        EXPECT_EQ(position(stock("Y").in("EUR")), held["Y"]);
        for (const auto& [currency, amount] : cash) EXPECT_EQ(kept_cash(currency), amount);
        end();
    }
    /// What the file has of a currency: the account values are in one currency only.
    Decimal kept_cash(const std::string& currency)
    {
        auto file =
            Database::open(options.state_file, paper::account_schema(), {.read_only = true});
        Decimal amount = options.cash[currency];  // of an account that was never written
        if (!file) {
            ADD_FAILURE() << file.error().describe();
            return amount;
        }
        auto read = file->query("SELECT amount FROM cash WHERE currency = ?", {currency},
                                [&](const SqlRow& row) { amount = *row.decimal(0); });
        EXPECT_TRUE(read);
        return amount;
    }

    fs::path folder = fs::temp_directory_path() / ("trademind_kill_" + std::to_string(getpid()));
    paper::Options options;
    std::size_t orders_found = 0, executions_found = 0;
};

TEST_F(PaperKill, at_any_write_loses_nothing_that_was_told)
{
    int kills = 0;
    bool killed = true;
    for (killed_at = 1; killed; ++killed_at) {
        int pipe_end = -1;
        pid_t child = begin_child(pipe_end);
        ASSERT_GT(child, 0);
        std::string told = read_all(pipe_end);
        killed = was_killed(child);
        kills += killed;
        expect_nothing_lost(told, "killed at write " + std::to_string(killed_at));
        if (!killed) {
            // what the kills were spread over
            EXPECT_EQ(orders_found, 12U);
            EXPECT_EQ(executions_found, 7U);
        }
        if (HasFailure()) return;
    }
    // every statement of every transaction, and before and behind every commit
    EXPECT_GT(kills, 200);
}

TEST_F(PaperKill, at_any_moment_loses_nothing_that_was_told)
{
    // between statements and inside of SQLite; TRADEMIND_KILLS=500 for a long run
    const char* wanted = std::getenv("TRADEMIND_KILLS");
    int rounds = wanted ? std::atoi(wanted) : 10;
    killed_at = 0;
    Random random{7};
    int kills = 0;
    for (int i = 0; i < rounds; ++i) {
        int pipe_end = -1;
        pid_t child = begin_child(pipe_end);
        ASSERT_GT(child, 0);
        auto microseconds = static_cast<useconds_t>(random.below(60'000));
        usleep(microseconds);
        kill(child, SIGKILL);
        std::string told = read_all(pipe_end);
        kills += was_killed(child);
        expect_nothing_lost(told, "killed after " + std::to_string(microseconds) + " us");
        if (HasFailure()) return;
    }
    RecordProperty("kills", kills);
}

}  // namespace
}  // namespace trademind::test
