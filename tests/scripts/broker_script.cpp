// The broker of a script: making it, connecting it, what it reports.
#include "scripts/broker_script.hpp"

#include "base/log.hpp"
#include "mock/run.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/execution.hpp>
#include <trademind/brokers/ibkr/messages/open_order.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <algorithm>
#include <functional>

namespace trademind::test {

using conformance::Object;
using conformance::Value;

BrokerScript::BrokerScript()
{
    log::set_sink([](log::Level, std::string_view) {});
    add_connection_verbs();
    add_order_verbs();
    add_data_verbs();
    add_request_verbs();
    add_event_verbs();
    add_server_verbs();
    answer_lists();
    script_.overlook_always("current_time");  // the link's own question after a silence
    script_.overlook_always("pnl");           // once a session; its own tests name it
    tws_.on<ibkr::CurrentTimeRequest>([this](MockSession& s, const auto&) {
        ibkr::CurrentTime answer;
        answer.current_time =
            std::chrono::duration_cast<std::chrono::seconds>(clock_->now().time_since_epoch())
                .count();
        s.send(answer);
    });
}

BrokerScript::~BrokerScript()
{
    streams_.clear();
    slow_quotes_.reset();
    observing_.reset();
    broker_.reset();
    tws_.drop_all();
    settle(io_);
    log::set_sink(nullptr);
}

Broker& BrokerScript::broker()
{
    if (!broker_) make_broker({});
    return *broker_;
}

ibkr::Client BrokerScript::client()
{
    return unsafe_ibkr_client(broker()).value();
}

void BrokerScript::make_broker(const YAML::Node& value)
{
    IbkrOptions options;
    options.port = tws_.port();
    using Set = std::function<void(const YAML::Node&)>;
    std::map<std::string, Set> keys{
        {"client_id", [&](const auto& v) { options.client_id = v.template as<int>(); }},
        {"next_client_ids", [&](const auto& v) { options.next_client_ids = v.template as<int>(); }},
        {"account", [&](const auto& v) { options.account = v.Scalar(); }},
        {"market_data_type",
         [&](const auto& v) {
             options.market_data_type = parse_market_data_type(v.Scalar()).value();
         }},
        {"fall_back_to_delayed",
         [&](const auto& v) { options.fall_back_to_delayed = v.template as<bool>(); }},
        {"see_foreign_orders",
         [&](const auto& v) { options.see_foreign_orders = v.template as<bool>(); }},
        {"qualify_orders", [&](const auto& v) { options.qualify_orders = v.template as<bool>(); }},
        {"bind_manual_orders",
         [&](const auto& v) { options.bind_manual_orders = v.template as<bool>(); }},
        {"highest_order_id",
         [&](const auto& v) { options.highest_order_id = v.template as<std::int64_t>(); }},
        {"messages_per_second",
         [&](const auto& v) { options.messages_per_second = v.template as<int>(); }},
        {"reconnect", [&](const auto& v) { options.reconnect = v.template as<bool>(); }},
        {"acknowledge_timeout",
         [&](const auto& v) { options.acknowledge_timeout = script_.duration(v); }},
        {"request_timeout", [&](const auto& v) { options.request_timeout = script_.duration(v); }},
        {"time_zone", [&](const auto& v) { options.time_zone = v.Scalar(); }},
        {"stale_after",
         [&](const auto& v) { options.quote_limits.stale_after = script_.duration(v); }},
    };
    if (value.IsDefined() && value.IsMap())
        for (const auto& entry : value) {
            auto known = keys.find(entry.first.Scalar());
            if (known == keys.end()) script_.fail("broker has no " + entry.first.Scalar());
            known->second(entry.second);
        }
    broker_ = make_unsafe_ibkr_broker(io_.get_executor(), std::move(options), clock_);
    observing_ = broker_->observe(*this);
}

void BrokerScript::answer_lists()
{
    using Session = MockSession;
    tws_.on<ibkr::AllOpenOrdersRequest>([this](Session& s, const auto&) {
        if (answers_lists_) s.send(ibkr::OpenOrdersEnd{});
    });
    tws_.on<ibkr::OpenOrdersRequest>([this](Session& s, const auto&) {
        if (answers_lists_) s.send(ibkr::OpenOrdersEnd{});
    });
    tws_.on<ibkr::CompletedOrdersRequest>([this](Session& s, const auto&) {
        if (answers_lists_) s.send(ibkr::CompletedOrdersEnd{});
    });
    tws_.on<ibkr::ExecutionRequest>([this](Session& s, const ibkr::ExecutionRequest& r) {
        ibkr::ExecutionDetailsEnd end;
        end.request_id = r.request_id;
        if (answers_lists_) s.send(end);
    });
    tws_.on<ibkr::PositionsRequest>([this](Session& s, const auto&) {
        if (answers_lists_) s.send(ibkr::PositionEnd{});
    });
    tws_.on<ibkr::AccountDataRequest>([this](Session& s, const ibkr::AccountDataRequest& r) {
        if (!answers_lists_ || !r.subscribe) return;
        ibkr::AccountDataEnd end;
        end.account = r.account;
        s.send(end);
    });
}

void BrokerScript::connect(const YAML::Node& value, bool and_wait)
{
    broker().connect(into<void>("connect"));
    if (!and_wait) return;
    script_.wait([this] { return call("connect")->has_value(); }, "connected");
    const auto& outcome = **call("connect");
    if (!outcome) script_.fail("connect: " + outcome.error().describe());
    settle(io_);
    if (!value.IsDefined() || value.Scalar() != "heard") events_.clear();
    script_.overlook();
}

void BrokerScript::add_connection_verbs()
{
    script_.verb("broker", [this](const YAML::Node& value) { make_broker(value); });
    script_.verb("connect", [this](const YAML::Node& value) { connect(value, false); });
    // connected and reconciled; all lists of the mock are empty unless the script says otherwise
    script_.verb("connected", [this](const YAML::Node& value) { connect(value, true); });
    script_.verb("disconnect",
                 [this](const YAML::Node&) { broker().disconnect(into<void>("disconnect")); });
    // farms are written "usfarm ok"
    script_.verb("knows", [this](const YAML::Node& value) {
        settle(io_);
        auto now = ibkr_status(broker()).value();
        conformance::List farms;
        for (const auto& farm : now.farms) farms.emplace_back(farm.name + " " + farm.state);
        script_.match(Object{{"link", to_string(now.link)},
                             {"server_version", now.server_version},
                             {"client_id", now.client_id},
                             {"lines", static_cast<std::int64_t>(now.market_data_lines)},
                             {"farms", farms}},
                      value, "knows");
    });
    script_.verb("lists",
                 [this](const YAML::Node& value) { answers_lists_ = value.Scalar() == "empty"; });
}

void BrokerScript::match(const Value& seen, const YAML::Node& fields, const std::string& what)
{
    if (!fields.IsMap()) {
        if (fields.IsSequence()) script_.match(seen, fields, what);
        return;
    }
    auto wanted = YAML::Clone(fields);
    if (auto text = wanted["text"]) {
        if (!seen["text"].is<std::string>() ||
            seen["text"].as<std::string>().find(text.Scalar()) == std::string::npos)
            script_.fail(what + ": text is " + conformance::to_text(seen["text"]));
        wanted.remove("text");
    }
    script_.match(seen, wanted, what);
}

/// The next event of that kind; those of other kinds before it stay for later steps.
void BrokerScript::expect_event(const std::string& kind, const YAML::Node& fields)
{
    auto find = [&] {
        return std::find_if(events_.begin(), events_.end(),
                            [&](const auto& event) { return event.first == kind; });
    };
    script_.wait([&] { return find() != events_.end(); }, kind);
    auto at = find();
    auto seen = std::move(at->second);
    events_.erase(at);
    match(seen, fields, kind);
}

void BrokerScript::add_event_verbs()
{
    for (std::string kind :
         {"order", "execution", "commission", "position", "account", "link", "notice", "gap",
          "reconcile", "item", "ended", "said", "restored", "book", "tick"})
        script_.verb(kind, [this, kind](const YAML::Node& value) { expect_event(kind, value); });
    script_.verb("forget", [this](const YAML::Node&) {
        settle(io_);
        events_.clear();
    });
    // no event (of that kind) is left
    script_.verb("nothing", [this](const YAML::Node& value) {
        settle(io_);
        for (const auto& [kind, seen] : events_)
            if (!value.IsDefined() || value.IsNull() || kind == value.Scalar())
                script_.fail("there is " + kind + " " + conformance::to_text(seen));
    });
    script_.verb("outcome", [this](const YAML::Node& value) { expect_outcome(value); });
    script_.verb("pending", [this](const YAML::Node& value) {
        settle(io_);
        auto known = calls_.find(value.Scalar());
        if (known == calls_.end()) script_.fail("no call " + value.Scalar());
        if (known->second->has_value()) script_.fail(value.Scalar() + " has completed");
    });
}

void BrokerScript::expect_outcome(const YAML::Node& value)
{
    auto name = value["of"].Scalar();
    auto known = calls_.find(name);
    if (known == calls_.end()) script_.fail("no call " + name);
    script_.wait([&] { return known->second->has_value(); }, "outcome of " + name);
    const auto& outcome = **known->second;
    auto wanted = YAML::Clone(value);
    wanted.remove("of");
    bool wants_error = wanted["error"] || wanted["code"];
    if (!outcome && !wants_error) script_.fail(name + ": " + outcome.error().describe());
    if (outcome && wants_error && !wanted["status"])
        script_.fail(name + " succeeded: " + conformance::to_text(*outcome));
    auto seen = outcome ? *outcome : value_of(outcome.error());
    if (auto list = wanted["list"])
        script_.match(seen, list, name);
    else
        match(seen, wanted, name);
}

}  // namespace trademind::test
