// History and bars of one client.
#pragma once

#include "gateway/bar_store.hpp"
#include "gateway/floor.hpp"

#include <trademind/brokers/ibkr/messages/history.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/ticks.hpp>

#include <map>

namespace trademind::gateway {

class HistoryDesk {
public:
    HistoryDesk(Floor& floor, BarStore& store) : floor_{floor}, store_{store} {}

    void on(Session&, const ibkr::HistoricalDataRequest&);
    void on(Session&, const ibkr::CancelHistoricalData&);
    void on(Session&, const ibkr::RealTimeBarsRequest&);
    void on(Session&, const ibkr::CancelRealTimeBars&);
    void on(Session&, const ibkr::HeadTimestampRequest&);
    void on(Session&, const ibkr::CancelHeadTimestamp&) {}
    void on(Session&, const ibkr::HistogramDataRequest&);
    void on(Session&, const ibkr::CancelHistogramData&) {}
    void on(Session&, const ibkr::HistoricalTicksRequest&);
    void on(Session&, const ibkr::CancelHistoricalTicks&) {}

    static constexpr std::size_t most_streams = 100;

private:
    void answer(Session&, int request_id, const HistoryRequest&, int format,
                const std::vector<Bar>&);
    void keep_up(Session&, int request_id, const HistoryRequest&, int format);

    Floor& floor_;
    BarStore& store_;
    std::map<int, Subscription> streams_;  ///< updates and real-time bars, by request
};

}  // namespace trademind::gateway
