// A seeded random market.
#include <trademind/brokers/paper/tape.hpp>

#include "brokers/paper/tape/random_book.hpp"

#include <algorithm>

namespace trademind::paper {
namespace {

using namespace std::chrono;

constexpr auto session_length = hours{6} + minutes{30};

class Generator {
public:
    explicit Generator(const GeneratorOptions& options) : options_{options}, random_{options.seed}
    {
        for (const auto& symbol : options.symbols) {
            tape_.contracts.push_back(stock(symbol));
            books_.push_back(RandomBook::draw(random_));
        }
    }

    Tape make() &&
    {
        TimePoint opening = options_.start;
        for (int day = 0; day < options_.days; ++day) {
            while (is_weekend(opening)) opening += days{1};
            session(opening);
            opening += days{1};
        }
        return std::move(tape_);
    }

private:
    static bool is_weekend(TimePoint time)
    {
        weekday day{floor<days>(time)};
        return day == Saturday || day == Sunday;
    }

    void session(TimePoint opening)
    {
        if (books_.empty()) return;
        for (std::uint32_t i = 0; i < books_.size(); ++i) quote(i, opening);
        if (options_.auction_prints)
            for (std::uint32_t i = 0; i < books_.size(); ++i) print(i, opening, PrintKind::opening);
        // milliseconds: what a person can read in the file
        auto length = static_cast<std::uint64_t>(milliseconds{session_length}.count());
        std::vector<std::uint64_t> moments(options_.rows_per_day);
        for (auto& moment : moments) moment = 1 + random_.below(length - 1);
        std::ranges::sort(moments);
        for (std::uint64_t moment : moments) {
            auto time = opening + milliseconds{moment};
            auto i = static_cast<std::uint32_t>(random_.below(books_.size()));
            if (random_.below(4) == 0)
                print(i, time, PrintKind::regular);
            else
                quote(i, time);
        }
        if (options_.auction_prints)
            for (std::uint32_t i = 0; i < books_.size(); ++i)
                print(i, opening + session_length, PrintKind::closing);
    }

    void quote(std::uint32_t i, TimePoint time)
    {
        RandomBook& book = books_[i];
        // one basis point or so a step
        auto reach = std::max<std::int64_t>(1, book.bid_cents() / 5'000);
        auto step =
            static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(2 * reach + 1))) -
            reach;
        book.move_to(book.bid_cents() + step);
        tape_.rows.emplace_back(i, book.quote(random_, time));
    }

    void print(std::uint32_t i, TimePoint time, PrintKind kind)
    {
        tape_.rows.emplace_back(i, books_[i].print(random_, time, kind));
    }

    const GeneratorOptions& options_;
    Random random_;
    Tape tape_;
    std::vector<RandomBook> books_;
};

}  // namespace

Tape generate_tape(const GeneratorOptions& options)
{
    return Generator{options}.make();
}

}  // namespace trademind::paper
