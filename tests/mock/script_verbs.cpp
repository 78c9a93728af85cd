// The verbs that every script has.
#include "mock/script.hpp"

#include "mock/run.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace trademind::test {
namespace {

std::string bytes_of(const std::string& hex)
{
    std::string digits, out;
    std::ranges::copy_if(hex, std::back_inserter(digits), [](char c) { return c != ' '; });
    for (std::size_t n = 0; n + 1 < digits.size(); n += 2)
        out += static_cast<char>(std::stoi(digits.substr(n, 2), nullptr, 16));
    return out;
}

}  // namespace

void Script::add_verbs()
{
    // startApi and what the session asks by itself are requests like others: scripts say so, except
    // that the greeting's startApi is taken when its answer is
    verb("handshake", [this](const YAML::Node& value) {
        for (const auto& entry : value) {
            auto key = entry.first.Scalar();
            if (key == "server")
                tws_->speak(entry.second.as<int>());
            else if (key == "insist")
                tws_->insist(entry.second.as<int>());
            else if (key == "accounts")
                tws_->accounts(entry.second.as<std::string>());
            else if (key == "next_order_id")
                tws_->next_order_id(entry.second.as<int>());
            else
                fail("handshake has no " + key);
        }
    });
    verb("client", [this](const YAML::Node& value) { expect_request(value); });
    verb("server", [this](const YAML::Node& value) {
        auto& session = tws_->session();
        session.send_payload(encode(value, session.version(), false));
        settle(*io_);
    });
    verb("together", [this](const YAML::Node& value) {
        auto& session = tws_->session();
        session.gather(true);
        for (const auto& one : value) step(one);
        session.gather(false);
        settle(*io_);
    });
    verb("bytes", [this](const YAML::Node& value) {
        tws_->session().send_bytes(bytes_of(value.Scalar()));
        settle(*io_);
    });
    verb("cut", [this](const YAML::Node& value) { tws_->session().cut(value.as<std::size_t>()); });
    verb("delay", [this](const YAML::Node& value) { tws_->session().delay(duration(value)); });
    verb("advance", [this](const YAML::Node& value) { advance(duration(value)); });
    auto act = [this](auto action) {
        return [this, action](const YAML::Node&) {
            action(*tws_);
            settle(*io_);
        };
    };
    verb("drop", act([](MockTws& tws) { tws.session().drop(); }));
    verb("reset", act([](MockTws& tws) { tws.session().reset(); }));
    verb("stop_reading", act([](MockTws& tws) { tws.session().stop_reading(); }));
    verb("listen", act([](MockTws& tws) { tws.listen(); }));
    verb("stop_listening", act([](MockTws& tws) { tws.stop_listening(); }));
    verb("hang_up", act([](MockTws& tws) { tws.hang_up(true); }));
    verb("mute", act([](MockTws& tws) { tws.mute(true); }));
    verb("mute_start", act([](MockTws& tws) { tws.mute_start(true); }));
    verb("answer", act([](MockTws& tws) { tws.hang_up(false).mute(false).mute_start(false); }));
    verb("refuse_client_id",
         [this](const YAML::Node& value) { tws_->refuse_client_id(value.as<int>()); });
    verb("accept_client_id",
         [this](const YAML::Node& value) { tws_->accept_client_id(value.as<int>()); });
    // what the client has asked so far is not this script's subject
    verb("overlook", [this](const YAML::Node&) { overlook(); });
    verb("quiet", [this](const YAML::Node&) {
        settle(*io_);
        while (tws_->received().size() > seen_ && ignores(tws_->received()[seen_].id)) ++seen_;
        if (tws_->received().size() == seen_) return;
        const auto& request = tws_->received()[seen_];
        fail(fmt::format("the client sent {} more: {}", tws_->received().size() - seen_,
                         conformance::find_request(request.id)()->name()));
    });
    verb("connections", [this](const YAML::Node& value) {
        settle(*io_);
        if (tws_->connections() != value.as<int>())
            fail(fmt::format("there were {} connections", tws_->connections()));
    });
}

}  // namespace trademind::test
