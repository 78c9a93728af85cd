// Orders of an earlier run whose fate is open.
#include "execution/reconciliation/in_doubt_orders.hpp"

#include "base/log.hpp"
#include "execution/journal/terms.hpp"
#include "execution/risk/adoption.hpp"
#include "execution/risk/worst_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trademind {
namespace {

bool moves_price_or_size(std::string_view attribute)
{
    auto verdicts = risk::attribute_verdicts();
    auto known = std::ranges::find(verdicts, attribute, &risk::AttributeVerdict::name);
    return known == verdicts.end() || known->rule != risk::AttributeRule::harmless;
}

/// What it may cost at worst is what these terms allow; an error where they do not say it.
Result<OrderRequest> worst_terms(const TrackedOrder& order)
{
    auto unvaluable = [](std::string why) { return Error{Errc::not_supported, std::move(why)}; };
    if (order.changed_before)
        return unvaluable("it was modified, and the journal has its old terms");
    const auto& terms = order.journalled_terms;
    for (auto attribute : journal::attributes_of(terms))
        if (moves_price_or_size(attribute))
            return unvaluable(fmt::format("it has the attribute {}", attribute));
    auto written = journal::order_of(terms);
    if (!written) return written;
    if (written->quantity.sign() <= 0) return unvaluable("it has no quantity");
    if (auto term = risk::unvaluable_term(*written)) return unvaluable(std::move(*term));
    // of its group the others may never have left: it counts whole, and shares with none
    written->oca_group.clear();
    written->oca_type = OcaType::none;
    written->parent_id.reset();
    written->client_order_id = order.client_order_id;
    return written;
}

bool counts_already(const TrackedOrder& order)
{
    return order.instrument && order.unit_value;
}

}  // namespace

void InDoubtOrders::count()
{
    timer_.reset();
    for (TrackedOrder* order : context_.state.orders.in_doubt()) {
        if (counts_already(*order)) continue;
        auto terms = worst_terms(*order);
        const auto& id = order->client_order_id;
        if (!terms || !asked_.insert(id).second) continue;
        // a limit is price enough: no data line is spent on it, nor a quote that grows old
        readiness_.identify(terms->contract, [this, id] { take_in(id, Known::contract); });
    }
}

void InDoubtOrders::take_in(const std::string& client_order_id, Known known)
{
    asked_.erase(client_order_id);
    auto& state = context_.state;
    auto* order = state.orders.find_own(client_order_id);
    if (!order || !order->is_in_doubt() || counts_already(*order)) return;
    auto terms = worst_terms(*order);
    auto* instrument = terms ? state.book.find(terms->contract) : nullptr;
    bool is_known = instrument && (instrument->details || !state.capabilities.contract_search);
    if (is_known) {
        order->request = std::move(*terms);
        order->instrument = instrument;
        risk::value(state, *order, context_.now());
    }
    if (!order->unit_value) {
        order->instrument = nullptr;
        if (is_known && known == Known::contract) {
            asked_.insert(client_order_id);
            return readiness_.prepare(instrument->contract,
                                      [this, id = client_order_id] { take_in(id, Known::quotes); });
        }
        if (!timer_ && state.connected)
            timer_ = context_.after(state.config.request_timeout, [this] { count(); });
        return;
    }
    // what it closes is not known either: others may close none of that, and it counts as opening
    order->opening = order->request.quantity;
    state.book.changed(*order);
    log::warning("order {} of an earlier run may be live: it counts as {} until that is settled",
                 client_order_id, order->request.describe());
    counted_();
}

std::string InDoubtOrders::uncounted() const
{
    for (const TrackedOrder* order : context_.state.orders.in_doubt()) {
        if (counts_already(*order)) continue;
        auto terms = worst_terms(*order);
        return fmt::format(
            "Order {} of an earlier run may be live, and what it may cost is not known yet: {}",
            order->client_order_id,
            terms ? "its contract, a price or an exchange rate is missing" : terms.error().message);
    }
    return {};
}

}  // namespace trademind
