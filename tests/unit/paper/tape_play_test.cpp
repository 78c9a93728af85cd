// A tape behind the broker: playing, stepping, history, determinism.
#include "support/source_dir.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <trademind/stream.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

namespace trademind::test {
namespace {

using testing::ElementsAre;

constexpr std::string_view rows =
    "time,symbol,bid,bid_size,ask,ask_size,last,last_size\n"
    "2026-01-05T14:30:00Z,X,10.00,300,10.02,100,,\n"
    "2026-01-05T14:30:10Z,X,,,,,10.02,50\n"
    "2026-01-05T14:30:20Z,X,10.01,300,10.03,100,,\n"
    "2026-01-05T14:31:00Z,X,,,,,10.03,70\n"
    "2026-01-05T14:31:30Z,X,10.04,300,10.06,100,,\n";

std::shared_ptr<const paper::Tape> tape_of(std::string_view text)
{
    return std::make_shared<paper::Tape>(paper::parse_tape(text).value());
}

paper::Options with_tape(paper::TapeStart start)
{
    paper::Options options;
    options.tape = tape_of(rows);
    options.tape_start = start;
    return options;
}

class PaperTape : public PaperTest {
protected:
    bool step()
    {
        Awaited<bool> answer;
        broker->step(answer.token());
        run();
        return answer.get().value();
    }
};

TEST_F(PaperTape, plays_by_itself_once_connected)
{
    start(with_tape(paper::TapeStart::on_connect));
    EXPECT_EQ(statistics().tape_rows, 5U);
}

TEST_F(PaperTape, step_plays_one_row_and_time_is_the_tape_s)
{
    start(with_tape(paper::TapeStart::manual));
    EXPECT_TRUE(step());
    take(buy_x(100));
    ASSERT_EQ(heard.executions.size(), 1U);
    EXPECT_EQ(format_time(heard.executions[0].time), "2026-01-05T14:30:00Z");
    EXPECT_TRUE(step());
    EXPECT_TRUE(step());
    take(sell_x(100));
    EXPECT_EQ(format_time(heard.executions[1].time), "2026-01-05T14:30:20Z");
    EXPECT_TRUE(step());
    EXPECT_TRUE(step());
    EXPECT_FALSE(step());
}

TEST_F(PaperTape, a_row_waits_for_the_calls_that_the_row_before_led_to)
{
    broker =
        make_unsafe_paper_broker(io.get_executor(), with_tape(paper::TapeStart::on_connect), clock);
    listening = broker->observe(heard);
    auto watching = broker->watch(stock("X"), [this, n = 0](const Quote&) mutable {
        if (++n != 1) return;
        // six calls, each after the answer to the one before
        boost::asio::co_spawn(
            io,
            [](std::shared_ptr<PaperBroker> b) -> boost::asio::awaitable<void> {
                for (int i = 0; i < 5; ++i) (void)co_await b->get_positions();
                (void)co_await b->place_order(buy_x(100));
            }(broker),
            boost::asio::detached);
    });
    broker->connect([](Result<>) {});
    run();
    ASSERT_EQ(heard.executions.size(), 1U);
    EXPECT_EQ(format_time(heard.executions[0].time), "2026-01-05T14:30:00Z");
    EXPECT_EQ(statistics().tape_rows, 5U);
}

TEST_F(PaperTape, a_row_that_leads_to_no_call_costs_four_turns)
{
    paper::GeneratorOptions market;
    market.rows_per_day = 5'000;
    paper::Options options;
    options.tape = std::make_shared<paper::Tape>(paper::generate_tape(market));
    broker = make_unsafe_paper_broker(io.get_executor(), options, clock);
    std::size_t quotes = 0;
    std::vector<Subscription> watching;
    for (const Contract& contract : options.tape->listed())
        watching.push_back(broker->watch(contract, [&](const Quote&) { ++quotes; }));
    broker->connect([](Result<>) {});
    auto turns = io.poll();
    EXPECT_EQ(quotes, options.tape->size());
    EXPECT_LT(turns, 4 * options.tape->size() + 100);
}

TEST_F(PaperTape, a_call_behind_three_posts_comes_before_the_next_row)
{
    broker =
        make_unsafe_paper_broker(io.get_executor(), with_tape(paper::TapeStart::on_connect), clock);
    listening = broker->observe(heard);
    auto post = [this](auto work) { boost::asio::post(io, std::move(work)); };
    auto watching = broker->watch(stock("X"), [this, post, n = 0](const Quote&) mutable {
        if (++n > 1) return;
        auto place = [this] { broker->place_order(buy_x(100), [](Result<OrderReport>) {}); };
        post([post, place] { post([post, place] { post(place); }); });
    });
    broker->connect([](Result<>) {});
    run();
    ASSERT_EQ(heard.executions.size(), 1U);
    EXPECT_EQ(format_time(heard.executions[0].time), "2026-01-05T14:30:00Z");
}

TEST_F(PaperTape, a_tape_ends_beside_a_program_that_never_rests)
{
    broker =
        make_unsafe_paper_broker(io.get_executor(), with_tape(paper::TapeStart::on_connect), clock);
    // another broker of the process, with calls in each turn
    auto other = make_unsafe_paper_broker(io.get_executor(), paper::Options{}, clock);
    bool ended = false;
    std::function<void()> call = [&] {
        if (!ended) other->get_positions([&](auto) { call(); });
    };
    broker->connect([](Result<>) {});
    other->connect([&](Result<>) { call(); });
    broker->play([&](Result<>) { ended = true; });
    for (int i = 0; i < 500'000 && !ended; ++i) io.poll_one();
    EXPECT_TRUE(ended);
    ended = true;
    run();
}

TEST_F(PaperTape, a_call_that_a_handler_posts_comes_before_the_next_row)
{
    broker =
        make_unsafe_paper_broker(io.get_executor(), with_tape(paper::TapeStart::on_connect), clock);
    listening = broker->observe(heard);
    auto watching = broker->watch(stock("X"), [this, n = 0](const Quote&) mutable {
        if (++n == 1)
            boost::asio::post(
                io, [this] { broker->place_order(buy_x(100), [](Result<OrderReport>) {}); });
    });
    broker->connect([](Result<>) {});
    run();
    ASSERT_EQ(heard.executions.size(), 1U);
    EXPECT_EQ(format_time(heard.executions[0].time), "2026-01-05T14:30:00Z");
}

TEST_F(PaperTape, a_stream_s_listener_is_heard_before_the_next_row)
{
    broker =
        make_unsafe_paper_broker(io.get_executor(), with_tape(paper::TapeStart::on_connect), clock);
    listening = broker->observe(heard);
    int n = 0;
    QuoteStream stream{*broker, stock("X"), io.get_executor(), [&](const Quote&) {
                           if (++n == 1)
                               broker->place_order(buy_x(100), [](Result<OrderReport>) {});
                       }};
    broker->connect([](Result<>) {});
    run();
    ASSERT_EQ(heard.executions.size(), 1U);
    EXPECT_EQ(format_time(heard.executions[0].time), "2026-01-05T14:30:00Z");
    EXPECT_EQ(n, 5) << "each row's quote comes by itself";
}

TEST_F(PaperTape, play_completes_at_the_end_and_commands_on_their_way_arrive)
{
    auto options = with_tape(paper::TapeStart::manual);
    paper::LatencySettings latency;
    latency.submit = 1h;
    options.latency_model = paper::make_latency_model(latency);
    start(options);
    step();
    Awaited<OrderReport> placed;
    broker->place_order(buy_x(50), placed.token());
    Awaited<void> played;
    broker->play(played.token());
    run();
    ASSERT_TRUE(played.ready());
    ASSERT_TRUE(placed.ready());
    EXPECT_EQ(placed.get()->filled, 50_d);
    EXPECT_EQ(format_time(heard.executions.at(0).time), "2026-01-05T15:30:00Z");
}

TEST_F(PaperTape, a_command_after_the_end_of_the_tape_arrives_in_spite_of_its_latency)
{
    auto options = with_tape(paper::TapeStart::manual);
    paper::LatencySettings latency;
    latency.base = 20ms;
    options.latency_model = paper::make_latency_model(latency);
    start(options);
    Awaited<void> played;
    broker->play(played.token());
    run();
    ASSERT_TRUE(played.ready());
    Awaited<OrderReport> placed, cancelled;
    broker->place_order(buy_x(50).limit(9_d), placed.token());
    run();
    ASSERT_TRUE(placed.ready());
    broker->cancel_order(placed.get()->id, cancelled.token());
    run();
    ASSERT_TRUE(cancelled.ready());
    EXPECT_EQ(cancelled.get()->status, OrderStatus::cancelled);
}

TEST_F(PaperTape, a_command_to_a_timed_tape_does_not_wait_for_the_next_row)
{
    auto options = with_tape(paper::TapeStart::on_connect);
    options.tape_speed = 2;
    paper::LatencySettings latency;
    latency.submit = 1s;
    options.latency_model = paper::make_latency_model(latency);
    start(options);
    Awaited<OrderReport> placed;
    broker->place_order(buy_x(50), placed.token());
    run();
    pass(500ms - 1ns);
    EXPECT_FALSE(placed.ready());
    pass(1ns);
    ASSERT_TRUE(placed.ready());
    EXPECT_EQ(placed.get()->filled, 50_d);
    EXPECT_EQ(format_time(heard.executions.at(0).time), "2026-01-05T14:30:01Z");
    EXPECT_EQ(statistics().tape_rows, 1U);
}

TEST_F(PaperTape, a_timed_tape_keeps_its_intervals)
{
    auto options = with_tape(paper::TapeStart::on_connect);
    options.tape_speed = 10;
    start(options);
    EXPECT_EQ(statistics().tape_rows, 1U);
    pass(1s - 1ns);
    EXPECT_EQ(statistics().tape_rows, 1U);
    pass(1ns);
    EXPECT_EQ(statistics().tape_rows, 2U);
    pass(1s);
    EXPECT_EQ(statistics().tape_rows, 3U);
    pass(4s);
    pass(3s);
    EXPECT_EQ(statistics().tape_rows, 5U);
}

TEST_F(PaperTape, disconnect_holds_the_tape)
{
    auto options = with_tape(paper::TapeStart::on_connect);
    options.tape_speed = 1;
    start(options);
    Awaited<void> down;
    broker->disconnect(down.token());
    run();
    pass(10min);
    EXPECT_EQ(statistics().tape_rows, 1U);
    EXPECT_FALSE(broker->is_connected());
}

TEST_F(PaperTape, history_is_made_of_what_has_been_played)
{
    start(with_tape(paper::TapeStart::manual));
    auto history = [&](HistoryRequest request) {
        Awaited<std::vector<Bar>> answer;
        broker->get_historical_data(std::move(request), answer.token());
        run();
        return answer.get();
    };
    for (int i = 0; i < 3; ++i) step();
    ASSERT_EQ(history(HistoryRequest{stock("X")})->size(), 1U);
    step();
    step();
    auto bars = history(HistoryRequest{stock("X")}).value();
    ASSERT_EQ(bars.size(), 2U);
    EXPECT_EQ(bars[0].close, 10.02_d);
    EXPECT_EQ(bars[0].volume, 50_d);
    EXPECT_EQ(format_time(bars[1].time), "2026-01-05T14:31:00Z");
    EXPECT_EQ(bars[1].open, 10.03_d);
    auto middle = history(HistoryRequest{stock("X")}.showing("MIDPOINT")).value();
    ASSERT_EQ(middle.size(), 1U) << "the row of this very moment is not yet past";
    EXPECT_EQ(middle[0].open, 10.01_d);
    EXPECT_EQ(middle[0].high, 10.02_d);
    EXPECT_EQ(history(HistoryRequest{stock("X")}.in_bars_of("7 bananas")).error(),
              Errc::invalid_argument);
    EXPECT_EQ(history(HistoryRequest{stock("X")}.showing("FEE_RATE")).error(), Errc::not_supported);
    EXPECT_EQ(history(HistoryRequest{stock("Y")}).error(), Errc::unknown_contract);
}

TEST_F(PaperTape, quotes_contracts_and_subscriptions)
{
    start(with_tape(paper::TapeStart::manual));
    step();
    Awaited<Quote> early;
    broker->get_quote(stock("X"), early.token());
    run();
    EXPECT_EQ(early.get().error(), Errc::not_subscribed);
    Awaited<void> subscribed;
    broker->subscribe(stock("X"), subscribed.token());
    Awaited<Quote> quote;
    broker->get_quote(stock("X"), quote.token());
    run();
    EXPECT_TRUE(subscribed.get());
    EXPECT_EQ(quote.get()->ask, 10.02_d);
    std::optional<Error> failed;
    auto nothing = broker->watch(
        stock("NOPE"), [](const Quote&) { FAIL(); }, [&](const Error& e) { failed = e; });
    Awaited<std::vector<ContractDetails>> found, missing;
    broker->find_contracts(stock("X"), found.token());
    broker->find_contracts(stock("NOPE"), missing.token());
    run();
    ASSERT_TRUE(failed);
    EXPECT_EQ(*failed, Errc::unknown_contract);
    EXPECT_EQ(found.get()->size(), 1U);
    EXPECT_EQ(missing.get().error(), Errc::unknown_contract);
}

/// Everything that a strategy hears while it trades the tape, as text.
std::string trade_the_demo_tape(std::uint64_t seed)
{
    boost::asio::io_context io;
    paper::GeneratorOptions generator;
    generator.seed = seed;
    paper::Options options;
    options.tape = std::make_shared<paper::Tape>(paper::generate_tape(generator));
    paper::FillSettings fills;
    fills.touch_probability = 50;
    fills.trade_prints = true;
    options.fill_model = paper::make_fill_model(fills);
    auto broker =
        make_unsafe_paper_broker(io.get_executor(), options, std::make_shared<ManualClock>());
    Recorder heard;
    auto listening = broker->observe(heard);
    int n = 0;
    auto trade = [&](const Quote& q) {
        if (!q.bid || !q.ask || ++n % 7 != 0) return;
        auto order =
            n % 2 ? buy(q.contract, 150).limit(*q.bid) : sell(q.contract, 150).limit(*q.ask);
        broker->place_order(std::move(order), [](Result<OrderReport>) {});
    };
    std::vector<Subscription> watching;
    for (const char* symbol : {"AAPL", "MSFT", "SPY"})
        watching.push_back(broker->watch(stock(symbol), trade));
    broker->connect([](Result<>) {});
    io.run();
    std::ostringstream text;
    for (const auto& line : heard.lines) text << line << '\n';
    for (const auto& e : heard.executions) text << e.id << format_time(e.time) << '\n';
    for (const auto& a : heard.accounts) text << a.cash_balance->str() << '\n';
    return text.str();
}

/// FNV-1a, 64 bits.
std::uint64_t checksum(std::string_view text)
{
    std::uint64_t sum = 0xCBF29CE484222325U;
    for (char c : text) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return sum;
}

TEST(Determinism, P75_the_same_tape_and_calls_give_the_same_events)
{
    auto first = trade_the_demo_tape(5);
    EXPECT_GT(first.size(), 10'000U);
    EXPECT_EQ(first, trade_the_demo_tape(5));
    EXPECT_NE(first, trade_the_demo_tape(6));
}

TEST(Determinism, P75_every_compiler_s_events_are_the_same)
{
    // of the events as they were when this was written: who changes a rule of the market, or the
    // words of the recorder, changes them on every compiler alike
    auto events = trade_the_demo_tape(5);
    EXPECT_EQ(checksum(events), 2327430924308327587U) << events.size() << " bytes";
}

TEST(DemoTape, is_what_the_generator_makes)
{
    std::ostringstream made;
    paper::write_tape(paper::generate_tape(), made);
    std::ifstream file{source_dir() / "docs/examples/data/demo_tape.csv"};
    ASSERT_TRUE(file);
    std::ostringstream bundled;
    bundled << file.rdbuf();
    EXPECT_EQ(bundled.str(), made.str());
}

}  // namespace
}  // namespace trademind::test
