// Verbs for every request of the client, by the protocol's names.
#include "scripts/broker_script.hpp"

#include "brokers/ibkr/broker/broker.hpp"
#include "scripts/any_request.hpp"

namespace trademind::test {

using conformance::List;
using conformance::Object;
using conformance::Value;

/// Keeps what answers a request: an answer's messages become the outcome of the call, a stream's
/// become events.
class BrokerScript::StreamRoute final : public ibkr::detail::Route {
public:
    StreamRoute(BrokerScript& script, const AnyRequest& request, std::string name, Outcome outcome)
        : script_{script}, request_{request}, name_{std::move(name)}, outcome_{std::move(outcome)}
    {}

    bool on_answer(const ibkr::detail::Incoming& in) override
    {
        auto tree = tree_of(in);
        bool complete = request_.completes(in);
        if (!outcome_) {
            script_.tell("item", std::move(tree));
            return false;
        }
        if (static_cast<int>(in.id) != request_.end_marker) collected_.push_back(std::move(tree));
        return complete || request_.one_answer;
    }
    void on_end(Result<void> result) override
    {
        if (!outcome_) {
            script_.tell("ended", result ? Value{Object{}} : value_of(result.error()));
            return;
        }
        if (result)
            *outcome_ = Result<Value>{Value{std::move(collected_)}};
        else
            *outcome_ = Result<Value>{result.error()};
    }
    void on_notice(const Error& error) override { script_.tell("said", value_of(error)); }
    void on_restored() override { script_.tell("restored", Object{{"stream", name_}}); }

private:
    static Value tree_of(const ibkr::detail::Incoming& in)
    {
        ibkr::wire::MessageHead head;
        if (ibkr::wire::read_head(in.payload, in.server, head)) return {};
        auto any = conformance::find_answer(static_cast<int>(in.id))();
        ibkr::wire::Surplus surplus;
        if (any->decode(in.payload, head.body_at, in.server, head.encoding, surplus)) return {};
        return Object{{script_name(any->name()), any->tree()}};
    }

    BrokerScript& script_;
    const AnyRequest& request_;
    std::string name_;
    Outcome outcome_;
    List collected_;
};

void BrokerScript::ask(const YAML::Node& value, bool follow)
{
    auto name = name_of(value, "ask");
    YAML::Node message;
    std::string what;
    for (const auto& entry : value)
        if (auto key = entry.first.Scalar(); key != "as" && key != "deadline") {
            what = key;
            message[key] = entry.second;
        }
    auto* request = find_any_request(request_by_name(what));
    if (!request) script_.fail("no such request: " + what);
    auto engine = dynamic_cast<ibkr_broker::IbkrBroker&>(broker()).core();
    auto payload = script_.encode(message, engine->server(), true);
    auto prepared = request->prepare(payload, engine->next_id(), engine->server());
    auto outcome =
        follow ? nullptr : (call(name) = std::make_shared<std::optional<Result<Value>>>());
    auto route = std::make_unique<StreamRoute>(*this, *request, name, outcome);
    auto deadline = value["deadline"] ? script_.duration(value["deadline"]) : Duration{};
    routes_[name] = engine->add(std::move(prepared), std::move(route), deadline);
}

void BrokerScript::follow_book(const YAML::Node& value)
{
    ibkr::MarketDepthRequest request;
    auto contract = contract_of(value);
    request.contract.con_id = static_cast<int>(contract.id);
    request.contract.symbol = contract.symbol;
    request.contract.sec_type = "STK";
    request.contract.exchange = "SMART";
    request.contract.currency = "USD";
    request.number_of_rows = value["rows"] ? value["rows"].as<int>() : 5;
    request.is_smart_depth = value["smart"] && value["smart"].as<bool>();
    ibkr::DepthHandlers handlers;
    handlers.on_book = [this](const ibkr::DepthBook& book) { tell("book", value_of(book)); };
    handlers.on_end = [this](const Error& error) { tell("ended", value_of(error)); };
    streams_[name_of(value, "depth")] = ibkr::follow_depth(client(), request, std::move(handlers));
}

void BrokerScript::add_request_verbs()
{
    // `ask: { as: a, head_timestamp: {...} }`: one answer, or all up to its end
    script_.verb("ask", [this](const YAML::Node& value) { ask(value, false); });
    // `follow: { as: f, tick_by_tick: {...} }`: each message is an `item` event
    script_.verb("follow", [this](const YAML::Node& value) { ask(value, true); });
    script_.verb("give_up", [this](const YAML::Node& value) {
        auto engine = dynamic_cast<ibkr_broker::IbkrBroker&>(broker()).core();
        engine->cancel(routes_.at(value.Scalar()));
    });
    // a command: no answer
    script_.verb("command", [this](const YAML::Node& value) {
        auto* request = find_any_request(request_by_name(value.begin()->first.Scalar()));
        if (!request) script_.fail("no such request");
        auto engine = dynamic_cast<ibkr_broker::IbkrBroker&>(broker()).core();
        auto payload = script_.encode(value, engine->server(), true);
        auto sent = engine->send(request->prepare(payload, -1, engine->server()));
        if (!sent) script_.fail(sent.error().describe());
    });
    script_.verb("depth", [this](const YAML::Node& value) { follow_book(value); });
}

}  // namespace trademind::test
