// Decimal's arithmetic against an independent model: Boost's integers without a limit.
#include <trademind/decimal.hpp>

#include <boost/multiprecision/cpp_int.hpp>

#include <gtest/gtest.h>

#include <random>

using namespace trademind;
using namespace trademind::literals;
using Big = boost::multiprecision::cpp_int;

namespace {

Big to_big(int128 n)
{
    bool negative = n < 0;
    auto magnitude = negative ? -static_cast<uint128>(n) : static_cast<uint128>(n);
    Big big = static_cast<std::uint64_t>(magnitude >> 64);
    big = (big << 64) + static_cast<std::uint64_t>(magnitude);
    return negative ? Big{-big} : big;
}
const Big step{Decimal::one};
const Big limit = to_big(Decimal::max().raw());

/// n / d rounded to an integer, d > 0: the definition of each mode, written another way than
/// Decimal does it.
Big divide(const Big& n, const Big& d, Rounding mode)
{
    Big floor = n / d;
    if (n < 0 && floor * d != n) --floor;
    Big rest = n - floor * d;  // 0 <= rest < d
    if (rest == 0) return floor;
    switch (mode) {
    case Rounding::down: return floor;
    case Rounding::up: return floor + 1;
    case Rounding::toward_zero: return n < 0 ? Big{floor + 1} : floor;
    case Rounding::half_away:
        if (2 * rest == d) return n < 0 ? floor : Big{floor + 1};
        return 2 * rest > d ? Big{floor + 1} : floor;
    case Rounding::half_even:
        if (2 * rest == d) return floor % 2 == 0 ? floor : Big{floor + 1};
        return 2 * rest > d ? Big{floor + 1} : floor;
    }
    throw std::logic_error{"no such mode"};
}

void expect_equal(std::optional<Decimal> got, const Big& expected)
{
    if (abs(expected) > limit) {
        EXPECT_FALSE(got) << "should not fit: " << expected;
    } else {
        ASSERT_TRUE(got) << "should fit: " << expected;
        EXPECT_EQ(to_big(got->raw()), expected);
    }
}

constexpr Rounding modes[] = {Rounding::half_away, Rounding::half_even, Rounding::toward_zero,
                              Rounding::down, Rounding::up};

/// Numbers of every size, dense around the places where something changes.
class Source {
public:
    Decimal next()
    {
        switch (random_() % 6) {
        case 0: return Decimal::from_raw(static_cast<int128>(random_() % 21) - 10);
        case 1: return Decimal{static_cast<std::int64_t>(random_() % 2001) - 1000};
        case 2: return Decimal::max() - Decimal::from_raw(random_() % 5);
        case 3: return Decimal::min() + Decimal::from_raw(random_() % 5);
        default: {
            auto bits = static_cast<uint128>(random_()) << 64 | random_();
            auto magnitude = static_cast<int128>(bits >> (1 + random_() % 127));
            return Decimal::from_raw(random_() % 2 ? magnitude : -magnitude);
        }
        }
    }

private:
    std::mt19937_64 random_{20260105};
};

constexpr int rounds = 20'000;

}  // namespace

TEST(DecimalArithmetic, AddsAndSubtractsExactly)
{
    Source source;
    for (int i = 0; i < rounds; ++i) {
        Decimal a = source.next(), b = source.next();
        expect_equal(checked_add(a, b), to_big(a.raw()) + to_big(b.raw()));
        expect_equal(checked_subtract(a, b), to_big(a.raw()) - to_big(b.raw()));
    }
}

TEST(DecimalArithmetic, MultipliesAndRounds)
{
    Source source;
    for (int i = 0; i < rounds; ++i) {
        Decimal a = source.next(), b = source.next();
        for (auto mode : modes)
            expect_equal(checked_multiply(a, b, mode),
                         divide(to_big(a.raw()) * to_big(b.raw()), step, mode));
    }
}

TEST(DecimalArithmetic, DividesAndRounds)
{
    Source source;
    for (int i = 0; i < rounds; ++i) {
        Decimal a = source.next(), b = source.next();
        for (auto mode : modes) {
            if (b.is_zero()) {
                EXPECT_FALSE(checked_divide(a, b, mode));
                continue;
            }
            Big n = to_big(a.raw()) * step, d = to_big(b.raw());
            if (d < 0) n = -n, d = -d;
            expect_equal(checked_divide(a, b, mode), divide(n, d, mode));
        }
    }
}

TEST(DecimalArithmetic, RoundsToPlacesAndSteps)
{
    Source source;
    std::mt19937_64 random{7};
    for (int i = 0; i < rounds; ++i) {
        Decimal a = source.next();
        int places = static_cast<int>(random() % 13);
        Decimal unit = Decimal::from_raw(static_cast<int128>(random() % 1'000'000'000'000 + 1));
        Big tens = boost::multiprecision::pow(Big{10}, static_cast<unsigned>(12 - places));
        for (auto mode : modes) {
            auto check = [&](auto rounded, const Big& size) {
                Big expected = divide(to_big(a.raw()), size, mode) * size;
                if (abs(expected) > limit)
                    EXPECT_THROW(rounded(), std::overflow_error);
                else
                    EXPECT_EQ(to_big(rounded().raw()), expected);
            };
            check([&] { return a.round(places, mode); }, tens);
            check([&] { return a.round_to(unit, mode); }, to_big(unit.raw()));
        }
        EXPECT_TRUE(a.round_to(unit, Rounding::toward_zero).is_multiple_of(unit));
    }
}

TEST(DecimalArithmetic, ReadsBackWhatItPrints)
{
    Source source;
    for (int i = 0; i < rounds; ++i) {
        Decimal a = source.next();
        EXPECT_EQ(Decimal::parse(a.str()), a) << a;
    }
}

TEST(DecimalArithmetic, OrdersLikeTheModel)
{
    Source source;
    for (int i = 0; i < rounds; ++i) {
        Decimal a = source.next(), b = source.next();
        EXPECT_EQ(a < b, to_big(a.raw()) < to_big(b.raw()));
        EXPECT_EQ(a == b, to_big(a.raw()) == to_big(b.raw()));
    }
}

TEST(DecimalArithmetic, RoundsTies)
{
    auto all = [](Decimal d) {
        std::vector<Decimal> rounded;
        for (auto mode : modes) rounded.push_back(d.round(0, mode));
        return rounded;
    };
    // half away, half even, toward zero, down, up
    EXPECT_EQ(all(2.5_d), (std::vector{3_d, 2_d, 2_d, 2_d, 3_d}));
    EXPECT_EQ(all(3.5_d), (std::vector{4_d, 4_d, 3_d, 3_d, 4_d}));
    EXPECT_EQ(all(-2.5_d), (std::vector{-3_d, -2_d, -2_d, -3_d, -2_d}));
    EXPECT_EQ(all(-0.4_d), (std::vector{0_d, 0_d, 0_d, -1_d, 0_d}));
    EXPECT_EQ(all(7_d), std::vector(5, 7_d));
}

TEST(DecimalArithmetic, NeverWraps)
{
    EXPECT_THROW(Decimal::max() + Decimal::from_raw(1), std::overflow_error);
    EXPECT_THROW(Decimal::min() - Decimal::from_raw(1), std::overflow_error);
    EXPECT_THROW(Decimal::max() * 2_d, std::overflow_error);
    EXPECT_THROW(Decimal::max() / 0.5_d, std::overflow_error);
    EXPECT_THROW(1_d / 0_d, std::domain_error);
    EXPECT_EQ(-Decimal::max(), Decimal::min()) << "the range is symmetric: negation is safe";
    EXPECT_THROW((1_d).round_to(0_d), std::domain_error);
    EXPECT_THROW((1_d).round_to(-1_d), std::domain_error);
    Decimal sum = Decimal::max();
    EXPECT_THROW(sum += 1_d, std::overflow_error);
    EXPECT_EQ(sum, Decimal::max()) << "a failed sum changes nothing";
}

TEST(DecimalArithmetic, RefusesPlacesOutsideItsDigits)
{
    EXPECT_THROW((1.5_d).round(13), std::domain_error);
    EXPECT_THROW((1.5_d).round(-1), std::domain_error);
    EXPECT_THROW(static_cast<void>((1.5_d).is_multiple_of(0_d)), std::domain_error);
    EXPECT_THROW(static_cast<void>((1.5_d).is_multiple_of(-1_d)), std::domain_error);
}

TEST(DecimalArithmetic, KeepsMoneyExactOverAMillionSums)
{
    Decimal sum;
    for (int i = 0; i < 1'000'000; ++i) sum += 0.01_d;
    EXPECT_EQ(sum, 10'000_d);
}
