// The IBKR broker without a guard: its orders pass no check, no kill switch and no journal.
#pragma once

#include <trademind/broker.hpp>
#include <trademind/brokers/ibkr/client.hpp>
#include <trademind/brokers/ibkr/options.hpp>

#include <memory>

namespace trademind {

/// The broker itself, for tools that place no orders and for tests; make_broker gives the guarded
/// one. connect() it first. Never returns nullptr. Any thread may let it go; it ends on its strand,
/// soon afterwards.
std::shared_ptr<Broker> make_unsafe_ibkr_broker(asio::any_io_executor executor, IbkrOptions options,
                                                std::shared_ptr<Clock> clock = system_clock());

/// All requests of the TWS API over the broker's own connection, orders included: nothing checks
/// them. Errc::not_supported for a guarded broker and for one that is not IBKR's; ibkr_client gives
/// the reading requests of a guarded one.
Result<ibkr::Client> unsafe_ibkr_client(Broker& broker);

}  // namespace trademind
