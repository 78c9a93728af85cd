// A tape that is played from its file: the same rows and the same events as one in memory, and no
// more rows in memory however many it has.
#include "brokers/paper/tape/stored_tape.hpp"

#include "support/temporary_directory.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <memory>
#include <vector>

namespace trademind::test {
namespace {

using paper::BarRow;
using paper::Tape;
using paper::TapeRow;
using paper::TapeSource;
using testing::HasSubstr;

class StoredTape : public PaperTest {
protected:
    std::filesystem::path written(std::string_view text)
    {
        auto file = folder_ / "tape.csv";
        std::ofstream{file} << text;
        return file;
    }
    std::filesystem::path written(const Tape& tape)
    {
        auto file = folder_ / "tape.csv";
        std::ofstream out{file};
        write_tape(tape, out);
        return file;
    }

    /// What a program that trades on every seventh quote is told.
    std::vector<std::string> trade(std::shared_ptr<const TapeSource> tape)
    {
        paper::Options options;
        options.tape = std::move(tape);
        broker = make_unsafe_paper_broker(io.get_executor(), options, clock);
        heard = {};
        listening = broker->observe(heard);
        std::vector<Subscription> watching;
        for (const Contract& contract : options.tape->listed())
            watching.push_back(broker->watch(contract, [this, n = 0](const Quote& quote) mutable {
                if (!quote.bid || !quote.ask || ++n % 7 != 0) return;
                auto order = n % 2 ? buy(quote.contract, 150) : sell(quote.contract, 150);
                broker->place_order(std::move(order), [](Result<OrderReport>) {});
            }));
        broker->connect([](Result<>) {});
        run();
        EXPECT_EQ(statistics().tape_rows, options.tape->size());
        return heard.lines;
    }

private:
    TemporaryDirectory folder_;
};

TEST_F(StoredTape, has_what_the_same_file_has_in_memory)
{
    paper::GeneratorOptions market;
    market.rows_per_day = 40'000;
    auto tape = generate_tape(market);
    auto stored = paper::open_tape(written(tape)).value();
    EXPECT_EQ(stored->listed(), tape.contracts);
    EXPECT_FALSE(stored->has_bars());
    ASSERT_EQ(stored->size(), tape.size());
    EXPECT_EQ(stored->begins(), tape.begins());
    EXPECT_EQ(stored->ends(), tape.ends());
    std::vector<TapeRow> rows(tape.size());
    ASSERT_TRUE(stored->read(0, std::span{rows}));
    EXPECT_TRUE(rows == tape.rows);
    for (std::size_t i = 0; i < tape.size(); i += 997)
        for (Duration off : {-1ns, 0ns, 1ns}) {
            auto time = tape.time_of(i) + off;
            EXPECT_EQ(stored->first_from(time).value(), tape.first_from(time).value());
        }
    EXPECT_EQ(stored->first_from(*tape.ends() + 1ns).value(), tape.size());
}

TEST_F(StoredTape, plays_the_same_events)
{
    paper::GeneratorOptions market;
    market.rows_per_day = 4'000;
    auto tape = generate_tape(market);
    auto events = trade(std::make_shared<const Tape>(tape));
    EXPECT_GT(events.size(), 1'000U);
    EXPECT_EQ(trade(paper::open_tape(written(tape)).value()), events);
}

TEST_F(StoredTape, bars_as_well)
{
    auto file = written(
        "time,symbol,open,high,low,close,volume\n"
        "2026-01-05T14:30:00Z,X,100,101,99,100.5,1000\n"
        "2026-01-05T14:31:00Z,X,100.5,102,100,101,\n");
    auto stored = paper::open_tape(file).value();
    EXPECT_TRUE(stored->has_bars());
    std::vector<BarRow> bars(2);
    ASSERT_TRUE(stored->read(0, std::span{bars}));
    EXPECT_EQ(bars, paper::read_tape(file)->bars);
}

TEST_F(StoredTape, a_fault_in_any_line_is_told_before_anything_plays)
{
    constexpr std::string_view text =
        "time,symbol,bid,bid_size,ask,ask_size\n"
        "2026-01-05T14:30:00Z,X,10,1,11,1\n"
        "2026-01-05T14:30:00Z,X,10,1,none,1\n";
    auto file = written(text);
    EXPECT_EQ(paper::open_tape(file).error().describe(), paper::read_tape(file).error().describe());
    EXPECT_THAT(paper::open_tape(file).error().message, HasSubstr(":3:"));
    EXPECT_EQ(paper::open_tape(written("time,symbol,bid,bid_size\n")).error(), Errc::data_file);
    EXPECT_EQ(paper::open_tape("/no/such/tape.csv").error(), Errc::input_output);
}

TEST_F(StoredTape, keeps_no_more_rows_in_memory_however_many_it_has)
{
    paper::StoredTape tape;
    TapeRow row{0, paper::MarketChange{TimePoint{1h}}.with_bid(10_d, 100)};
    for (int i = 0; i < 200'000; ++i) ASSERT_TRUE(tape.add(row));
    Tape index;
    index.contracts.push_back(stock("X"));
    ASSERT_TRUE(tape.finish(std::move(index)));
    EXPECT_EQ(tape.size(), 200'000U);
    EXPECT_EQ(tape.held(), 0U);
}

/// A tape whose rows cannot be read from a certain one on.
class BrokenTape final : public TapeSource {
public:
    BrokenTape(Tape tape, std::size_t good) : tape_{std::move(tape)}, good_{good} {}

    const std::vector<Contract>& listed() const override { return tape_.contracts; }
    ContractDetails details_of(std::uint32_t i) const override { return tape_.details_of(i); }
    bool has_bars() const override { return false; }
    std::size_t size() const override { return tape_.size(); }
    std::optional<TimePoint> begins() const override { return tape_.begins(); }
    std::optional<TimePoint> ends() const override { return tape_.ends(); }
    Result<std::size_t> first_from(TimePoint time) const override { return tape_.first_from(time); }
    Result<> read(std::size_t first, std::span<TapeRow> room) const override
    {
        if (first + room.size() > good_) return Error{Errc::input_output, "the disk is gone"};
        return tape_.read(first, room);
    }
    Result<> read(std::size_t first, std::span<BarRow> room) const override
    {
        return tape_.read(first, room);
    }

private:
    Tape tape_;
    std::size_t good_;
};

TEST_F(StoredTape, one_that_cannot_be_read_any_more_ends_with_the_error)
{
    paper::GeneratorOptions market;
    market.rows_per_day = 1'000;
    paper::Options options;
    options.tape = std::make_shared<const BrokenTape>(generate_tape(market), 600);
    options.tape_start = paper::TapeStart::manual;
    start(options);
    Awaited<void> played, again;
    broker->play(played.token());
    run();
    ASSERT_TRUE(played.ready());
    EXPECT_EQ(played.get().error(), Errc::input_output);
    EXPECT_EQ(statistics().tape_rows, 512U) << "all blocks before the broken one";
    ASSERT_EQ(heard.notices.size(), 1U);
    EXPECT_EQ(heard.notices[0].error.message, "the disk is gone");
    broker->play(again.token());
    run();
    EXPECT_EQ(again.get().error(), Errc::input_output);
    Awaited<bool> stepped;
    broker->step(stepped.token());
    run();
    EXPECT_EQ(stepped.get().error(), Errc::input_output);
}

}  // namespace
}  // namespace trademind::test
