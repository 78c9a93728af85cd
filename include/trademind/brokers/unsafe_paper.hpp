// The paper broker without a guard: its orders pass no check, no kill switch and no journal.
#pragma once

#include <trademind/brokers/paper/broker.hpp>
#include <trademind/time.hpp>

#include <memory>

namespace trademind {

/// The broker itself, for tests and for tools that audit it; make_broker and make_paper_market give
/// the guarded one. Throws std::invalid_argument for options that make no sense.
std::shared_ptr<PaperBroker> make_unsafe_paper_broker(
    asio::any_io_executor executor, paper::Options options = {},
    std::shared_ptr<Clock> clock = system_clock());

}  // namespace trademind
