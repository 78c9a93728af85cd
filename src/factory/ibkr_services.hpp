// What TWS offers an order path beside the interface of all brokers.
#pragma once

#include <trademind/brokers/ibkr/client.hpp>
#include <trademind/execution/broker_services.hpp>
#include <trademind/execution/config.hpp>

#include <memory>

namespace trademind {

/// Over the client of the broker behind the router.
std::shared_ptr<BrokerServices> make_ibkr_services(ibkr::Client client, const Config& config);

}  // namespace trademind
