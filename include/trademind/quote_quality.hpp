// How good a stream of quotes is: its oddities, counted, and how old what it says is.
#pragma once

#include <trademind/market.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace trademind {

/// What was odd about the quotes of one contract, counted since its line was opened.
class QuoteQuality {
public:
    QuoteQuality() = default;
    bool operator==(const QuoteQuality&) const = default;

    std::uint64_t updates = 0;       ///< changes of the quote
    std::uint64_t duplicates = 0;    ///< messages that told what was known already
    std::uint64_t crossed = 0;       ///< times that a whole quote had its bid above the ask
    std::uint64_t locked = 0;        ///< times that a whole quote had its bid at the ask
    std::uint64_t zeros = 0;         ///< prices of zero; real for spreads, a fault elsewhere
    std::uint64_t out_of_order = 0;  ///< the market's own time went backwards
    std::uint64_t spikes = 0;        ///< a price jumped by more than QuoteLimits::spike at once
    std::uint64_t silences = 0;      ///< nothing came for longer than QuoteLimits::stale_after
};

/// What counts as odd.
class QuoteLimits {
public:
    QuoteLimits() = default;
    bool operator==(const QuoteLimits&) const = default;

    Duration stale_after = std::chrono::seconds{30};       ///< without a message
    Decimal spike = Decimal::from_raw(Decimal::one / 10);  ///< part of the price before; > 0
};

/// Counts the oddities of one stream. Not thread-safe; allocates nothing.
class QuoteInspector {
public:
    explicit QuoteInspector(QuoteLimits limits = {}) : limits_{limits} {}

    /// A message changed the quote into `now`, which may be a part of an update.
    void changed(const Quote& now, TimePoint received);
    /// All messages that arrived together have been applied: counts crossed and locked.
    void complete(const Quote& now);
    /// A message changed nothing.
    void repeated(TimePoint received);
    /// A price of zero came that counts as none.
    void ignored_zero() { ++quality_.zeros; }
    /// The stream broke: what comes next is not compared with what was before.
    void interrupted();

    const QuoteQuality& quality() const { return quality_; }
    /// Nothing has come for longer than the limit, or nothing at all.
    bool is_stale(TimePoint now) const;
    /// Of the last message.
    std::optional<TimePoint> heard() const { return heard_; }

private:
    void heard(TimePoint received);
    bool jumped(std::optional<Decimal> before, std::optional<Decimal> now) const;
    void count_zeros(const Quote& now);

    QuoteLimits limits_;
    QuoteQuality quality_;
    std::optional<TimePoint> heard_, market_time_;
    std::optional<Decimal> bid_, ask_, last_;
    bool was_crossed_ = false, was_locked_ = false;
};

/// A quote with what is known of its stream.
class QuoteStatus {
public:
    QuoteStatus() = default;
    bool operator==(const QuoteStatus&) const = default;

    Quote quote;                ///< its `type` is the kind that is really delivered
    Duration age{};             ///< since the last change; zero where nothing has come yet
    bool stale = true;          ///< no message for longer than the limit: do not trade on it
    bool fell_back = false;     ///< delayed, because live quotes are not permitted
    std::size_t listeners = 0;  ///< watchers; subscribe() counts as one
    QuoteQuality quality;
};

}  // namespace trademind
