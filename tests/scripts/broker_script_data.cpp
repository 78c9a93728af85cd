// Verbs for quotes, history and contracts.
#include "scripts/broker_script.hpp"

#include "mock/run.hpp"

namespace trademind::test {

void BrokerScript::add_data_verbs()
{
    script_.verb("subscribe", [this](const YAML::Node& value) {
        broker().subscribe(contract_of(value), into<void>(name_of(value, "subscribe")));
    });
    script_.verb("unsubscribe", [this](const YAML::Node& value) {
        broker().unsubscribe(contract_of(value), into<void>(name_of(value, "unsubscribe")));
    });
    // each quote is a `tick` event, the end of the stream is `ended`
    script_.verb("watch", [this](const YAML::Node& value) {
        auto name = name_of(value, "watch");
        streams_[name] = broker().watch(
            contract_of(value), [this](const Quote& quote) { tell("tick", value_of(quote)); },
            [this](const Error& error) { tell("ended", value_of(error)); });
    });
    // the same for a listener that takes a quote only when `listen_slowly` says so
    script_.verb("watch_slowly", [this](const YAML::Node& value) {
        auto backlog = value.IsMap() && value["keep"]
                           ? Backlog::keep_newest(value["keep"].as<std::size_t>())
                           : Backlog::conflate();
        slow_quotes_ = QuoteStream{broker(),
                                   contract_of(value),
                                   slow_.get_executor(),
                                   [this](const Quote& quote) { tell("tick", value_of(quote)); },
                                   {},
                                   backlog};
    });
    script_.verb("listen_slowly", [this](const YAML::Node&) {
        settle(io_);
        settle(slow_);
    });
    script_.verb("slow_counts", [this](const YAML::Node& value) {
        auto counts = slow_quotes_.counts();
        script_.match(
            conformance::Object{{"delivered", static_cast<std::int64_t>(counts.delivered)},
                                {"dropped", static_cast<std::int64_t>(counts.dropped)},
                                {"waiting", static_cast<std::int64_t>(counts.waiting)}},
            value, "slow_counts");
    });
    script_.verb("unwatch", [this](const YAML::Node& value) { streams_.erase(value.Scalar()); });
    // the quote as it is now, with its quality
    script_.verb("quote", [this](const YAML::Node& value) {
        broker().get_quote_status(contract_of(value), into<QuoteStatus>("quote"));
        auto fields = YAML::Clone(value);
        for (const char* about : {"symbol", "con_id", "qualify"})
            if (fields[about]) fields.remove(about);
        fields["of"] = "quote";
        expect_outcome(fields);
    });
    script_.verb("history", [this](const YAML::Node& value) {
        HistoryRequest request{contract_of(value)};
        if (value["duration"]) request.duration = value["duration"].Scalar();
        if (value["bar_size"]) request.bar_size = value["bar_size"].Scalar();
        if (value["show"]) request.what_to_show = value["show"].Scalar();
        auto done = into<std::vector<Bar>>(name_of(value, "history"));
        if (value["within"])
            broker().get_historical_data(request, within(script_.duration(value["within"]), done));
        else
            broker().get_historical_data(request, done);
    });
    script_.verb("find", [this](const YAML::Node& value) {
        auto pattern = contract_of(value);
        pattern.id = 0;
        broker().find_contracts(pattern,
                                into<std::vector<ContractDetails>>(name_of(value, "find")));
    });
}

}  // namespace trademind::test
