// The state of one instrument's market, and how much of its displayed size our fills have used.
#pragma once

#include <trademind/brokers/paper/tape.hpp>
#include <trademind/market.hpp>

#include <cstdint>
#include <optional>

namespace trademind::paper {

/// One side of the top of the book.
class Level {
public:
    bool exists() const { return exists_; }
    Decimal price() const { return price_; }
    Decimal size() const { return size_; }
    /// Displayed size that no fill of ours has taken since the level was last refreshed.
    Decimal available() const { return size_ - consumed_; }
    void consume(Decimal quantity) { consumed_ += quantity; }
    /// Counts the changes of price or size.
    std::uint64_t revision() const { return revision_; }
    /// The size grew at the same price with the last change.
    bool grew() const { return grew_; }
    /// The price before the last change, if there was one.
    std::optional<Decimal> previous() const { return previous_; }

    /// Nothing is displayed any more.
    void clear();
    /// What is displayed is offered again.
    void renew() { consumed_ = Decimal{}; }
    /// Takes over what a change says; true when price or size differ from before. `any_sign`: a
    /// price at or below zero is one.
    bool update(const std::optional<Decimal>& price, const std::optional<Decimal>& size,
                bool any_sign)
    {
        if (!price && !size) return false;
        has_size_ = has_size_ || size;
        return change(price ? *price : price_, size ? *size : size_, any_sign);
    }

private:
    bool change(Decimal price, Decimal size, bool any_sign);

    Decimal price_, size_, consumed_;
    std::optional<Decimal> previous_;
    std::uint64_t revision_ = 0;
    bool exists_ = false, grew_ = false, has_size_ = false;
};

/// What a change did: which triggers and orders it can concern.
struct Effect {
    bool bid = false, ask = false;  ///< price or size differ
    bool print = false;             ///< a trade took place
    bool halt = false;              ///< halted or resumed
    bool renewed = false;           ///< repeated or changed, after it was too old to fill from
};

class Market {
public:
    /// Prices at or below zero are prices here. Set before the first change.
    void take_any_sign(bool may_be_negative) { any_sign_ = may_be_negative; }
    /// Takes over a change that happens at `time`.
    Effect apply(const MarketChange& change, TimePoint time);
    Effect apply(const MarketChange& change) { return apply(change, change.time); }
    /// Takes over a whole quote: an empty field is empty. A `last` that repeats the one before is
    /// no new print, so that a repeated snapshot triggers nothing.
    Effect apply(const Quote& quote, TimePoint time);

    const Level& bid() const { return bid_; }
    const Level& ask() const { return ask_; }
    /// The side that an order on `side` fills against.
    Level& opposite(Side side) { return side == Side::buy ? ask_ : bid_; }
    const Level& own(Side side) const { return side == Side::buy ? bid_ : ask_; }
    bool crossed() const { return bid_.exists() && ask_.exists() && bid_.price() >= ask_.price(); }
    std::optional<Decimal> midpoint() const;
    std::optional<Decimal> last() const { return print_.price; }
    Decimal last_size() const { return print_.size; }
    /// Before the last print.
    std::optional<Decimal> previous_last() const { return print_.previous; }
    bool last_grew() const { return print_.grew; }
    std::uint64_t prints() const { return print_.count; }
    /// Who started the last print, as reported or inferred from the quote; nothing at the midpoint.
    std::optional<Side> aggressor() const { return print_.aggressor; }
    PrintKind print_kind() const { return print_.kind; }
    bool halted() const { return halted_; }
    TimePoint time() const { return time_; }
    std::optional<Decimal> open() const { return day_.open; }
    std::optional<Decimal> high() const { return day_.high; }
    std::optional<Decimal> low() const { return day_.low; }
    Decimal volume() const { return day_.volume; }
    /// What positions are valued at: see mark_price.
    std::optional<Decimal> mark() const;
    std::optional<Decimal> close() const { return close_.known; }
    /// The regular session has ended: its last trade closes it, until an official print does.
    void end_session()
    {
        close_.coming = day_.open ? print_.price : std::nullopt;
        close_.by_print = false;
    }
    /// The closing print: the first one counts.
    void close_at(Decimal price)
    {
        if (!close_.by_print) close_.coming = price;
        close_.by_print = true;
    }
    /// The day is over: what closed it is the close of the days to come. Evening trades are not.
    void end_day()
    {
        if (close_.coming) close_.known = close_.coming;
    }
    /// Both sides are offered again.
    void renew()
    {
        bid_.renew();
        ask_.renew();
    }
    /// So many new shares stand for so many old ones: what was quoted is gone, past trades are
    /// worth less each.
    void split(Decimal new_shares, Decimal old_shares);
    /// Forgets the day's open, high, low and volume.
    void start_day();

    /// Writes everything but the contract.
    void fill_in(Quote& quote) const;

private:
    void print(Decimal price, Decimal size, std::optional<Side> reported);

    /// The last trade.
    struct Print {
        std::optional<Decimal> price, previous;  ///< before it
        Decimal size;
        std::optional<Side> aggressor;
        PrintKind kind = PrintKind::regular;
        bool grew = false;
        std::uint64_t count = 0;
    };
    struct Day {
        std::optional<Decimal> open, high, low;
        Decimal volume;
    };
    struct Close {
        std::optional<Decimal> known, coming;  ///< of the day before; of this one
        bool by_print = false;                 ///< an official print has set what is coming
    };

    Level bid_, ask_;
    Print print_;
    Day day_;
    Close close_;
    std::optional<Decimal> told_volume_;
    bool halted_ = false, any_sign_ = false;
    TimePoint time_{};
};

}  // namespace trademind::paper
