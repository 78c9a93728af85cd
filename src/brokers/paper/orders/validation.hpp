// What is wrong with an order before anything knows of it.
#pragma once

#include "brokers/paper/market/instruments.hpp"

#include <trademind/brokers/paper.hpp>

#include <optional>

namespace trademind::paper {

/// What validation looks at besides the order.
struct ValidationContext {
    const Instruments& instruments;
    InstrumentId instrument;
    const Options& options;
    bool has_auctions;  ///< the instrument's sessions open and close with one
    TimePoint now;
};

/// The refusal that TWS would give, with its code where it has one; nothing: the order is sound.
std::optional<Error> find_fault(const OrderRequest& order, const ValidationContext& context);

/// What the paper broker takes. Auction orders need a calendar with auctions.
Capabilities paper_capabilities(const Options& options);

}  // namespace trademind::paper
