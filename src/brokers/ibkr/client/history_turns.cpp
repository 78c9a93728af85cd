// Requests of the past wait for their turn.
#include "brokers/ibkr/client/history_turns.hpp"

#include "brokers/ibkr/client/prepare.hpp"
#include "brokers/ibkr/client/routes.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>

#include <algorithm>
#include <string>

namespace trademind::ibkr {
namespace {

constexpr char separator = '\x1f';

std::string series(const Contract& contract, std::string_view what)
{
    std::string key = std::to_string(contract.con_id) + separator;
    if (contract.strike) key += std::to_string(*contract.strike);
    for (auto part :
         {contract.symbol, contract.sec_type, contract.last_trade_date_or_contract_month,
          contract.right, contract.exchange, contract.primary_exchange, contract.currency,
          contract.local_symbol, contract.trading_class, what})
        key.append(1, separator).append(part);
    return key;
}

bool is_of_the_past(Request request)
{
    switch (request) {
    case Request::historical_data:
    case Request::real_time_bars:
    case Request::head_timestamp:
    case Request::historical_ticks: return true;
    default: return false;
    }
}

}  // namespace

std::unique_ptr<HistoryTicket> history_ticket(const detail::Prepared& prepared)
{
    if (!is_of_the_past(prepared.request) || prepared.fault.code) return nullptr;
    auto ticket = std::make_unique<HistoryTicket>();
    switch (prepared.request) {
    case Request::historical_data: {
        auto asked = detail::read_back<HistoricalDataRequest>(prepared);
        ticket->series = series(asked.contract, asked.what_to_show);
        ticket->request = ticket->series;
        for (auto part : {asked.bar_size_setting, asked.duration, asked.end_date_time})
            ticket->request.append(1, separator).append(part);
        ticket->request += asked.use_rth ? 'r' : 'a';
        ticket->request += asked.keep_up_to_date ? 'u' : 'o';
        ticket->small_bars =
            asked.bar_size_setting.ends_with("sec") || asked.bar_size_setting.ends_with("secs");
        ticket->counts_twice = asked.what_to_show == "BID_ASK";
        return ticket;
    }
    case Request::real_time_bars: {
        auto asked = detail::read_back<RealTimeBarsRequest>(prepared);
        ticket->series = series(asked.contract, asked.what_to_show) + separator + "live";
        ticket->request = ticket->series + (asked.use_rth ? 'r' : 'a');
        ticket->small_bars = true;
        ticket->takes_slot = false;
        return ticket;
    }
    default: return ticket;
    }
}

void Routes::pace_history(Uptime uptime, After after)
{
    uptime_ = std::move(uptime);
    after_ = std::move(after);
}

Duration Routes::history_wait(const detail::Prepared& request) const
{
    if (!uptime_) return {};
    auto ticket = history_ticket(request);
    return ticket ? gate_.wait(*ticket, uptime_()) : Duration{};
}

bool Routes::waits_for_history(const Entry& entry) const
{
    return entry.turn && gate_.wait(*entry.turn, uptime_()) > Duration{};
}

void Routes::take_turn(Entry& entry)
{
    if (!entry.turn) return;
    // A stream that is asked for again keeps its slot.
    auto ticket = *entry.turn;
    ticket.takes_slot = ticket.takes_slot && !std::exchange(entry.holds_slot, ticket.takes_slot);
    gate_.enter(ticket, uptime_());
}

void Routes::leave_turn(Entry& entry)
{
    if (!std::exchange(entry.holds_slot, false)) return;
    gate_.leave();
    call_turns();
}

void Routes::call_turns()
{
    turn_timer_.reset();
    // One look for all, a little later: what ends and begins now may change who is next.
    if (auto next = next_turn(); open_ && next < Duration::max())
        turn_timer_ = after_(next, [this] { send_in_turn(); });
}

Duration Routes::next_turn() const
{
    Duration next = Duration::max();
    for (const auto& [number, entry] : by_number_)
        if (entry->turn && !entry->sent && entry->route)
            next = std::min(next, gate_.wait(*entry->turn, uptime_()));
    return next;
}

void Routes::send_in_turn()
{
    if (!open_) return;
    std::vector<EntryPointer> waiting;
    for (const auto& [number, entry] : by_number_)
        if (entry->turn && !entry->sent && entry->route) waiting.push_back(entry);
    std::ranges::sort(waiting, {}, &Entry::number);
    for (const auto& entry : waiting)
        if (!entry->over && gate_.wait(*entry->turn, uptime_()) <= Duration{}) send(*entry);
    call_turns();
}

}  // namespace trademind::ibkr
