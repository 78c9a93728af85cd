// Orders through the router, by seed: acknowledgement, fills, cancels and refusals come together
// and in every order, the connection breaks, the program starts again. Router, journal and broker
// agree about every order, and no report is older than one before it.
//
// TRADEMIND_CHAOS_SEEDS says how many seeds to run, TRADEMIND_CHAOS_SEED which one alone.
#include "domain/order_progress.hpp"
#include "execution/journal/journal.hpp"
#include "mock/mock_desk.hpp"
#include "mock/mock_tws.hpp"
#include "mock/run.hpp"
#include "support/lifted_limits.hpp"
#include "support/manual_clock.hpp"
#include "support/temporary_directory.hpp"

#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/execution.hpp>

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <random>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

/// Each report of an order may follow the one before it, and answers are never older.
class InOrder final : public BrokerObserver {
public:
    void on_order(const OrderReport& report) override
    {
        take(report, "event");
        ++events;
    }
    void on_execution(const Execution& fill) override { ++fills[fill.id]; }
    void take(const OrderReport& report, const char* what)
    {
        const auto& name = report.order.client_order_id;
        auto [at, fresh] = latest_.try_emplace(name, report);
        if (fresh) return;
        const OrderProgress before{at->second}, now{report};
        // proved not to have arrived, and sent anew under another number
        bool again = before.status == OrderStatus::rejected && at->second.id != report.id &&
                     report.id != OrderId{};
        if (again) {
            at->second = report;
            return;
        }
        EXPECT_TRUE(before == now || may_follow(before, now, Evidence::report))
            << what << " of " << name << ": " << to_string(now.status) << ' ' << now.filled
            << " after " << to_string(before.status) << ' ' << before.filled;
        at->second = report;
    }
    /// What has been told already is what the answer says.
    void compare(const OrderReport& answer)
    {
        auto at = latest_.find(answer.order.client_order_id);
        if (at == latest_.end()) return take(answer, "answer");
        EXPECT_EQ(OrderProgress{at->second}, OrderProgress{answer})
            << "answer of " << at->first << ": " << to_string(answer.status) << ' ' << answer.filled
            << ", told before " << to_string(at->second.status) << ' ' << at->second.filled;
    }
    void forget() { latest_.clear(); }

    int events = 0;
    std::map<std::string, int> fills;

private:
    std::map<std::string, OrderReport> latest_;
};

class RouterChaos {
public:
    explicit RouterChaos(unsigned seed) : random_{seed}
    {
        constexpr int versions[] = {176, 200, 207, 225};
        tws_.speak(versions[seed % 4]);
        desk_.add_stock("AAPL", 265598);
        if (seed % 2 == 1) desk_.disorder([this] { return static_cast<unsigned>(random_()); });
        config_.type = BrokerType::ibkr;
        config_.journal.file = folder_ / "j.db";
        config_.journal.survives_power_cut = false;
        config_.kill_switch.on_signal = false;
        config_.kill_switch.on_position_mismatch = KillAction::none;
        config_.kill_switch.on_lost_executions = KillAction::none;
        config_.kill_switch.on_stale_data = KillAction::none;
        lift_limits(config_.risk);
        config_.risk.enabled = false;
        config_.risk.disabled_on_purpose = true;
    }
    ~RouterChaos()
    {
        end_program();
        tws_.drop_all();
        settle(io_);
    }

    void run()
    {
        desk_.quote("AAPL", 100_d, 100.1_d, 100.05_d);
        start_program();
        ASSERT_TRUE(router_->is_connected());
        for (int step = 0; step < 16; ++step) act();
        calm_down();
        if (!testing::Test::HasFailure()) compare();
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

    void start_program()
    {
        IbkrOptions options;
        options.port = tws_.port();
        options.reconnect_delay = 1s;
        options.highest_order_id = journal::highest_order_id(config_.journal).value();
        broker_ = make_unsafe_ibkr_broker(io_.get_executor(), options, clock_);
        auto made = ExecutionRouter::make(broker_, config_);
        ASSERT_TRUE(made) << made.error().describe();
        router_ = *made;
        observing_ = router_->observe(seen_);
        auto up = wait<void>([&](auto done) { router_->connect(std::move(done)); });
        ASSERT_TRUE(up) << up.error().describe();
        settle(io_);
    }
    void end_program()
    {
        observing_.reset();
        router_.reset();
        broker_.reset();
        settle(io_);
    }

    template <class T, class Call> Result<T> wait(Call call)
    {
        auto answer = std::make_shared<std::optional<Result<T>>>();
        call([answer](Result<T> result) { *answer = std::move(result); });
        for (int i = 0; i < 60 && !*answer; ++i) {
            settle(io_);
            if (!*answer) clock_->advance(1s);
        }
        if (!*answer) return Error{Errc::internal, "the call did not complete"};
        return std::move(**answer);
    }

    void act()
    {
        switch (pick(22)) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
        case 5: place(); break;
        case 6:
        case 7: cancel(); break;
        case 8:
        case 9: modify(); break;
        case 10: move_market(); break;
        case 11: fill_in_part(); break;
        case 12: desk_.reject_next(201, "Order rejected - reason: no"); break;
        case 13: cancel_by_desk(); break;
        case 14:
            if (tws_.has_session()) tws_.session().reset();
            break;
        case 15: tws_.drop_all(); break;
        case 16: desk_.hold(pick(2) == 0); break;
        case 20:
        case 21: say_all_at_once(); break;
        case 17:
            if (pick(2) == 0) {
                end_program();
                seen_.forget();
                start_program();
            }
            break;
        default: pass(std::chrono::milliseconds{pick(4'000)}); break;
        }
        // often several happen before the client reads
        if (pick(2) == 0) settle(io_);
    }
    void pass(Duration time)
    {
        clock_->advance(time);
        settle(io_);
    }
    auto check_answer()
    {
        return [this](const Result<OrderReport>& answer) {
            if (answer) seen_.compare(*answer);
        };
    }
    void place()
    {
        OrderRequest order;
        if (!placed_.empty() && pick(4) == 0) {
            // the same once more
            order = placed_[std::size_t(pick(static_cast<int>(placed_.size())))];
        } else {
            order = pick(2) == 0 ? buy(stock("AAPL"), Decimal{1 + pick(20)})
                                 : sell(stock("AAPL"), Decimal{1 + pick(20)});
            order.client_order_id = "order-" + std::to_string(placed_.size());
            if (pick(3) != 0) order = std::move(order).limit(Decimal{95 + pick(10)});
            placed_.push_back(order);
        }
        router_->place_order(order, check_answer());
    }
    std::optional<OrderReport> any_open()
    {
        auto open = wait<std::vector<OrderReport>>(
            [&](auto done) { router_->get_orders(OrderFilter::open, std::move(done)); });
        if (!open || open->empty()) return std::nullopt;
        return (*open)[std::size_t(pick(static_cast<int>(open->size())))];
    }
    void cancel()
    {
        if (auto order = any_open()) router_->cancel_order(order->id, check_answer());
    }
    void modify()
    {
        auto order = any_open();
        if (!order) return;
        auto wanted = order->order;
        if (wanted.type == OrderType::limit) wanted.limit_price = Decimal{95 + pick(10)};
        wanted.quantity += Decimal{pick(3)};
        router_->modify_order(order->id, wanted, check_answer());
    }
    const DeskOrder* any_working()
    {
        for (const auto& [key, order] : desk_.orders())
            if (order.open() && order.status != "PreSubmitted" && pick(2) == 0) return &order;
        return nullptr;
    }
    void fill_in_part()
    {
        if (const auto* order = any_working(); order && order->remaining() > 0_d)
            desk_.fill(order->order_id, 1_d, 100_d, order->client_id);
    }
    void cancel_by_desk()
    {
        if (const auto* order = any_working())
            desk_.cancel(order->order_id, "by the desk", order->client_id);
    }
    void move_market()
    {
        auto bid = Decimal{95 + pick(10)};
        desk_.quote("AAPL", bid, bid + 0.1_d, bid + 0.05_d);
    }

    /// The desk takes orders in silence; then what it says of them comes in one read, the order's
    /// acknowledgement, fills and end in any order, but a refusal last.
    void say_all_at_once()
    {
        desk_.hold(true);
        for (int n = 1 + pick(3); n > 0; --n) place();
        if (pick(2) == 0) cancel();
        settle(io_);
        std::vector<std::function<void()>> words;
        for (const auto& [key, order] : desk_.orders()) {
            if (!order.open() || order.filled > 0_d) continue;
            auto id = order.order_id, client = order.client_id;
            auto add = [&](auto say) {
                auto at = words.begin() + pick(static_cast<int>(words.size()) + 1);
                words.insert(at, [this, id, client, say] {
                    auto known = desk_.orders().find({client, id});
                    if (known != desk_.orders().end() && known->second.open()) say(known->second);
                });
            };
            add([this](const DeskOrder& its) {
                if (!tws_.has_session()) return;
                desk_.send_order(its, tws_.session());
                desk_.send_status(its, tws_.session());
            });
            if (pick(4) == 0) {
                words.push_back([this, id, client] {
                    auto known = desk_.orders().find({client, id});
                    if (known != desk_.orders().end() && known->second.filled.is_zero())
                        desk_.reject(id, 201, "Order rejected - reason: after all", client);
                });
                continue;
            }
            for (int n = pick(3); n > 0; --n)
                add([this](const DeskOrder& its) {
                    if (its.remaining() > 0_d) desk_.fill(its.order_id, 1_d, 100_d, its.client_id);
                });
            if (pick(2) == 0)
                add([this](const DeskOrder& its) {
                    desk_.cancel(its.order_id, "by the desk", its.client_id);
                });
        }
        for (auto& word : words) word();
        settle(io_);
        desk_.hold(false);
    }

    /// Everything works again, and one last break makes the broker look at all of it.
    void calm_down()
    {
        desk_.hold(false);
        pass(10s);
        tws_.drop_all();
        settle(io_);
        for (int i = 0; i < 60; ++i) {
            pass(5s);
            if (tws_.has_session() && router_->is_connected()) break;
        }
        pass(30s);
        ASSERT_TRUE(router_->is_connected());
    }

    void compare()
    {
        std::map<std::string, journal::KnownOrder> written;
        {
            auto journal = journal::Journal::open(config_.journal);
            ASSERT_TRUE(journal);
            JournalFilter intents;
            intents.kind = "intent";
            auto read = read_journal(config_.journal.file, intents, [&](const JournalEvent& e) {
                written[e.client_order_id] = journal->find(e.client_order_id).value().value();
            });
            ASSERT_TRUE(read);
        }
        int open = 0;
        std::map<std::string, int> times;
        for (const auto& [key, order] : desk_.orders()) {
            std::string name{order.terms.order.order_ref};
            EXPECT_EQ(++times[name], 1) << name << " was doubled";
            open += order.open();
            ASSERT_TRUE(written.contains(name)) << name << " is not in the journal";
            const auto& line = written[name];
            using journal::OrderState;
            EXPECT_EQ(line.state, order.open() ? OrderState::known : OrderState::done) << name;
            auto status = order.status == "Inactive" ? "Rejected" : order.status;
            EXPECT_EQ(to_string(line.report.status), status) << name << " in the journal";
            EXPECT_EQ(line.report.filled, order.filled) << name << " in the journal";
            EXPECT_EQ(to_number(line.report.id), key.second) << name << " in the journal";
        }
        for (const auto& [name, line] : written) {
            if (times.contains(name)) continue;
            // or its cancel came first
            bool ended = line.state == journal::OrderState::done &&
                         (line.report.status == OrderStatus::rejected ||
                          line.report.status == OrderStatus::api_cancelled);
            EXPECT_TRUE(ended || line.state == journal::OrderState::refuted)
                << name << " never arrived, the journal says " << to_string(line.state) << ", "
                << to_string(line.report.status);
        }
        auto reports = wait<std::vector<OrderReport>>([&](auto done) {
                           router_->get_orders(OrderFilter::all, std::move(done));
                       }).value();
        // what was proved not to have arrived and was sent anew stands there twice
        std::map<std::string, OrderId> newest;
        for (const auto& report : reports) {
            auto& id = newest[report.order.client_order_id];
            id = std::max(id, report.id);
        }
        for (const auto& report : reports) {
            if (report.id != newest[report.order.client_order_id]) continue;
            const auto& line = written[report.order.client_order_id];
            EXPECT_EQ(OrderProgress{line.report}, OrderProgress{report})
                << report.order.client_order_id << ": journal " << to_string(line.report.status)
                << ", broker " << to_string(report.status);
            EXPECT_EQ(line.report.id, report.id);
        }
        auto measured =
            wait<Metrics>([&](auto done) { router_->metrics(std::move(done)); }).value();
        EXPECT_EQ(measured.orders_open, open);
        EXPECT_EQ(measured.orders_unconfirmed, 0);
        if (open == 0) {
            EXPECT_EQ(measured.reserved, 0_d);
        }
        compare_executions();
    }
    void compare_executions()
    {
        std::map<std::string, int> lines;
        JournalFilter fills;
        fills.kind = "execution";
        ASSERT_TRUE(read_journal(config_.journal.file, fills, [&](const JournalEvent& event) {
            auto at = event.detail.rfind('(');
            ++lines[event.detail.substr(at + 1, event.detail.size() - at - 2)];
        }));
        for (const auto& fill : desk_.executions()) {
            EXPECT_EQ(lines[fill.id], 1) << "fill " << fill.id << " in the journal";
            EXPECT_EQ(seen_.fills[fill.id], 1) << "fill " << fill.id << " told";
        }
        auto found = inspect_journal(config_.journal.file);
        ASSERT_TRUE(found);
        EXPECT_TRUE(found->damage.empty()) << found->damage.front();
        EXPECT_TRUE(found->differences.empty()) << found->differences.front();
    }

    std::mt19937 random_;
    trademind::test::TemporaryDirectory folder_;
    boost::asio::io_context io_;
    std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
    MockTws tws_{io_.get_executor(), clock_};
    MockDesk desk_{tws_};
    Config config_;
    InOrder seen_;
    std::shared_ptr<Broker> broker_;
    std::shared_ptr<ExecutionRouter> router_;
    Subscription observing_;
    std::vector<OrderRequest> placed_;
};

class RouterChaosTest : public testing::TestWithParam<unsigned> {};

TEST_P(RouterChaosTest, router_journal_and_broker_agree_about_every_order)
{
    constexpr unsigned parts = 4;
    unsigned count = 400, first = GetParam(), step = parts;
    if (auto* text = std::getenv("TRADEMIND_CHAOS_SEEDS"))
        count = static_cast<unsigned>(std::atoi(text));
    if (auto* text = std::getenv("TRADEMIND_CHAOS_SEED")) {
        first = static_cast<unsigned>(std::atoi(text));
        count = GetParam() == 0 ? first + 1 : 0;
        step = 1;
    }
    for (unsigned seed = first; seed < count; seed += step) {
        RouterChaos{seed}.run();
        if (HasFailure()) {
            ADD_FAILURE() << "reproduce: TRADEMIND_CHAOS_SEED=" << seed << " router_chaos_test";
            return;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(parts, RouterChaosTest, testing::Range(0U, 4U));

}  // namespace
}  // namespace trademind::test
