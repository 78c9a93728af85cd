// Holds executions against the quotes of a tape.
#include "soak/tape_audit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace trademind::soak {
namespace {

/// As the tape says "there is none".
std::optional<Decimal> level(const std::optional<Decimal>& price)
{
    return price && price->sign() > 0 ? price : std::nullopt;
}

}  // namespace

TapeAudit::TapeAudit(const paper::Tape& tape)
{
    for (const paper::TapeRow& row : tape.rows) {
        const paper::MarketChange& change = row.change;
        if (!change.bid && !change.ask && !change.bid_size && !change.ask_size) continue;
        auto& all = symbols_[tape.contracts[row.contract].describe()];
        Standing now = all.empty() ? Standing{} : all.back();
        now.time = change.time;
        now.bought = now.sold = Decimal{};
        if (change.bid) now.bid = change.bid;
        if (change.bid_size) now.bid_size = change.bid_size;
        if (change.ask) now.ask = change.ask;
        if (change.ask_size) now.ask_size = change.ask_size;
        all.push_back(now);
    }
}

std::pair<std::size_t, std::size_t> TapeAudit::quotes_at(const std::vector<Standing>& all,
                                                         TimePoint time) const
{
    auto behind = std::ranges::upper_bound(all, time, {}, &Standing::time);
    if (behind == all.begin()) return {0, 0};
    auto first =
        std::ranges::lower_bound(all.begin(), behind, std::prev(behind)->time, {}, &Standing::time);
    return {static_cast<std::size_t>(first - all.begin()),
            static_cast<std::size_t>(behind - all.begin())};
}

bool TapeAudit::is_inside(const Execution& execution) const
{
    auto known = symbols_.find(execution.contract.describe());
    if (known == symbols_.end()) return false;
    auto [first, last] = quotes_at(known->second, execution.time);
    if (first == last) return false;
    std::optional<Decimal> low, high;
    for (std::size_t i = first == 0 ? 0 : first - 1; i < last; ++i) {
        const Standing& quote = known->second[i];
        for (const auto& price : {level(quote.bid), level(quote.ask)}) {
            if (!price) continue;
            low = low ? std::min(*low, *price) : *price;
            high = high ? std::max(*high, *price) : *price;
        }
    }
    return low && execution.price >= *low && execution.price <= *high;
}

bool TapeAudit::is_no_better(const Execution& execution) const
{
    auto known = symbols_.find(execution.contract.describe());
    if (known == symbols_.end()) return false;
    auto [first, last] = quotes_at(known->second, execution.time);
    if (first == last) return false;
    const Standing& quote = known->second[last - 1];
    bool buys = execution.side == Side::buy;
    auto opposite = level(buys ? quote.ask : quote.bid);
    return opposite && (buys ? execution.price >= *opposite : execution.price <= *opposite);
}

void TapeAudit::count(const Execution& execution)
{
    auto known = symbols_.find(execution.contract.describe());
    if (known == symbols_.end()) return;
    auto [first, last] = quotes_at(known->second, execution.time);
    if (first == last) return;
    Standing& quote = known->second[last - 1];
    (execution.side == Side::buy ? quote.bought : quote.sold) += execution.quantity;
}

std::vector<std::string> TapeAudit::overfilled() const
{
    std::vector<std::string> found;
    for (const auto& [symbol, all] : symbols_) {
        for (std::size_t i = 0; i < all.size();) {
            // quotes of one moment are one: which of them an execution met is unknown
            Decimal bought, sold, asked, bid;
            TimePoint time = all[i].time;
            for (; i < all.size() && all[i].time == time; ++i) {
                bought += all[i].bought;
                sold += all[i].sold;
                asked += all[i].ask_size.value_or(Decimal{});
                bid += all[i].bid_size.value_or(Decimal{});
            }
            if (bought <= asked && sold <= bid) continue;
            found.push_back(fmt::format("{} {}: bought {} of {}, sold {} of {}", symbol,
                                        format_time(time), bought.str(), asked.str(), sold.str(),
                                        bid.str()));
        }
    }
    return found;
}

}  // namespace trademind::soak
