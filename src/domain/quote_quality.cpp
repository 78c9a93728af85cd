// Counting what is odd about quotes.
#include <trademind/quote_quality.hpp>

namespace trademind {
namespace {

Decimal magnitude(Decimal d)
{
    return d.sign() < 0 ? -d : d;
}

}  // namespace

void QuoteInspector::heard(TimePoint received)
{
    if (heard_ && received - *heard_ > limits_.stale_after) ++quality_.silences;
    heard_ = received;
}

bool QuoteInspector::jumped(std::optional<Decimal> before, std::optional<Decimal> now) const
{
    // From zero everything is infinitely far.
    if (!before || !now || before->is_zero()) return false;
    return magnitude(*now - *before) > magnitude(*before) * limits_.spike;
}

void QuoteInspector::count_zeros(const Quote& now)
{
    auto fell_to_zero = [](const auto& before, const auto& after) {
        return after && after->is_zero() && before != after;
    };
    quality_.zeros += fell_to_zero(bid_, now.bid);
    quality_.zeros += fell_to_zero(ask_, now.ask);
    quality_.zeros += fell_to_zero(last_, now.last);
}

void QuoteInspector::changed(const Quote& now, TimePoint received)
{
    heard(received);
    ++quality_.updates;
    count_zeros(now);
    quality_.spikes += jumped(bid_, now.bid) || jumped(ask_, now.ask) || jumped(last_, now.last);
    if (now.last_time) {
        quality_.out_of_order += market_time_ && *now.last_time < *market_time_;
        market_time_ = now.last_time;
    }
    bid_ = now.bid;
    ask_ = now.ask;
    last_ = now.last;
}

void QuoteInspector::complete(const Quote& now)
{
    bool crossed = now.is_crossed(), locked = !crossed && now.is_locked_or_crossed();
    quality_.crossed += crossed && !was_crossed_;
    quality_.locked += locked && !was_locked_;
    was_crossed_ = crossed;
    was_locked_ = locked;
}

void QuoteInspector::repeated(TimePoint received)
{
    heard(received);
    ++quality_.duplicates;
}

void QuoteInspector::interrupted()
{
    heard_.reset();
    market_time_.reset();
    bid_ = ask_ = last_ = std::nullopt;
    was_crossed_ = was_locked_ = false;
}

bool QuoteInspector::is_stale(TimePoint now) const
{
    return !heard_ || now - *heard_ > limits_.stale_after;
}

}  // namespace trademind
