// What the parts of the engine share.
#pragma once

#include "brokers/paper/engine/account_books.hpp"
#include "brokers/paper/engine/outbox.hpp"
#include "brokers/paper/engine/scheduler.hpp"
#include "brokers/paper/matching/listings.hpp"
#include "brokers/paper/orders/capabilities.hpp"
#include "brokers/paper/orders/order_store.hpp"

#include <trademind/brokers/paper/options.hpp>

#include <set>

namespace trademind::paper {

/// Account, listed instruments, orders and time, and what is to be reported of them. Each part
/// changes them by its own rules; what belongs to one part alone is that part's.
struct EngineState {
    explicit EngineState(const Options& options)
        : options{options}, capabilities{paper_capabilities(options)}, account{options}
    {}

    TimePoint now() const { return scheduler.now(); }
    const Instruments& instruments() const { return listings.instruments(); }

    const Options& options;
    const Capabilities capabilities;
    AccountBooks account;
    Listings listings;
    OrderStore orders;
    Scheduler scheduler;
    Outbox outbox;
    Statistics statistics;
    std::set<InstrumentId> expired;  ///< whose contract has ended
};

}  // namespace trademind::paper
