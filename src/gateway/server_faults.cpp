// Trouble on demand.
#include "base/log.hpp"
#include "gateway/server.hpp"

#include <utility>

namespace trademind::gateway {

void Server::play_faults()
{
    for (const auto& step : options_.faults)
        steps_.push_back(floor_.broker->clock()->after(
            step.at, floor_.broker->get_executor(), [self = weak_from_this(), fault = step.fault] {
                if (auto server = self.lock()) server->inject(fault);
            }));
}

void Server::set_upstream(bool away, int code)
{
    floor_.faults.upstream_away = away;
    send_link(code, code == 1100 ? "Connectivity between IB and Trader Workstation has been lost."
                    : code == 1101
                        ? "Connectivity between IB and Trader Workstation has been restored - "
                          "data lost."
                        : "Connectivity between IB and Trader Workstation has been restored - "
                          "data maintained.");
    if (away) return;
    for (auto& [key, client] : clients_)
        if (code == 1101)
            client.quotes.forget();
        else
            client.quotes.drained(*client.session);
}

void Server::inject(GatewayFault fault)
{
    log::info("gateway: {}", to_string(fault));
    auto& faults = floor_.faults;
    auto each = [&](auto use) {
        for (auto all = sessions_; const auto& session : all) use(*session);
    };
    switch (fault) {
    case GatewayFault::lose_upstream: return set_upstream(true, 1100);
    case GatewayFault::restore_upstream: return set_upstream(false, 1102);
    case GatewayFault::restore_upstream_without_data: return set_upstream(false, 1101);
    case GatewayFault::break_farm:
        faults.farm_away = true;
        return send_link(2103, "Market data farm connection is broken:usfarm");
    case GatewayFault::restore_farm:
        faults.farm_away = false;
        send_link(code_farm_ok, "Market data farm connection is OK:usfarm");
        for (auto& [key, client] : clients_) client.quotes.drained(*client.session);
        return;
    case GatewayFault::drop_connections:
        return each([](Session& session) { session.close("a fault was asked for"); });
    case GatewayFault::cut_frame: return each([](Session& session) { session.cut_next(); });
    case GatewayFault::fall_silent:
    case GatewayFault::speak_again:
        floor_.faults.silent = fault == GatewayFault::fall_silent;
        return each([this](Session& session) { session.hold(floor_.faults.silent); });
    case GatewayFault::refuse_connections: {
        auto acceptor = std::exchange(acceptor_, nullptr);
        error_code ignored;
        if (acceptor) acceptor->close(ignored);
        return each([](Session& session) { session.close("the gateway restarts"); });
    }
    case GatewayFault::accept_connections:
        if (acceptor_) return;
        if (auto listening = listen(); !listening)
            log::error("gateway: {}", listening.error().describe());
        return;
    case GatewayFault::lose_acknowledgement: ++faults.lost_acknowledgements; return;
    case GatewayFault::double_execution: ++faults.doubled; return;
    case GatewayFault::correct_execution: ++faults.corrected; return;
    case GatewayFault::commission_first: ++faults.commissions_first; return;
    case GatewayFault::roll_back_ids: ++faults.rolled_back; return;
    }
}

}  // namespace trademind::gateway
