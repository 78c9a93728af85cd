// An order book kept from TWS's row changes, checked, and emptied when TWS says so.
#pragma once

#include <trademind/brokers/ibkr/messages/market_depth.hpp>
#include <trademind/brokers/ibkr/reading_client.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace trademind::ibkr {

/// One level of a side, or one market maker's or exchange's part of it.
class BookRow {
public:
    BookRow() = default;
    bool operator==(const BookRow&) const = default;

    Decimal price, size;
    std::string market_maker;  ///< or exchange; empty in a book of levels (L1 rows)
    bool smart = false;        ///< of the aggregated book
};

/// Both sides, best first. Not thread-safe. Allocates only while it grows and for long names.
class DepthBook {
public:
    /// `rows` as asked for: what falls below them is dropped, as TWS does without a word.
    explicit DepthBook(int rows = 20);

    /// Applies one change. False: it does not fit (a row that is not there, a side or an operation
    /// that does not exist, no price); it is counted and changes nothing.
    bool apply(const DepthRow&);
    /// Everything is to be forgotten: TWS sends the book anew.
    void reset();

    const std::vector<BookRow>& bids() const { return bids_; }
    const std::vector<BookRow>& asks() const { return asks_; }
    std::optional<Decimal> best_bid() const;
    std::optional<Decimal> best_ask() const;
    /// Prices fall from row to row of the bids and rise from row to row of the asks, and the best
    /// bid is below the best ask. False in on_book where TWS sends a move in several pieces; for
    /// longer it says that the book is wrong.
    bool is_sound() const;

    std::uint64_t changes() const { return changes_; }
    std::uint64_t faults() const { return faults_; }  ///< changes that did not fit
    std::uint64_t resets() const { return resets_; }

private:
    bool fault();

    std::size_t rows_;
    std::vector<BookRow> bids_, asks_;
    std::uint64_t changes_ = 0, faults_ = 0, resets_ = 0;
};

/// Where a followed book goes. On the client's strand.
class DepthHandlers {
public:
    /// Once after all changes that arrived together, and after each reset.
    std::function<void(const DepthBook&)> on_book;
    std::function<void(const Error&)> on_end;  ///< no permission, too many books, ...
};

/// Keeps a book until the subscription ends.
///
/// Code 317 empties it; after a reconnect, 1101 or a silence it is empty and filled anew. Code 316
/// (halted: subscribe again) asks again once data had come. A CFD is followed where TWS says that
/// its book is. At most so many books at a time as IBKR allows (three for 100 lines): the next is
/// refused with code 309.
Subscription follow_depth(ReadingClient client, const MarketDepthRequest& request,
                          DepthHandlers handlers);

}  // namespace trademind::ibkr
