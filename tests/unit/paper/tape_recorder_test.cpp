// Tapes of quotes, and that they play back to themselves.
#include "unit/paper/paper_fixture.hpp"

#include <trademind/brokers/paper/tape_recorder.hpp>

#include <gmock/gmock.h>

#include <sstream>

namespace trademind::test {
namespace {

using paper::MarketChange;
using paper::Tape;

constexpr std::string_view columns = "time,symbol,bid,bid_size,ask,ask_size,last,last_size,kind\n";

class RecordedTape : public PaperTest {
protected:
    /// The tape that a recorder makes of the quotes while `tape` plays.
    std::string recorded(const Tape& tape)
    {
        broker.reset();
        run();
        paper::Options options;
        options.tape = std::make_shared<const Tape>(tape);
        options.tape_start = paper::TapeStart::on_connect;
        options.us_stock_calendar = us_equities_calendar();
        broker = make_unsafe_paper_broker(io.get_executor(), options, clock);
        std::vector<ContractDetails> contracts;
        for (std::uint32_t i = 0; i < tape.contracts.size(); ++i)
            contracts.push_back(tape.details_of(i));
        std::ostringstream out;
        paper::TapeRecorder recorder{out, contracts};
        std::vector<Subscription> watching;
        for (std::uint32_t i = 0; i < contracts.size(); ++i)
            watching.push_back(broker->watch(
                contracts[i].contract, [&recorder, i](const Quote& q) { recorder.take(i, q); }));
        broker->connect([](Result<>) {});
        run();
        return out.str();
    }
    static Tape parsed(const std::string& text)
    {
        auto tape = paper::parse_tape(text);
        EXPECT_TRUE(tape) << tape.error().describe();
        return tape ? std::move(*tape) : Tape{};
    }
};

TEST_F(RecordedTape, plays_back_to_the_same_bytes)
{
    const std::string tape = std::string{columns} +
                             "2026-01-05T14:30:00Z,X,10,300,10.02,100,,,\n"
                             "2026-01-05T14:30:01Z,Y,,,,,20,5,\n"
                             "2026-01-05T14:30:02Z,X,,,,,10.02,50,\n"
                             "2026-01-05T14:30:03Z,X,,,,,10.02,50,\n"
                             "2026-01-05T14:30:04Z,X,10.01,300,10.02,100,10.01,7,\n"
                             "2026-01-05T14:30:04Z,X,-1,0,10.02,100,,,\n"
                             "2026-01-05T14:30:05Z,X,,,,,,,halt\n"
                             "2026-01-05T14:30:06Z,X,10,1,10.03,1,,,resume\n"
                             "2026-01-05T14:30:06.123456789Z,X,10,1,10.03,1,,,\n";
    EXPECT_EQ(recorded(parsed(tape)), tape);
}

TEST_F(RecordedTape, of_many_days_is_the_same_from_its_first_recording_on)
{
    for (std::uint64_t seed : {1U, 2U, 3U}) {
        paper::GeneratorOptions options;
        options.seed = seed;
        options.days = 4;
        options.rows_per_day = 500;
        auto made = paper::generate_tape(options);
        auto first = recorded(made);
        EXPECT_EQ(parsed(first).rows.size(), made.rows.size());
        EXPECT_EQ(recorded(parsed(first)), first);
    }
}

TEST_F(RecordedTape, keeps_contracts_and_prices_below_zero)
{
    Tape tape;
    auto cl = tape.index_of(future("CL", "202605", "NYMEX").with_multiplier(1000_d));
    auto at = *parse_time("2026-04-20T18:00:00Z");
    tape.rows.emplace_back(cl, MarketChange{at}.with_bid(-37.64_d, 5_d).with_ask(-37.63_d, 2_d));
    tape.rows.emplace_back(cl, MarketChange{at}.with_bid(-1_d, 5_d).with_ask(0_d, 2_d));
    tape.rows.emplace_back(cl, MarketChange{at}.with_print(-1_d, 3_d));
    auto first = recorded(tape);
    EXPECT_EQ(parsed(first).rows, tape.rows);
    EXPECT_EQ(parsed(first).contracts, tape.contracts);
    EXPECT_EQ(recorded(parsed(first)), first);
}

TEST_F(RecordedTape, tells_trades_by_price_size_or_volume)
{
    std::ostringstream out;
    paper::TapeRecorder recorder{out, {ContractDetails{stock("X")}}};
    Quote quote{stock("X")};
    quote.time = *parse_time("2026-01-05T14:30:00Z");
    auto take = [&](Decimal last, std::optional<Decimal> size, Decimal volume) {
        quote.last = last;
        quote.last_size = size;
        quote.volume = volume;
        recorder.take(0, quote);
    };
    take(10_d, 5_d, 1000_d);
    take(10_d, 5_d, 1005_d);           // again
    take(10_d, std::nullopt, 1012_d);  // of seven
    take(10_d, std::nullopt, 1012_d);  // no trade
    take(10_d, 7_d, 7_d);              // the first of another day
    EXPECT_EQ(out.str(), std::string{columns} +
                             "2026-01-05T14:30:00Z,X,,,,,10,5,\n"
                             "2026-01-05T14:30:00Z,X,,,,,10,5,\n"
                             "2026-01-05T14:30:00Z,X,,,,,10,7,\n"
                             "2026-01-05T14:30:00Z,X,-1,0,-1,0,,,\n"
                             "2026-01-05T14:30:00Z,X,,,,,10,7,\n");
}

TEST_F(RecordedTape, time_never_goes_back_and_lost_quotes_are_gone)
{
    std::ostringstream out;
    paper::TapeRecorder recorder{out, {ContractDetails{stock("X")}, ContractDetails{stock("Y")}}};
    Quote quote{stock("X")};
    quote.bid = 10_d;
    quote.bid_size = 1_d;
    quote.time = *parse_time("2026-01-05T14:30:05Z");
    recorder.take(0, quote);
    quote.time = *parse_time("2026-01-05T14:30:04Z");
    quote.bid_size = 2_d;
    recorder.take(0, quote);
    recorder.lose_quotes(*parse_time("2026-01-05T14:30:06Z"));
    recorder.lose_quotes(*parse_time("2026-01-05T14:30:07Z"));
    EXPECT_EQ(recorder.rows(), 3U);
    EXPECT_EQ(out.str(), std::string{columns} +
                             "2026-01-05T14:30:05Z,X,10,1,-1,0,,,\n"
                             "2026-01-05T14:30:05Z,X,10,2,-1,0,,,\n"
                             "2026-01-05T14:30:06Z,X,-1,0,-1,0,,,\n");
}

}  // namespace
}  // namespace trademind::test
