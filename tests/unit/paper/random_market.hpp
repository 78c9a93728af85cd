// An engine under random markets and random orders of all kinds, watched at every step.
#pragma once

#include "base/random.hpp"
#include "brokers/paper/engine/engine.hpp"
#include "brokers/paper/store/account_file.hpp"
#include "support/manual_clock.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace trademind::test {

/// Those that some step or check treats in a way of its own.
namespace instruments {
inline constexpr paper::InstrumentId euro_stock = 2, future = 3, pair = 5, sliced = 6, coin = 7;
}

/// Two US stocks, a stock in euros, a future, an option, a currency pair, a stock in thousandths
/// and a coin; one trading day.
///
/// Every step does one thing and then checks what must hold. Failures are GoogleTest's.
class RandomMarket {
public:
    struct Settings {
        std::uint64_t seed = 1;
        std::shared_ptr<const paper::FeeModel> fees;  ///< nothing: IBKR Pro, fixed
        std::shared_ptr<const paper::MarginModel> margin;
        paper::ChildActivation children = paper::ChildActivation::with_each_fill;
        paper::MarketRemainder remainder = paper::MarketRemainder::wait;
        paper::LatencySettings latency;
        /// Where the account is kept; empty: nowhere, and restart() must not be called.
        std::filesystem::path file;
    };
    explicit RandomMarket(const Settings& settings);

    ~RandomMarket();

    void step();
    /// The program ends, and another goes on from the file. Every quote is told anew.
    void restart();
    /// Everything that was told, in words.
    const std::string& log() const { return log_; }
    std::size_t executions() const { return engine_->executions().size(); }
    std::size_t placed() const { return placed_; }
    /// How many orders of each type have filled at least in part.
    std::map<OrderType, int> filled_types();

    // What must hold at any time.
    void check_reservations();
    void check_reserved_margin();
    void check_cash();
    void check_value();
    void check_families();

private:
    struct Line {
        int middle = 0;  ///< in ticks
        Decimal tick;
        std::optional<Decimal> bid, bid_size, ask, ask_size;
        Decimal bought, sold;  ///< since the ask or the bid was new
        std::optional<Decimal> print_size;
    };
    Line& line(paper::InstrumentId id) { return lines_[id]; }
    paper::InstrumentId any_instrument();

    void move_quote();
    void print();
    void place_any();
    void place_bracket();
    void place_group();
    void modify_any();
    void cancel_any();
    OrderRequest any_order(paper::InstrumentId id);
    void place(OrderRequest order);
    std::optional<OrderId> any_live();
    Decimal price(paper::InstrumentId id, int away);

    /// Reads what the engine told; checks each execution against the market of its moment.
    void listen();
    void begin();
    void tell_quote(paper::InstrumentId id);
    void check_execution(const Execution& execution);

    paper::Options options_;
    std::filesystem::path path_;
    std::unique_ptr<paper::Engine> engine_;
    std::optional<paper::AccountFile> file_;
    Random random_;
    std::vector<Line> lines_;
    TimePoint now_ = ManualClock::start();
    std::vector<paper::Event> events_;
    std::vector<OrderId> touched_;
    std::string log_;
    std::size_t placed_ = 0;
    int groups_ = 0;
    std::set<OrderId> in_families_;  ///< not to be modified: their sums are checked
    std::map<OrderId, Decimal> first_quantity_;
    std::map<std::string, std::vector<OrderId>> groups_of_;
    std::vector<OrderId> parents_;
    std::map<std::string, Decimal> flows_;  ///< cash by currency, from the executions told
    std::map<std::string, Decimal> deposits_;
};

}  // namespace trademind::test
