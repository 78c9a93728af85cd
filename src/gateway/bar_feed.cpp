// Five seconds at a time.
#include "gateway/bar_feed.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trademind::gateway {

std::optional<BarPrice> parse_bar_price(std::string_view what)
{
    if (what == "TRADES" || what == "ADJUSTED_LAST" || what.empty()) return BarPrice::trades;
    if (what == "MIDPOINT" || what == "BID_ASK") return BarPrice::midpoint;
    if (what == "BID") return BarPrice::bid;
    if (what == "ASK") return BarPrice::ask;
    return std::nullopt;
}

void join(Bar& into, const Bar& next)
{
    into.high = std::max(into.high, next.high);
    into.low = std::min(into.low, next.low);
    into.close = next.close;
    auto before = into.volume;
    if (next.volume) into.volume = into.volume.value_or(Decimal{}) + *next.volume;
    if (next.weighted_average && next.volume && next.volume->sign() > 0) {
        auto value = before && into.weighted_average ? *before * *into.weighted_average : Decimal{};
        into.weighted_average = (value + *next.volume * *next.weighted_average) / *into.volume;
    }
    into.trade_count += next.trade_count;
}

BarFeed::BarFeed(std::shared_ptr<Broker> broker, Contract contract)
    : broker_{std::move(broker)}, contract_{std::move(contract)}
{}

void BarFeed::start()
{
    auto self = weak_from_this();
    quotes_ = broker_->watch(
        contract_,
        [self](const Quote& quote) {
            if (auto feed = self.lock()) feed->take(quote);
        },
        [self](const Error& error) {
            auto feed = self.lock();
            if (!feed) return;
            feed->failed_ = error;
            feed->release();
        });
    wait();
}

Subscription BarFeed::listen(Listener listener)
{
    listeners_.push_back(std::move(listener));
    return Subscription{[self = weak_from_this(), at = std::prev(listeners_.end())] {
        // a listener may end itself while it is called: the place stays until the turn is over
        if (auto feed = self.lock()) *at = nullptr;
    }};
}

void BarFeed::when_priced(std::function<void()> call)
{
    if (quote_.market_price() || quote_.midpoint() || failed_) return call();
    unpriced_.push_back(std::move(call));
    patience_ = broker_->clock()->after(std::chrono::seconds{5}, broker_->get_executor(),
                                        [self = weak_from_this()] {
                                            if (auto feed = self.lock()) feed->release();
                                        });
}

void BarFeed::release()
{
    patience_.reset();
    for (auto& call : std::exchange(unpriced_, {})) call();
}

void BarFeed::take(const Quote& quote)
{
    auto before = std::exchange(quote_, quote);
    if (!began_ && (quote.last || quote.bid || quote.ask))
        began_ = std::chrono::floor<std::chrono::seconds>(broker_->clock()->now());
    if (quote.last && (before.last != quote.last || before.volume != quote.volume ||
                       before.last_time != quote.last_time)) {
        bool counted = before.volume && quote.volume && *quote.volume > *before.volume;
        add(BarPrice::trades, *quote.last,
            counted ? *quote.volume - *before.volume : quote.last_size.value_or(Decimal{}));
    }
    if (auto middle = quote.midpoint()) add(BarPrice::midpoint, *middle, {});
    if (quote.bid) add(BarPrice::bid, *quote.bid, {});
    if (quote.ask) add(BarPrice::ask, *quote.ask, {});
    if (quote_.market_price() || quote_.midpoint()) release();
}

void BarFeed::add(BarPrice kind, Decimal price, std::optional<Decimal> traded)
{
    auto& now = series_[static_cast<std::size_t>(kind)].now;
    Bar one;
    auto time = broker_->clock()->now();
    one.time = time - time.time_since_epoch() % length;
    one.open = one.high = one.low = one.close = price;
    if (traded) {
        one.volume = *traded;
        one.weighted_average = price;
        one.trade_count = 1;
    }
    if (now)
        join(*now, one);
    else
        now = one;
}

void BarFeed::wait()
{
    auto now = broker_->clock()->now();
    auto rest = length - now.time_since_epoch() % length;
    timer_ = broker_->clock()->after(rest, broker_->get_executor(), [self = weak_from_this()] {
        if (auto feed = self.lock()) feed->turn();
    });
}

void BarFeed::turn()
{
    auto end = broker_->clock()->now();
    end -= end.time_since_epoch() % length;
    std::list<std::pair<BarPrice, Bar>> told;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        auto& series = series_[kind];
        auto ended = std::exchange(series.now, std::nullopt);
        // nothing changed: the price stood where it was
        if (!ended && !series.short_bars.empty()) {
            ended.emplace();
            ended->time = end - length;
            ended->open = ended->high = ended->low = ended->close = series.short_bars.back().close;
        }
        if (!ended) continue;
        keep(series, *ended);
        told.emplace_back(static_cast<BarPrice>(kind), *ended);
    }
    for (const auto& [kind, bar] : told)
        for (auto& listener : listeners_)
            if (listener) listener(kind, bar);
    listeners_.remove_if([](const Listener& listener) { return !listener; });
    wait();
}

void BarFeed::keep(Series& series, const Bar& bar)
{
    series.short_bars.push_back(bar);
    if (series.short_bars.size() > most_short) series.short_bars.pop_front();
    auto minute = bar.time - bar.time.time_since_epoch() % std::chrono::minutes{1};
    if (!series.minutes.empty() && series.minutes.back().time == minute)
        return join(series.minutes.back(), bar);
    series.minutes.push_back(bar);
    series.minutes.back().time = minute;
    if (series.minutes.size() > most_minutes) series.minutes.pop_front();
}

std::vector<Bar> BarFeed::bars(BarPrice kind, Duration size, TimePoint from, TimePoint until) const
{
    const auto& series = series_[static_cast<std::size_t>(kind)];
    std::vector<Bar> out;
    auto add_bar = [&](const Bar& bar) {
        auto start = bar.time - bar.time.time_since_epoch() % size;
        if (start < from || bar.time >= until) return;
        if (!out.empty() && out.back().time == start) return join(out.back(), bar);
        out.push_back(bar);
        out.back().time = start;
    };
    bool by_minute = size >= std::chrono::minutes{1};
    for (const auto& bar : by_minute ? series.minutes : series.short_bars) add_bar(bar);
    if (series.now) add_bar(*series.now);
    return out;
}

}  // namespace trademind::gateway
