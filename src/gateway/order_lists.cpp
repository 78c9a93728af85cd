// What TWS lists: open and completed orders, executions.
#include "gateway/order_lists.hpp"

#include "base/time_zone.hpp"
#include "brokers/ibkr/translation/words.hpp"
#include "gateway/order_messages.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

namespace trademind::gateway {
namespace {

/// An execution filter in the domain's values; a field that was left out lets everything pass.
class Filter {
public:
    explicit Filter(const ibkr::ExecutionFilter& filter)
        : client_id_{filter.client_id},
          account_{filter.account},
          symbol_{filter.symbol},
          type_{filter.sec_type},
          exchange_{filter.exchange},
          side_{filter.side.empty() ? std::nullopt : ibkr_broker::side_of(filter.side)},
          has_side_{!filter.side.empty()},
          since_{filter.time.empty() ? std::nullopt
                                     : parse_tws_time(filter.time, "America/New_York")}
    {}
    bool passes(const Execution& e, int client_id) const
    {
        auto fits = [](const std::string& wanted, std::string_view is) {
            return wanted.empty() || wanted == is;
        };
        return (client_id_ == 0 || client_id_ == client_id) && fits(account_, e.account) &&
               fits(symbol_, e.contract.symbol) && fits(type_, e.contract.type_text()) &&
               fits(exchange_, e.exchange) && (!has_side_ || side_ == e.side) &&
               (!since_ || e.time >= *since_);
    }

private:
    int client_id_;
    std::string account_, symbol_, type_, exchange_;
    std::optional<Side> side_;
    bool has_side_;
    std::optional<TimePoint> since_;
};

constexpr std::size_t most_owners = 100'000;

/// "0001.01" after "0001": TWS tells a correction by the last part of the id.
std::string next_revision(const std::string& id)
{
    auto dot = id.rfind('.');
    auto last =
        dot == std::string::npos ? std::string_view{} : std::string_view{id}.substr(dot + 1);
    int revision = 0;
    auto [end, ec] = std::from_chars(last.data(), last.data() + last.size(), revision);
    if (ec != std::errc{} || end != last.data() + last.size()) return id + ".02";
    return id.substr(0, dot + 1) + (revision < 9 ? "0" : "") + std::to_string(revision + 1);
}

}  // namespace

bool OrderLists::hears_all(const Session& client) const
{
    return client.client_id() == 0 || client.client_id() == floor_.master_client_id;
}

void OrderLists::send_open(Session& client, bool of_all)
{
    book_.for_each([&](ClientOrder& order) {
        if (order.key.client_id == client.client_id()) order.is_hushed = false;
        if (!order.is_open() || !order.report->order.transmit) return;
        if (!of_all && order.key.client_id != client.client_id()) return;
        if (status_word(order.report->status).empty()) return;
        OrderMessages messages{order, floor_.account};
        client.send(messages.open_order());
        client.send(messages.status());
    });
    client.send(ibkr::OpenOrdersEnd{});
}

void OrderLists::on(Session& client, const ibkr::OpenOrdersRequest&)
{
    send_open(client, false);
}

void OrderLists::on(Session& client, const ibkr::AllOpenOrdersRequest&)
{
    send_open(client, true);
}

void OrderLists::on(Session& client, const ibkr::AutoOpenOrdersRequest&)
{
    if (client.client_id() != 0)
        floor_.error(client, ibkr::ErrorMessage::no_request, code_bad_request,
                     "Error validating request.-'gateway' : cause - Only client 0 can ask for "
                     "auto open orders");
}

void OrderLists::on(Session& client, const ibkr::CompletedOrdersRequest& request)
{
    // TWS lists those of the day
    auto day = last_midnight(floor_.now(), new_york());
    book_.for_each([&](const ClientOrder& order) {
        if (!order.report || !is_done(order.report->status) || order.report->updated_at < day)
            return;
        if (order.report->status == OrderStatus::rejected) return;
        if (request.api_only && order.key == OrderKey{}) return;
        OrderMessages messages{order, floor_.account};
        client.send(messages.completed());
    });
    client.send(ibkr::CompletedOrdersEnd{});
}

void OrderLists::on(Session& client, const ibkr::ExecutionRequest& request)
{
    auto send = [this, id = request.request_id, filter = Filter{request.filter}](
                    Session& to, Result<std::vector<Execution>> all) {
        if (!all) return floor_.error(to, id, all.error(), About::request);
        for (const auto& execution : *all) {
            const auto* order = book_.find(execution.order_id);
            auto tag = parse_tag(execution.client_order_id);
            int owner = order ? order->key.client_id : tag ? tag->key.client_id : 0;
            if (owner != to.client_id() && !hears_all(to)) continue;
            if (!filter.passes(execution, owner)) continue;
            to.send(ExecutionMessages{execution, order}.details(id));
            if (execution.commission) to.send(ExecutionMessages::commission(*execution.commission));
        }
        ibkr::ExecutionDetailsEnd end;
        end.request_id = id;
        to.send(end);
    };
    floor_.broker->get_executions(floor_.for_session(client, std::move(send)));
}

void OrderLists::on_execution(const Execution& execution)
{
    const auto* order = book_.find(execution.order_id);
    auto tag = parse_tag(execution.client_order_id);
    int owner = order ? order->key.client_id : tag ? tag->key.client_id : 0;
    if (owners_.size() >= most_owners) owners_.clear();
    owners_[execution.id] = owner;
    if (take(floor_.faults.commissions_first)) {
        held_ = execution;
        return;
    }
    tell(execution, owner);
    if (take(floor_.faults.doubled)) tell(execution, owner);
    if (!take(floor_.faults.corrected)) return;
    auto corrected = execution;
    corrected.id = next_revision(execution.id);
    owners_[corrected.id] = owner;
    tell(corrected, owner);
}

void OrderLists::tell(const Execution& execution, int owner)
{
    const auto* order = book_.find(execution.order_id);
    floor_.for_each_client([&](Session& session) {
        if (session.client_id() == owner || session.client_id() == floor_.master_client_id)
            session.send(ExecutionMessages{execution, order}.details(-1));
    });
}

void OrderLists::on_commission(const Commission& commission)
{
    auto owner = owners_.find(commission.execution_id);
    if (owner == owners_.end()) return;
    floor_.for_each_client([&](Session& session) {
        if (session.client_id() == owner->second || session.client_id() == floor_.master_client_id)
            session.send(ExecutionMessages::commission(commission));
    });
    if (held_ && held_->id == commission.execution_id)
        tell(*std::exchange(held_, std::nullopt), owner->second);
}

}  // namespace trademind::gateway
