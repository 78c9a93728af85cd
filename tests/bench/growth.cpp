// What things cost as others grow: a hundred to a million.
//
//     growth_bench [FILE.svg]
//
// Exit status 1 where something costs more than its limit at the largest size, in times of what it
// costs at the smallest. Judged within one run: another machine gives other times, not others
// ratios.
#include "bench/growth.hpp"

#include "base/log.hpp"
#include "brokers/paper/engine/engine.hpp"
#include "execution/journal/journal.hpp"
#include "execution/journal_file/schema.hpp"
#include "execution/risk/chain.hpp"
#include "support/temporary_directory.hpp"

#include <fstream>
#include <iostream>
#include <memory>

namespace trademind::bench {
namespace {

using namespace literals;
using namespace std::chrono_literals;

const risk::Now at{1h, TimePoint{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5}} + 15h};

/// One symbol that is held and quoted, with many working orders.
class Book {
public:
    Book() : state_{config()}
    {
        state_.connected = state_.reconciled = true;
        Account account{"DU1"};
        account.portfolio_value = account.buying_power = account.cash_balance = 1000000000000_d;
        account.day_trades_remaining = 3;
        state_.account.update(account, "USD", at.uptime, at.time);
        instrument_ = &state_.book.add(stock("AAPL"));
        instrument_->details = ContractDetails{instrument_->contract};
        instrument_->details->minimum_tick = 0.01_d;
        instrument_->hours = hours_of(instrument_->contract, &*instrument_->details);
        state_.book.set_position(*instrument_, 100_d, 100_d, at.uptime);
        quote(0);
    }
    TrackedOrder& add(std::size_t n, const std::string& group = {})
    {
        TrackedOrder order;
        order.client_order_id = "o" + std::to_string(n);
        order.id = OrderId{static_cast<std::int64_t>(n) + 1};
        order.instrument = instrument_;
        order.request = buy(instrument_->contract, 1_d).limit(99_d);
        order.request.oca_group = group;
        order.request.oca_type = OcaType::cancel_with_block;
        order.unit_value = 99_d;
        order.opening = 1_d;
        return state_.add_order(std::move(order));
    }
    void add_and_end(std::size_t n) { state_.forget(add(n)); }
    void quote(int n)
    {
        Quote quote{instrument_->contract};
        quote.bid = 100_d + Decimal{n % 3} / 100_d;
        quote.ask = *quote.bid + 0.02_d;
        state_.book.set_quote(*instrument_, quote, at.uptime);
    }
    bool judge(const OrderRequest& order)
    {
        risk::Case c{state_, order, state_.book.find(order.contract), nullptr, at};
        return risk::judge(c).ok();
    }

private:
    static Config config()
    {
        constexpr int all = 10'000'000;
        Config c;
        auto& r = c.risk;
        r.max_orders_per_second = 1'000'000;
        r.order_burst = 100;
        r.max_open_orders = r.max_open_orders_per_symbol = all;
        r.max_concentration = 1000000_d;
        r.max_gross_value = r.max_net_value = MoneyLimit::of_equity(1000000_d);
        r.max_position_value = r.max_position_size = 1000000000000_d;
        r.stop_distance = 0.5_d;
        r.max_orders_per_minute.reset();
        r.max_orders_per_day.reset();
        return c;
    }

    risk::State state_;
    risk::Instrument* instrument_;
};

void measure_book(std::vector<Curve>& curves)
{
    Curve quotes{"a quote of a held symbol", "working orders", 3, {}};
    Curve events{"an order begins to work, and ends", "working orders", 3, {}};
    Curve chain{"all risk checks, order of the other side", "working orders", 3, {}};
    Curve pairs{"an order begins to work, and ends", "OCA groups", 3, {}};
    for (std::size_t size : {100U, 1'000U, 10'000U, 100'000U}) {
        Book book, groups;
        for (std::size_t n = 0; n < size; ++n) {
            book.add(n);
            groups.add(2 * n, "g" + std::to_string(n));
            groups.add(2 * n + 1, "g" + std::to_string(n));
        }
        auto other_side = sell(stock("AAPL"), 5_d).limit(101_d);
        bool passed = true;
        quotes.points.emplace_back(size, median_ns(51, 200, [&](int n) { book.quote(n); }));
        events.points.emplace_back(size, median_ns(51, 200, [&](int n) {
                                       book.add_and_end(1'000'000 + static_cast<std::size_t>(n));
                                   }));
        chain.points.emplace_back(
            size, median_ns(51, 200, [&](int) { passed &= book.judge(other_side); }));
        pairs.points.emplace_back(size, median_ns(51, 200, [&](int n) {
                                      groups.add_and_end(1'000'000 + static_cast<std::size_t>(n));
                                  }));
        if (!passed) std::cerr << "an order was refused\n";
    }
    for (auto* curve : {&quotes, &events, &chain, &pairs}) curves.push_back(std::move(*curve));
}

/// A journal of orders that ended long ago, each with its intent and its end.
void fill_journal(const JournalConfig& config, std::size_t orders)
{
    {
        auto made = journal::Journal::open(config).value();
    }
    auto database = Database::open(config.file, journal::schema()).value();
    std::int64_t sequence = 0, digest = 0;
    auto add = [&](const char* kind, const std::string& id, std::int64_t number, TimePoint time) {
        JournalEvent event{++sequence, time, kind, id, number, "BUY 10 AAPL LMT 99.5 DAY"};
        digest = journal::digest_of(digest, event);
        return database.run("INSERT INTO events VALUES(?, ?, ?, ?, ?, ?, ?)",
                            {event.sequence, time.time_since_epoch().count(), event.kind, id,
                             number, event.detail, digest});
    };
    database
        .transaction([&]() -> Result<> {
            for (std::size_t n = 0; n < orders; ++n) {
                auto time = at.time - 24h * 300 + Duration{24h * 290 / orders} * n;
                auto number = static_cast<std::int64_t>(n) + 1;
                auto id = "tm-1a229636779-" + std::to_string(n);
                auto written = database.run(
                    "INSERT INTO orders VALUES(?, 'done', 'terms', ?, ?, ?, 'filled', '10', '0', "
                    "'99.5', NULL)",
                    {id, time.time_since_epoch().count(), number, number});
                if (!written || !add("intent", id, 0, time) || !add("order", id, number, time))
                    return Error{Errc::input_output, "not written"};
            }
            return {};
        })
        .value();
}

void measure_journal(std::vector<Curve>& curves)
{
    Curve start{"a start reads the journal", "orders ever", 30, {}};
    Curve look_up{"an order of long ago is looked up", "orders ever", 4, {}};
    Curve intent{"an order's intent is written", "orders ever", 4, {}};
    for (std::size_t size : {100U, 1'000U, 10'000U, 100'000U, 1'000'000U}) {
        test::TemporaryDirectory directory;
        JournalConfig config;
        config.file = directory / "j.db";
        config.survives_power_cut = false;
        fill_journal(config, size);
        start.points.emplace_back(size, median_ns(3, 1, [&](int) {
                                      auto journal = journal::Journal::open(config).value();
                                      if (journal.doubt().value()) std::cerr << "damaged\n";
                                      journal.replay(at.time).value();
                                  }));
        auto journal = journal::Journal::open(config).value();
        look_up.points.emplace_back(
            size, median_ns(31, 50, [&](int n) {
                auto id =
                    "tm-1a229636779-" + std::to_string(static_cast<std::size_t>(n) * 7919 % size);
                if (!journal.find(id).value()) std::cerr << "not found\n";
            }));
        auto order = buy(stock("AAPL"), 10_d).limit(99.5_d);
        intent.points.emplace_back(size, median_ns(31, 50, [&](int n) {
                                       order.client_order_id = "new-" + std::to_string(n);
                                       journal.intend(order, at.time).value();
                                   }));
    }
    for (auto* curve : {&start, &look_up, &intent}) curves.push_back(std::move(*curve));
}

/// The paper market with orders that nothing reaches.
class Market {
public:
    explicit Market(std::size_t resting)
    {
        options_.cash = {{"USD", Decimal{1'000'000'000'000'000}}};
        options_.instruments.emplace_back(stock("AAPL"));
        engine_ = std::make_unique<paper::Engine>(options_);
        engine_->list_all();
        engine_->start(std::chrono::sys_days{std::chrono::year{2026} / 1 / 5});
        quote(0);
        for (std::size_t n = 0; n < resting; ++n) {
            engine_->place(order(static_cast<int>(n)), paper::nobody);
            drain();
        }
    }
    void quote(int n)
    {
        auto move = Decimal{n % 5} / 100_d;
        engine_->change(
            paper::InstrumentId{},
            paper::MarketChange{}.with_bid(100_d + move, 100).with_ask(100.1_d + move, 100));
        drain();
    }
    void place_and_cancel(int n)
    {
        auto id = engine_->store().next_id();
        engine_->place(order(n), paper::nobody);
        engine_->cancel(id, paper::nobody);
        drain();
    }

private:
    static OrderRequest order(int n)
    {
        return buy(stock("AAPL"), 1_d).limit(90_d - Decimal{n % 4'000} / 100_d);
    }
    void drain() { engine_->outbox().take(events_, touched_); }

    paper::Options options_;
    std::unique_ptr<paper::Engine> engine_;
    std::vector<paper::Event> events_;
    std::vector<OrderId> touched_;
};

void measure_market(std::vector<Curve>& curves)
{
    Curve quotes{"a quote of the paper market that fills nothing", "resting orders", 3, {}};
    Curve places{"an order is placed on paper, and cancelled", "resting orders", 3, {}};
    for (std::size_t size : {100U, 1'000U, 10'000U, 100'000U}) {
        Market market{size};
        quotes.points.emplace_back(size, median_ns(51, 200, [&](int n) { market.quote(n); }));
        places.points.emplace_back(size,
                                   median_ns(51, 100, [&](int n) { market.place_and_cancel(n); }));
    }
    for (auto* curve : {&quotes, &places}) curves.push_back(std::move(*curve));
}

int run(const char* picture)
{
    std::vector<Curve> curves;
    for (auto* measure : {measure_book, measure_journal, measure_market}) {
        auto before = curves.size();
        measure(curves);
        for (auto i = before; i < curves.size(); ++i) std::cout << row_of(curves[i]) << std::endl;
    }
    if (picture) std::ofstream{picture} << draw(curves);
    return std::ranges::all_of(curves, &Curve::holds) ? 0 : 1;
}

}  // namespace
}  // namespace trademind::bench

int main(int argc, char** argv)
{
    trademind::log::set_sink([](trademind::log::Level, std::string_view) {});
    return trademind::bench::run(argc > 1 ? argv[1] : nullptr);
}
