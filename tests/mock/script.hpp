// Conversations with a client, written in YAML: what the client must send, what the server answers,
// what breaks, and how much time passes.
#pragma once

#include "conformance/codec.hpp"
#include "mock/mock_tws.hpp"
#include "support/manual_clock.hpp"

#include <boost/asio/io_context.hpp>

#include <yaml-cpp/yaml.h>

#include <functional>
#include <map>
#include <set>
#include <stdexcept>
#include <string>

namespace trademind::test {

/// A script that did not go as written: "file:line: what".
class ScriptFailure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Runs a list of steps in order. Each step is a verb, or a verb and its value:
///
///     - handshake: { server: 200, accounts: "DU1", next_order_id: 7 }   # for connections to come
///     - client: { place_order: { orderId: $id, order: { action: BUY } } }   # the next request
///     - server: { order_status: { orderId: $id, status: Submitted, filled: "0", remaining: "1" } }
///     - together: [ ... ]   # steps of the server whose messages leave in one write
///     - cut: 7              # the next frame comes in pieces of 7 bytes
///     - delay: 500ms        # what the server sends next comes so much later
///     - advance: 5s         # virtual time passes
///     - bytes: "00 00 00 00"
///     - drop                # closes the socket; `reset`: without a goodbye
///     - stop_listening, listen, hang_up, mute, mute_start, answer (ends these three)
///     - refuse_client_id: 5, accept_client_id: 5
///     - quiet               # the client has sent nothing else
///     - overlook            # whatever the client has sent so far is not looked at
///
/// In `client` only named fields are compared; `$name` stands for whatever comes first and for the
/// same again later. Names of messages are the protocol's, without Request or Message; names of
/// fields are the protocol's protobuf names. Texts and quantities are quoted, numbers are not.
/// Whoever tests a client adds verbs that make it act and that look at what it reports.
class Script {
public:
    using Verb = std::function<void(const YAML::Node& value)>;

    Script(boost::asio::io_context& io, ManualClock& clock, MockTws& tws);

    void verb(std::string name, Verb verb) { verbs_[std::move(name)] = std::move(verb); }
    /// Throws ScriptFailure at the first step that does not hold.
    void run_file(const std::string& path);
    void run(const YAML::Node& steps, const std::string& name);

    // for verbs
    /// Runs handlers until it holds; fails the step with `what` when it never does.
    void wait(const std::function<bool()>& condition, const std::string& what);
    void advance(Duration time);
    /// Whatever the client has asked so far is not looked at.
    void overlook();
    /// Requests of that name are looked at only where a step names them.
    void overlook_always(const std::string& request);
    [[noreturn]] void fail(const std::string& what) const;
    /// Fails the step unless all fields of `expected` are in `actual`.
    void match(const conformance::Value& actual, const YAML::Node& expected,
               const std::string& path);
    /// A request or an answer of the script, as a payload for a server version.
    std::string encode(const YAML::Node& message, Version version, bool request);
    /// "5s", "500ms", "1m".
    Duration duration(const YAML::Node& value) const;
    boost::asio::io_context& io() { return *io_; }
    MockTws& tws() { return *tws_; }

private:
    bool ignores(int id, int wanted = 0) const { return ignored_.contains(id) && id != wanted; }
    void add_verbs();
    void step(const YAML::Node& step);
    void expect_request(const YAML::Node& expected);
    conformance::Json json(const YAML::Node& node);
    std::string substituted(const std::string& text);

    boost::asio::io_context* io_;
    ManualClock* clock_;
    MockTws* tws_;
    std::map<std::string, Verb> verbs_;
    std::map<std::string, std::string> variables_;
    std::size_t seen_ = 0;  // requests that a step has looked at
    std::set<int> ignored_;
    std::string file_;
    int line_ = 0;
};

/// The script's name of a message: "PlaceOrderRequest" is place_order, "ErrorMessage" is error.
std::string script_name(std::string_view message);
/// The id of a message by the script's name for it; 0 when there is none.
int request_by_name(const std::string& name);
int answer_by_name(const std::string& name);

}  // namespace trademind::test
