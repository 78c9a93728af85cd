// Rows of a tape, packed: what comes out equals what went in, and few of them stay in memory.
#include "brokers/paper/tape/packed_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace trademind::test {
namespace {

using namespace literals;
using paper::BarRow;
using paper::MarketChange;
using paper::PackedRows;
using paper::TapeRow;

TimePoint second(std::int64_t n)
{
    return TimePoint{std::chrono::seconds{1'767'623'400 + n}};
}

/// Every field now and then, numbers of every size.
class RandomRows {
public:
    explicit RandomRows(std::uint64_t seed) : random_{seed} {}

    TapeRow row(std::int64_t n)
    {
        MarketChange change{second(n)};
        change.bid = number();
        change.bid_size = number();
        change.ask = number();
        change.ask_size = number();
        change.last = number();
        change.last_size = number();
        if (draw(4) == 0) change.halted = draw(2) == 0;
        if (draw(3) == 0) change.aggressor = draw(2) == 0 ? Side::buy : Side::sell;
        change.print = static_cast<paper::PrintKind>(draw(3));
        return {static_cast<std::uint32_t>(draw(1'000'000)), change};
    }
    BarRow bar(std::int64_t n)
    {
        Bar bar;
        bar.time = second(n);
        bar.open = number().value_or(Decimal{});
        bar.high = number().value_or(Decimal{});
        bar.low = number().value_or(Decimal{});
        bar.close = number().value_or(Decimal{});
        bar.volume = number();
        return {static_cast<std::uint32_t>(draw(10)), bar};
    }

private:
    std::uint64_t draw(std::uint64_t below) { return random_() % below; }
    std::optional<Decimal> number()
    {
        auto sign = draw(2) == 0 ? 1 : -1;
        auto digits = static_cast<std::int64_t>(draw(1'000'000'000'000)) * sign;
        switch (draw(5)) {
        case 0: return std::nullopt;
        case 1: return Decimal::from_raw(int128{digits} * 10'000'000'000);     // cents
        case 2: return Decimal::from_raw(int128{digits});                      // all decimals
        case 3: return Decimal{digits};                                        // whole, large
        default: return Decimal::from_raw(int128{digits} * Decimal::one + 1);  // both
        }
    }

    std::mt19937_64 random_;
};

TEST(PackedRows, what_comes_out_equals_what_went_in)
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
        RandomRows random{seed};
        PackedRows packed;
        std::vector<TapeRow> rows;
        for (std::int64_t n = 0; n < 40'000; ++n) {
            rows.push_back(random.row(n));
            ASSERT_TRUE(packed.add(rows.back()));
        }
        ASSERT_TRUE(packed.finish());
        ASSERT_EQ(packed.size(), rows.size());
        std::vector<TapeRow> all(rows.size());
        ASSERT_TRUE(packed.read(0, std::span{all}));
        EXPECT_TRUE(all == rows) << "seed " << seed;
        // over the edge of what is written together
        std::vector<TapeRow> some(300);
        std::size_t at = PackedRows::rows_in_memory - 150;
        ASSERT_TRUE(packed.read(at, std::span{some}));
        EXPECT_TRUE(std::equal(some.begin(), some.end(), rows.begin() + static_cast<long>(at)));
        EXPECT_EQ(packed.time_of(39'999).value(), rows.back().change.time);
    }
}

TEST(PackedRows, bars_as_well)
{
    RandomRows random{7};
    PackedRows packed;
    std::vector<BarRow> bars;
    for (std::int64_t n = 0; n < 20'000; ++n) {
        bars.push_back(random.bar(n));
        ASSERT_TRUE(packed.add(bars.back()));
    }
    ASSERT_TRUE(packed.finish());
    std::vector<BarRow> all(bars.size());
    ASSERT_TRUE(packed.read(0, std::span{all}));
    EXPECT_TRUE(all == bars);
}

TEST(PackedRows, few_rows_need_no_file_and_of_many_none_stays_in_memory)
{
    PackedRows few, many;
    TapeRow row{0, MarketChange{second(0)}.with_bid(10_d, 100)};
    for (std::size_t n = 0; n < PackedRows::rows_in_memory - 1; ++n) ASSERT_TRUE(few.add(row));
    ASSERT_TRUE(few.finish());
    EXPECT_EQ(few.held(), PackedRows::rows_in_memory - 1);
    std::size_t most = 0;
    for (std::size_t n = 0; n < 10 * PackedRows::rows_in_memory; ++n) {
        ASSERT_TRUE(many.add(row));
        most = std::max(most, many.held());
    }
    EXPECT_LT(most, PackedRows::rows_in_memory);
    ASSERT_TRUE(many.finish());
    EXPECT_EQ(many.held(), 0U);
    EXPECT_EQ(many.size(), 10 * PackedRows::rows_in_memory);
}

}  // namespace
}  // namespace trademind::test
