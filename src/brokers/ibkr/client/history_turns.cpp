// Requests of the past wait for their turn.
#include "brokers/ibkr/client/history_turns.hpp"

#include "brokers/ibkr/client/prepare.hpp"

#include <trademind/brokers/ibkr/messages/history_requests.hpp>

#include <string>
#include <utility>

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

std::unique_ptr<HistoryTicket> HistoryTurns::ticket(const detail::Prepared& prepared) const
{
    if (!uptime_ || !is_of_the_past(prepared.request) || prepared.fault.code) return nullptr;
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

void HistoryTurns::enter(HistoryTicket& ticket)
{
    auto now = ticket;
    now.takes_slot = ticket.takes_slot && !std::exchange(ticket.holds_slot, ticket.takes_slot);
    gate_.enter(now, uptime_());
}

bool HistoryTurns::leave(HistoryTicket& ticket)
{
    if (!std::exchange(ticket.holds_slot, false)) return false;
    gate_.leave();
    return true;
}

void HistoryTurns::call(Duration next)
{
    timer_ = after_(next, look_);
}

}  // namespace trademind::ibkr
