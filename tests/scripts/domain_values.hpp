// The domain's values as a script sees them: names and plain values.
#pragma once

#include "conformance/value.hpp"

#include <trademind/broker.hpp>
#include <trademind/brokers/ibkr/depth_book.hpp>

namespace trademind::test {

conformance::Value value_of(const Error& error);
conformance::Value value_of(const OrderReport& report);
conformance::Value value_of(const Execution& execution);
conformance::Value value_of(const Commission& commission);
conformance::Value value_of(const Position& position);
conformance::Value value_of(const Account& account);
conformance::Value value_of(const Portfolio& portfolio);
conformance::Value value_of(const OrderPreview& preview);
conformance::Value value_of(const Quote& quote);
conformance::Value value_of(const QuoteStatus& status);
conformance::Value value_of(const Bar& bar);
conformance::Value value_of(const ContractDetails& details);
conformance::Value value_of(const Notice& notice);
conformance::Value value_of(const Gap& gap);
conformance::Value value_of(const ReconcileReport& report);
conformance::Value value_of(const ibkr::DepthBook& book);
inline conformance::Value value_of(LinkState state)
{
    return conformance::Object{{"state", to_string(state)}};
}
template <class T> conformance::Value value_of(const std::vector<T>& all)
{
    conformance::List list;
    for (const auto& one : all) list.push_back(value_of(one));
    return list;
}

}  // namespace trademind::test
