// When a history request may be sent.
#include "brokers/ibkr/client/history_gate.hpp"

#include <algorithm>

namespace trademind::ibkr {
namespace {

using namespace std::chrono_literals;
constexpr Duration same_request = 15s, same_series = 2s, total = 10min;
/// While all slots are taken, an answer frees one: asked again after this.
constexpr Duration retry = 100ms;

}  // namespace

Duration HistoryGate::wait(const HistoryTicket& ticket, Duration now) const
{
    Duration longest{};
    auto until = [&](Duration moment) { longest = std::max(longest, moment - now); };
    if (ticket.takes_slot && open_ >= most_open) longest = retry;
    if (!ticket.small_bars) return longest;
    std::size_t weight = ticket.counts_twice ? 2 : 1;
    std::size_t of_series = 0, in_all = 0;
    // Newest first: the n-th before must be old enough.
    for (auto at = sent_.rbegin(); at != sent_.rend(); ++at) {
        auto age = now - at->at;
        if (age < same_request && at->ticket.request == ticket.request)
            until(at->at + same_request);
        if (age < same_series && at->ticket.series == ticket.series &&
            ++of_series + weight == most_of_a_series + 1)
            until(at->at + same_series);
        if (age < total && ++in_all + weight == most_in_ten_minutes + 1) until(at->at + total);
    }
    return longest;
}

void HistoryGate::enter(const HistoryTicket& ticket, Duration now)
{
    if (ticket.takes_slot) ++open_;
    if (!ticket.small_bars) return;
    while (!sent_.empty() && now - sent_.front().at >= total) sent_.pop_front();
    sent_.push_back({now, ticket});
    if (ticket.counts_twice) sent_.push_back({now, ticket});
}

}  // namespace trademind::ibkr
