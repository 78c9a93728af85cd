// Scripts that make an IBKR broker act and look at what it reports.
#pragma once

#include "mock/script.hpp"
#include "scripts/domain_values.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/ibkr.hpp>
#include <trademind/stream.hpp>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trademind::test {

/// A broker, a mock TWS and the verbs between them; tests/scripts/README.md lists the verbs.
class BrokerScript : private BrokerObserver {
public:
    BrokerScript();
    ~BrokerScript() override;

    void run_file(const std::string& path) { script_.run_file(path); }

private:
    using Value = conformance::Value;
    /// What became of a call: nothing yet, a value, or an error.
    using Outcome = std::shared_ptr<std::optional<Result<Value>>>;
    class StreamRoute;

    void add_connection_verbs();
    void add_order_verbs();
    void add_data_verbs();
    void add_request_verbs();
    void add_event_verbs();
    void add_server_verbs();
    void answer_lists();
    void send_order(const YAML::Node& value);
    void send_status(const YAML::Node& value);
    void send_fill(const YAML::Node& value);

    Broker& broker();
    ibkr::Client client();
    void make_broker(const YAML::Node& options);
    void connect(const YAML::Node& value, bool and_wait);
    void expect_event(const std::string& kind, const YAML::Node& fields);
    void expect_outcome(const YAML::Node& value);
    void ask(const YAML::Node& value, bool follow);
    void follow_book(const YAML::Node& value);
    OrderRequest order_of(const YAML::Node& value);
    Contract contract_of(const YAML::Node& value);
    std::string name_of(const YAML::Node& value, const std::string& fallback);
    Outcome& call(const std::string& name) { return calls_[name]; }
    /// Matches; of texts a part is enough.
    void match(const Value& seen, const YAML::Node& fields, const std::string& what);

    /// A handler that turns what a call completes with into the outcome of that name.
    template <class T> auto into(const std::string& name)
    {
        auto place = call(name) = std::make_shared<std::optional<Result<Value>>>();
        return [place](Result<T> result) {
            if (!result)
                *place = Result<Value>{result.error()};
            else if constexpr (std::is_void_v<T>)
                *place = Result<Value>{Value{conformance::Object{{"done", true}}}};
            else
                *place = Result<Value>{value_of(*result)};
        };
    }
    void tell(std::string kind, Value value)
    {
        auto inside = inside_.extract(kind);
        events_.emplace_back(std::move(kind), std::move(value));
        if (inside) inside.mapped()();
    }

    void on_order(const OrderReport& e) override { tell("order", value_of(e)); }
    void on_execution(const Execution& e) override { tell("execution", value_of(e)); }
    void on_commission(const Commission& e) override { tell("commission", value_of(e)); }
    void on_position(const Position& e) override { tell("position", value_of(e)); }
    void on_account(const Account& e) override { tell("account", value_of(e)); }
    void on_link(LinkState e) override { tell("link", value_of(e)); }
    void on_notice(const Notice& e) override { tell("notice", value_of(e)); }
    void on_reconcile(const ReconcileReport& e) override { tell("reconcile", value_of(e)); }
    void on_gap(const Gap& e) override { tell("gap", value_of(e)); }

    boost::asio::io_context io_;
    std::shared_ptr<ManualClock> clock_ = std::make_shared<ManualClock>();
    MockTws tws_{io_.get_executor(), clock_};
    Script script_{io_, *clock_, tws_};
    std::shared_ptr<Broker> broker_;
    Subscription observing_;
    bool answers_lists_ = true;
    std::deque<std::pair<std::string, Value>> events_;
    std::map<std::string, Outcome> calls_;
    std::map<std::string, Subscription> streams_;
    std::map<std::string, ibkr::detail::RouteId> routes_;
    std::map<std::string, std::function<void()>> inside_;  // from within the next event of a kind
    boost::asio::io_context slow_;                         // a listener that takes its time
    QuoteStream slow_quotes_;
};

}  // namespace trademind::test
