// What-if orders: asked under an id of their own, never tracked as orders.
#include "brokers/ibkr/broker/previews.hpp"

#include "brokers/ibkr/broker/order_tags.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"
#include "brokers/ibkr/translation/to_wire.hpp"

#include <trademind/brokers/ibkr/messages/place_order.hpp>
#include <trademind/tws_code.hpp>

namespace trademind::ibkr_broker {

void Previews::ask(const OrderRequest& order, const std::string& account,
                   Completion<OrderPreview> done)
{
    auto id = desk_.core.order_ids().next();
    if (!id) return done(id.error());
    Texts texts;
    ibkr::PlaceOrderRequest request;
    request.contract = to_wire(order.contract, texts);
    request.order = to_wire(order, account);
    add_to_contract(request.contract, order);
    request.order.what_if = true;
    request.order.transmit = true;  // 413 otherwise
    auto number = to_number(*id);
    request.order_id = static_cast<int>(number);
    // a kill lets no order message leave, and this is one
    auto tag = tag_for(*id, TradingState::active, desk_.gate);
    if (!tag) return done(tag.error());
    if (auto sent = desk_.core.command(request, *tag); !sent) return done(sent.error());
    done.on_cancel(life_.guard([this, number] { asked_[number].done.reset(); }));
    asked_[number].done.emplace(std::move(done));
}

bool Previews::on(const ibkr::OpenOrder& message)
{
    auto at = asked_.find(message.order_id);
    bool ours = message.order.what_if || message.order.client_id == desk_.options.client_id;
    if (at == asked_.end() || !ours) return false;
    if (auto done = std::exchange(at->second.done, std::nullopt)) {
        if (message.order_state.reject_reason.empty())
            (*done)(from_wire(message.order_state));
        else
            (*done)(Error{Errc::rejected, std::string{message.order_state.reject_reason}});
    }
    return true;
}

bool Previews::on_error(int order_id, const ErrorNews& news)
{
    auto at = asked_.find(order_id);
    if (at == asked_.end()) return false;
    const TwsCode* known = find_tws_code(news.code);
    bool refusal = known && known->ends == TwsCodeEnds::yes && !news.is_warning();
    if (!refusal) return false;
    if (auto done = std::exchange(at->second.done, std::nullopt)) (*done)(news.error);
    return true;
}

void Previews::fail_all(const Error& why)
{
    for (auto& [id, waiting] : asked_)
        if (auto done = std::exchange(waiting.done, std::nullopt)) (*done)(why);
}

bool Previews::fail(std::int64_t order_id, const Error& why)
{
    auto at = asked_.find(order_id);
    if (at == asked_.end()) return false;
    if (auto done = std::exchange(at->second.done, std::nullopt)) (*done)(why);
    return true;
}

}  // namespace trademind::ibkr_broker
