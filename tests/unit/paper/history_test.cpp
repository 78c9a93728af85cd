// Bars that the paper broker makes of its tape: TWS's sizes and durations, what they are made of,
// regular hours, and never anything of the future.
#include "brokers/paper/market/bars.hpp"
#include "unit/paper/paper_fixture.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using paper::MarketChange;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A day of X: quotes and prints before, in and after regular hours.
class PaperHistory : public PaperTest {
protected:
    struct Moment {
        const char* time;
        MarketChange change;
    };
    void begin(const std::vector<Moment>& moments, bool exchange = true)
    {
        paper::Tape tape;
        tape.contracts = {stock("X")};
        for (const auto& [time, change] : moments) {
            MarketChange timed = change;
            timed.time = parse_time(time).value();
            tape.rows.emplace_back(0, timed);
        }
        paper::Options options;
        if (exchange) options.calendar = us_equities_calendar();
        options.tape = std::make_shared<const paper::Tape>(std::move(tape));
        options.tape_start = paper::TapeStart::manual;
        start(std::move(options));
    }
    void play(int rows)
    {
        for (int i = 0; i < rows; ++i) (void)ask<bool>([&](auto token) { broker->step(token); });
    }
    Result<std::vector<Bar>> history(HistoryRequest request)
    {
        Awaited<std::vector<Bar>> answer;
        broker->get_historical_data(std::move(request), answer.token());
        run();
        return answer.get();
    }
    /// "14:30 10/11/9/10 v300 n3" for each bar.
    std::vector<std::string> bars(HistoryRequest request)
    {
        std::vector<std::string> all;
        auto answer = history(std::move(request));
        if (!answer) return {answer.error().describe()};
        for (const Bar& b : *answer) {
            std::string line = format_time(b.time).substr(5, 11) + ' ' + b.open.str() + '/' +
                               b.high.str() + '/' + b.low.str() + '/' + b.close.str();
            if (b.volume) line += " v" + b.volume->str() + " n" + std::to_string(b.trade_count);
            all.push_back(line);
        }
        return all;
    }
    static HistoryRequest of_x() { return HistoryRequest{stock("X")}; }
    static MarketChange trade(Decimal price, Decimal size = 100,
                              paper::PrintKind kind = paper::PrintKind::regular)
    {
        return MarketChange{}.with_print(price, size, kind);
    }
    static MarketChange quoted(Decimal bid, Decimal ask)
    {
        return MarketChange{}.with_bid(bid, 100).with_ask(ask, 100);
    }
};

class OneDay : public PaperHistory {
protected:
    void SetUp() override
    {
        begin({
            {"2026-01-05T13:00:00Z", trade(8_d)},  // before the opening
            {"2026-01-05T14:30:00Z", trade(10_d, 1'000, paper::PrintKind::opening)},
            {"2026-01-05T14:30:30Z", trade(11_d, 200)},
            {"2026-01-05T14:30:59.999Z", trade(9_d, 300)},
            {"2026-01-05T14:31:00Z", trade(9.50_d, 50)},
            {"2026-01-05T15:45:00Z", trade(10.50_d, 10)},
            {"2026-01-05T20:59:59Z", trade(12_d, 20)},
            {"2026-01-05T21:00:10Z", trade(12.25_d, 5'000, paper::PrintKind::closing)},
            {"2026-01-05T22:00:00Z", trade(13_d)},  // the evening
            {"2026-01-06T14:30:00Z", trade(12.50_d)},
            {"2026-01-06T14:31:00Z", trade(12.60_d)},
        });
        play(11);
    }
};

TEST_F(OneDay, in_minutes)
{
    auto all = bars(of_x().until(parse_time("2026-01-05T20:00:00Z").value()));
    EXPECT_THAT(all,
                ElementsAre("01-05T14:30 10/11/9/9 v1500 n3", "01-05T14:31 9.5/9.5/9.5/9.5 v50 n1",
                            "01-05T15:45 10.5/10.5/10.5/10.5 v10 n1"));
}

TEST_F(OneDay, in_days_ends_with_the_closing_print_and_knows_no_evening)
{
    EXPECT_THAT(bars(of_x().in_bars_of("1 day").over("5 D")),
                ElementsAre("01-05T00:00 10/12.25/9/12.25 v6580 n7",
                            "01-06T00:00 12.5/12.5/12.5/12.5 v100 n1"));
}

TEST_F(OneDay, in_all_hours_begins_before_the_opening)
{
    EXPECT_THAT(
        bars(of_x().in_bars_of("1 day").over("5 D").all_hours()),
        ElementsAre("01-05T00:00 8/13/8/13 v6780 n9", "01-06T00:00 12.5/12.5/12.5/12.5 v100 n1"));
    EXPECT_THAT(bars(of_x().in_bars_of("1 hour").all_hours().until(
                    parse_time("2026-01-05T14:00:00Z").value())),
                ElementsAre("01-05T13:00 8/8/8/8 v100 n1"));
}

TEST_F(OneDay, in_hours_has_no_bar_where_nothing_traded)
{
    EXPECT_THAT(
        bars(of_x().in_bars_of("1 hour").over("1 D").until(
            parse_time("2026-01-05T23:00:00Z").value())),
        ElementsAre("01-05T14:00 10/11/9/9.5 v1550 n4", "01-05T15:00 10.5/10.5/10.5/10.5 v10 n1",
                    "01-05T20:00 12/12.25/12/12.25 v5020 n2"));
}

TEST_F(OneDay, weeks_begin_on_monday_and_months_on_their_first_day)
{
    EXPECT_THAT(bars(of_x().in_bars_of("1 week").over("2 W")),
                ElementsAre("01-05T00:00 10/12.5/9/12.5 v6680 n8"));
    EXPECT_THAT(bars(of_x().in_bars_of("1 month").over("1 M")),
                ElementsAre("01-01T00:00 10/12.5/9/12.5 v6680 n8"));
}

TEST_F(OneDay, weighted_average_is_value_by_volume)
{
    auto answer = history(of_x().until(parse_time("2026-01-05T14:31:00Z").value()));
    ASSERT_TRUE(answer);
    // (1000 x 10 + 200 x 11 + 300 x 9) / 1500
    EXPECT_EQ(answer->at(0).weighted_average, Decimal{14'900} / 1'500_d);
}

TEST_F(OneDay, a_duration_cuts_off_what_is_before_it)
{
    EXPECT_THAT(bars(of_x().over("60 S").until(parse_time("2026-01-05T14:31:30Z").value())),
                ElementsAre("01-05T14:31 9.5/9.5/9.5/9.5 v50 n1"));
    EXPECT_THAT(bars(of_x().over("10 S").until(parse_time("2026-01-05T16:00:00Z").value())),
                IsEmpty());
}

TEST_F(PaperHistory, knows_nothing_of_what_has_not_been_played)
{
    begin({
        {"2026-01-05T14:30:00Z", trade(10_d)},
        {"2026-01-05T14:30:10Z", trade(11_d)},
        {"2026-01-05T14:30:20Z", trade(12_d)},
        {"2026-01-05T14:31:00Z", trade(13_d)},
    });
    EXPECT_THAT(bars(of_x()), IsEmpty());
    play(2);
    EXPECT_THAT(bars(of_x()), ElementsAre("01-05T14:30 10/10/10/10 v100 n1"));
    EXPECT_THAT(bars(of_x().until(clock->now() + 24h)),
                ElementsAre("01-05T14:30 10/10/10/10 v100 n1"))
        << "an end in the future is now";
    play(2);
    EXPECT_THAT(bars(of_x()), ElementsAre("01-05T14:30 10/12/10/12 v300 n3"));
}

TEST_F(PaperHistory, of_quotes)
{
    begin(
        {
            {"2026-01-05T14:30:00Z", quoted(10_d, 10.10_d)},
            {"2026-01-05T14:30:10Z", quoted(10.20_d, 10.40_d)},
            {"2026-01-05T14:30:20Z", MarketChange{}.with_ask(10.30_d, 100)},
            {"2026-01-05T14:30:30Z", trade(99_d)},  // no news of a quote
            {"2026-01-05T14:30:40Z", MarketChange{}.with_bid(-1, 0)},
            {"2026-01-05T14:32:00Z", trade(10_d)},
        },
        false);
    play(6);
    EXPECT_THAT(bars(of_x().showing("BID")), ElementsAre("01-05T14:30 10/10.2/10/10.2"));
    EXPECT_THAT(bars(of_x().showing("ASK")), ElementsAre("01-05T14:30 10.1/10.4/10.1/10.3"));
    EXPECT_THAT(bars(of_x().showing("MIDPOINT")),
                ElementsAre("01-05T14:30 10.05/10.3/10.05/10.25"));
    EXPECT_THAT(bars(of_x().showing("TRADES")), ElementsAre("01-05T14:30 99/99/99/99 v100 n1"));
}

TEST_F(PaperHistory, that_cannot_be_made_names_what_is_wrong)
{
    begin({{"2026-01-05T14:30:00Z", trade(10_d)}});
    struct Row {
        HistoryRequest request;
        Errc code;
        const char* words;
    };
    for (const auto& [request, code, words] :
         {Row{of_x().in_bars_of("7 mins"), Errc::invalid_argument, "bar size '7 mins'"},
          Row{of_x().over("1 century"), Errc::invalid_argument, "duration '1 century'"},
          Row{of_x().showing("FEE_RATE"), Errc::not_supported, "history of FEE_RATE"},
          Row{of_x().showing("trades"), Errc::not_supported, "history of trades"},
          Row{HistoryRequest{stock("Y")}, Errc::unknown_contract, "Y"}}) {
        auto answer = history(request);
        ASSERT_FALSE(answer) << words;
        EXPECT_EQ(answer.error(), code);
        EXPECT_THAT(answer.error().message, HasSubstr(words));
    }
}

/// Counts the rows that are read of it.
class CountedTape final : public paper::TapeSource {
public:
    explicit CountedTape(paper::Tape tape) : tape_{std::move(tape)} {}

    const std::vector<Contract>& listed() const override { return tape_.contracts; }
    ContractDetails details_of(std::uint32_t i) const override { return tape_.details_of(i); }
    bool has_bars() const override { return tape_.has_bars(); }
    std::size_t size() const override { return tape_.size(); }
    std::optional<TimePoint> begins() const override { return tape_.begins(); }
    std::optional<TimePoint> ends() const override { return tape_.ends(); }
    Result<std::size_t> first_from(TimePoint time) const override { return tape_.first_from(time); }
    Result<> read(std::size_t first, std::span<paper::TapeRow> room) const override
    {
        rows += room.size();
        return tape_.read(first, room);
    }
    Result<> read(std::size_t first, std::span<paper::BarRow> room) const override
    {
        rows += room.size();
        return tape_.read(first, room);
    }
    mutable std::size_t rows = 0;

private:
    paper::Tape tape_;
};

class HistoryWindow : public testing::Test {
protected:
    static CountedTape a_day_of(std::size_t rows)
    {
        paper::GeneratorOptions market;
        market.symbols = {"X", "Y", "Z"};
        market.rows_per_day = rows;
        return CountedTape{generate_tape(market)};
    }
    static std::vector<Bar> bars(const CountedTape& tape, HistoryRequest request)
    {
        MarketHours hours{us_equities_calendar()};
        return make_bars(tape, request, *tape.ends() + 1h, hours).value();
    }
};

TEST_F(HistoryWindow, a_shorter_span_brings_the_same_bars)
{
    auto tape = a_day_of(6'000);
    for (const char* what : {"TRADES", "MIDPOINT", "BID", "ASK"})
        for (const char* size : {"30 secs", "5 mins", "1 hour"})
            for (Duration after : {Duration{37min}, Duration{2h}, Duration{5h}}) {
                auto end = *tape.begins() + after;
                auto request = HistoryRequest{stock("X")}.showing(what).in_bars_of(size).until(end);
                auto all = bars(tape, HistoryRequest{request}.over("2 D"));
                auto few = bars(tape, HistoryRequest{request}.over("1800 S"));
                std::erase_if(all, [&](const Bar& bar) { return bar.time < end - 30min; });
                EXPECT_EQ(few, all) << what << ' ' << size;
            }
}

TEST_F(HistoryWindow, costs_what_lies_in_it)
{
    auto tape = a_day_of(60'000);
    auto end = *tape.begins() + 5h;
    auto first = tape.first_from(end - 60s).value(), behind = tape.first_from(end).value();
    for (const char* what : {"TRADES", "MIDPOINT", "BID", "ASK"}) {
        tape.rows = 0;
        auto found = bars(tape, HistoryRequest{stock("X")}.showing(what).until(end).over("60 S"));
        EXPECT_FALSE(found.empty());
        EXPECT_LE(tape.rows, behind - first + 3 * 256) << what;
    }
}

}  // namespace
}  // namespace trademind::test
