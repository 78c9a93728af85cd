// Orders by command line at a mock TWS with a market for AAPL.
#pragma once

#include "unit/cli_live/live_tws.hpp"

#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

namespace trademind::cli::test {

using namespace trademind::literals;
using Placed = ibkr::PlaceOrderRequest;

class LiveOrder : public testing::Test {
protected:
    LiveOrder()
    {
        live.desk.find("AAPL")->last = 100_d;
        live.desk.quote("AAPL", 99_d, 100_d, 100_d);
    }
    /// The order that a command left at the mock, by its place among all of them.
    nlohmann::json working(std::size_t number = 0)
    {
        auto orders = live.json({"orders"});
        return number < orders.size() ? orders[number] : nlohmann::json{};
    }

    LiveTws live;
};

}  // namespace trademind::cli::test
