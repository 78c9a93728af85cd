// Makes a tape of quotes.
#include <trademind/brokers/paper/tape_recorder.hpp>

#include "brokers/paper/tape/tape_writer.hpp"

#include <algorithm>
#include <utility>

namespace trademind::paper {

/// What the rows so far have said of a contract.
struct TapeRecorder::Seen {
    /// One side as a tape has it: a price of -1 without a size is none.
    struct SideCells {
        Decimal price = -1, size = 0;
        bool operator==(const SideCells&) const = default;
    };

    explicit Seen(bool any_sign) : any_sign{any_sign} {}

    static SideCells side_of(const std::optional<Decimal>& price,
                             const std::optional<Decimal>& size, bool any_sign)
    {
        bool exists = price && size && size->sign() > 0 && (any_sign || price->sign() > 0);
        return exists ? SideCells{*price, *size} : SideCells{};
    }

    bool any_sign;
    SideCells bid, ask;
    std::optional<Decimal> last, last_size, volume;
    bool halted = false;

    /// The size of the trade that the quote tells; nothing: it tells none.
    std::optional<Decimal> trade_in(const Quote& quote) const
    {
        if (!quote.last || (!any_sign && quote.last->sign() <= 0)) return std::nullopt;
        bool more = quote.volume && volume && *volume < *quote.volume;
        Decimal size =
            quote.last_size.value_or(more ? *quote.volume - *volume : last_size.value_or(0));
        size = std::max(size, Decimal{});
        // the day's count begins anew with a trade like the one before
        bool anew = quote.volume && volume && *quote.volume < *volume && *quote.volume == size &&
                    size.sign() > 0;
        bool is_new = last != quote.last || last_size != size || more || anew;
        return is_new ? std::optional{size} : std::nullopt;
    }
};

TapeRecorder::TapeRecorder(std::ostream& out, const std::vector<ContractDetails>& contracts)
    : writer_{std::make_unique<TapeWriter>(out, contracts, TapeWriter::Form::quotes,
                                           TapeWriter::Extra{true, false})}
{
    for (const auto& details : contracts)
        seen_.emplace_back(price_may_be_negative(details.contract.type));
}

TapeRecorder::~TapeRecorder() = default;

void TapeRecorder::write(std::uint32_t index, MarketChange change)
{
    last_ = change.time = std::max(last_, change.time);
    writer_->write(index, change);
    ++rows_;
}

void TapeRecorder::take(std::uint32_t index, const Quote& quote)
{
    Seen& seen = seen_.at(index);
    MarketChange change{quote.time};
    auto bid = Seen::side_of(quote.bid, quote.bid_size, seen.any_sign);
    auto ask = Seen::side_of(quote.ask, quote.ask_size, seen.any_sign);
    bool moved = bid != seen.bid || ask != seen.ask;
    auto traded = seen.trade_in(quote);
    if (traded) {
        change.last = seen.last = quote.last;
        change.last_size = seen.last_size = traded;
    }
    if (quote.halted != seen.halted) change.halted = seen.halted = quote.halted;
    // a quote that repeats the one before may be what orders wait for after an opening
    if (moved || (!traded && !change.halted))
        change = std::move(change).with_bid(bid.price, bid.size).with_ask(ask.price, ask.size);
    seen.bid = bid;
    seen.ask = ask;
    seen.volume = quote.volume;
    write(index, std::move(change));
}

void TapeRecorder::lose_quotes(TimePoint at)
{
    constexpr Seen::SideCells none;
    for (std::uint32_t i = 0; i < seen_.size(); ++i) {
        if (seen_[i].bid == none && seen_[i].ask == none) continue;
        seen_[i].bid = seen_[i].ask = none;
        write(i, MarketChange{at}.with_bid(none.price, none.size).with_ask(none.price, none.size));
    }
}

}  // namespace trademind::paper
