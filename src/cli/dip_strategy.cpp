// Buys dips and sells the recovery.
#include "cli/dip_strategy.hpp"

#include "base/log.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>

namespace trademind::cli {
namespace {

/// One contract's market as the strategy sees it, and what it has of it.
struct Line {
    Contract contract;
    std::deque<Decimal> mids;
    Decimal sum;
    Decimal held, cost;
    int round_trips = 0;

    bool busy = false;             ///< an order is on its way or works
    std::optional<OrderId> order;  ///< once the broker has told its id
    Decimal counted;               ///< filled part of it that `held` has
    int waited = 0;
    int quiet = 0;  ///< quotes to pass after a refusal
    bool cancelling = false;
    bool has_market = true;  ///< its quotes have not ended
};

class Trader final : public DipStrategy,
                     public BrokerObserver,
                     public std::enable_shared_from_this<Trader> {
public:
    Trader(Broker& broker, DipOptions options, std::function<void()> finished)
        : broker_{broker}, options_{std::move(options)}, finished_{std::move(finished)}
    {
        for (const Contract& contract : options_.contracts) {
            auto& line = lines_.emplace_back();
            line.contract = contract;
        }
    }

    void start()
    {
        events_ = broker_.observe(*this);
        for (std::size_t i = 0; i < lines_.size(); ++i)
            quotes_.push_back(broker_.watch(
                lines_[i].contract, [this, i](const Quote& quote) { on_quote(lines_[i], quote); },
                [this, i](const Error& error) {
                    auto what = lines_[i].contract.describe() + ": " + error.describe();
                    log::warning("no further quotes of {}; it is not traded", what);
                    refusals_.push_back(std::move(what));
                    end_market(lines_[i], error);
                }));
    }

    void stop() override { quotes_.clear(); }

    int unanswered() const override
    {
        return static_cast<int>(std::ranges::count_if(
            lines_, [](const Line& line) { return line.busy && !line.order; }));
    }

    const std::vector<std::string>& refusals() const override { return refusals_; }

    void on_order(const OrderReport& report) override
    {
        bool placing = false;
        for (Line& line : lines_) {
            if (line.order == report.id) return take(line, report);
            placing = placing || (line.busy && !line.order);
        }
        // news of an order may come before the answer that tells us its id
        if (placing) early_[report.id] = report;
    }

private:
    void end_market(Line& line, const Error& why)
    {
        line.has_market = false;
        if (std::ranges::any_of(lines_, &Line::has_market)) return;
        if (auto tell = std::exchange(options_.on_no_market, nullptr)) tell(why);
    }

    void on_quote(Line& line, const Quote& quote)
    {
        if (!quote.bid || !quote.ask || quote.is_locked_or_crossed()) return;
        Decimal mid = *quote.midpoint();
        Decimal average = line.mids.empty()
                              ? mid
                              : line.sum / Decimal{static_cast<std::int64_t>(line.mids.size())};
        bool ready = line.mids.size() >= options_.window;
        line.mids.push_back(mid);
        line.sum += mid;
        if (ready) {
            line.sum -= line.mids.front();
            line.mids.pop_front();
        }

        if (line.busy) return be_patient(line);
        if (line.quiet > 0) return void(--line.quiet);
        if (line.held.sign() > 0) return sell_at(line, *quote.bid);
        if (!ready || line.round_trips >= options_.round_trips) return;
        if (*quote.ask <= average * (Decimal{1} - options_.dip))
            place(line, buy(line.contract, options_.quantity).limit(*quote.ask));
    }

    void sell_at(Line& line, Decimal bid)
    {
        Decimal entry = line.cost / line.held;
        if (bid >= entry * (Decimal{1} + options_.gain))
            place(line, sell(line.contract, line.held).limit(bid));
        else if (bid <= entry * (Decimal{1} - options_.loss))
            place(line, sell(line.contract, line.held));
    }

    void be_patient(Line& line)
    {
        if (!line.order || line.cancelling || ++line.waited < options_.patience) return;
        line.cancelling = true;
        broker_.cancel_order(*line.order, [weak = weak_from_this(), &line](Result<OrderReport> r) {
            // whether it was cancelled or had filled in the meantime: on_order tells
            if (auto self = weak.lock(); self && !r) line.waited = 0, line.cancelling = false;
        });
    }

    void place(Line& line, OrderRequest order)
    {
        line.busy = true;
        line.order.reset();
        line.counted = Decimal{};
        line.waited = 0;
        line.cancelling = false;
        if (!options_.order_prefix.empty())
            order.client_order_id = options_.order_prefix + std::to_string(++placed_);
        std::string words = order.describe();
        broker_.place_order(
            std::move(order), [weak = weak_from_this(), &line, words](Result<OrderReport> placed) {
                auto self = weak.lock();
                if (!self) return;
                if (!placed) {
                    self->refusals_.push_back(words + ": " + placed.error().describe());
                    line.busy = false;
                    line.quiet = self->options_.patience;
                    return;
                }
                line.order = placed->id;
                auto early = self->early_.extract(placed->id);
                self->take(line, *placed);
                if (early) self->take(line, early.mapped());
            });
    }

    /// Counts what has filled since the last report, and frees the line when the order is done.
    void take(Line& line, const OrderReport& report)
    {
        if (!line.busy) return;
        if (Decimal filled = report.filled - line.counted; filled.sign() > 0) {
            Decimal price = report.average_fill_price.value_or(Decimal{});
            if (report.order.side == Side::buy) {
                // the average of the whole order, so its cost replaces what was counted before
                line.held += filled;
                line.cost = report.filled * price;
            } else {
                line.cost -= line.cost / line.held * filled;
                line.held -= filled;
            }
            line.counted = report.filled;
        }
        if (!is_done(report.status)) return;
        line.busy = false;
        if (report.order.side == Side::sell && line.held.is_zero()) {
            line.cost = Decimal{};
            if (++line.round_trips == options_.round_trips)
                log::info("{} round trips of {} are made; it is not traded further",
                          line.round_trips, line.contract.describe());
            tell_when_finished();
        }
    }

    void tell_when_finished()
    {
        for (const Line& line : lines_)
            if (line.round_trips < options_.round_trips) return;
        if (auto finished = std::exchange(finished_, nullptr)) finished();
    }

    Broker& broker_;
    DipOptions options_;
    std::function<void()> finished_;
    std::vector<std::string> refusals_;
    std::map<OrderId, OrderReport> early_;
    std::deque<Line> lines_;  // does not move its elements
    int placed_ = 0;
    Subscription events_;
    std::vector<Subscription> quotes_;
};

}  // namespace

std::shared_ptr<DipStrategy> trade_dips(Broker& broker, DipOptions options,
                                        std::function<void()> finished)
{
    auto trader = std::make_shared<Trader>(broker, std::move(options), std::move(finished));
    trader->start();
    return trader;
}

}  // namespace trademind::cli
