// The client over a real link.
#include "brokers/ibkr/client/link_port.hpp"

#include "brokers/ibkr/transport/driver.hpp"
#include "brokers/ibkr/transport/recorder.hpp"

namespace trademind::ibkr {
namespace {

session::Lane lane_of(Priority priority)
{
    switch (priority) {
    case Priority::urgent: return session::Lane::urgent;
    case Priority::orders: return session::Lane::orders;
    case Priority::rest: break;
    }
    return session::Lane::rest;
}

class LinkPort final : public Port, public session::LinkObserver {
public:
    LinkPort(ClientCore& core, session::LinkOptions options, std::string record_file)
        : core_{core},
          record_file_{std::move(record_file)},
          driver_{std::make_shared<transport::Driver>(core.calls()->turns(), core.clock(),
                                                      std::move(options))}
    {}
    ~LinkPort() override { driver_->detach(); }

    void start() override
    {
        auto started = record();
        if (started) started = driver_->start(*this);
        if (started) return;
        SessionLoss loss;
        loss.why = started.error();
        core_.on_loss(loss);
    }
    void stop() override { driver_->stop(); }
    void finish() override { driver_->finish(); }
    Result<void> send(std::string_view frame, Priority priority, std::uint64_t tag) override
    {
        return driver_->send(frame, lane_of(priority), tag);
    }
    bool withdraw(std::uint64_t tag) override { return driver_->withdraw(tag); }
    Duration delay(Priority priority) const override { return driver_->delay(lane_of(priority)); }

    void on_frame(std::string_view payload, Version server) override
    {
        auto alive = held();
        if (!alive) return;
        core_.on_frame(payload, server);
    }
    void on_read_end() override
    {
        if (auto alive = held()) core_.on_read_end();
    }
    void on_ready(const session::SessionInfo& info) override
    {
        auto alive = held();
        if (!alive) return;
        Session session;
        session.server = info.server;
        session.accounts = info.accounts;
        session.next_order_id = info.next_order_id;
        session.client_id = info.client_id;
        session.again = info.sessions > 1;
        ready_ = true;
        core_.on_session(session);
    }
    void on_lost(const session::Loss& lost) override
    {
        auto alive = held();
        if (!alive) return;
        SessionLoss loss;
        loss.why = lost.why;
        loss.retry_in = lost.retry_in;
        loss.was_ready = std::exchange(ready_, false);
        loss.silent = lost.silent;
        loss.not_sent = lost.not_sent;
        core_.on_loss(loss);
    }
    void on_stage(session::Stage stage) override
    {
        if (stage == session::Stage::connect) core_.on_connecting();
    }
    void on_connectivity(const session::ConnectivityChange& change) override
    {
        auto alive = held();
        if (!alive) return;
        if (change.kind == session::ConnectivityChange::Kind::farm) return on_farm(change);
        if (change.kind != session::ConnectivityChange::Kind::server) return;
        switch (change.server) {
        case session::ServerState::lost:
            if (change.changed) core_.on_server(ServerNews::lost);
            break;
        // Every 1101 and 1102 is news: there may have been another break that was not told.
        case session::ServerState::restored: core_.on_server(ServerNews::restored); break;
        case session::ServerState::restored_without_data:
            core_.on_server(ServerNews::restored_without_data);
            break;
        default: break;
        }
    }

private:
    /// Nothing where nobody holds the core any more and its end waits on the strand.
    std::shared_ptr<detail::Engine> held() const { return core_.weak_from_this().lock(); }
    Result<void> record()
    {
        if (record_file_.empty()) return {};
        auto recorder = transport::Recorder::open(record_file_, core_.clock());
        if (!recorder) return recorder.error();
        driver_->set_tap(std::move(*recorder));
        record_file_.clear();
        return {};
    }
    void on_farm(const session::ConnectivityChange& change)
    {
        core_.on_farm({change.farm.name, std::string{to_string(change.farm.kind)},
                       std::string{to_string(change.farm.state)}});
        if (!change.recovered) return;
        if (change.farm.kind == session::FarmKind::market_data)
            core_.on_farm_recovered(DataFarm::market_data);
        if (change.farm.kind == session::FarmKind::history)
            core_.on_farm_recovered(DataFarm::history);
    }

    ClientCore& core_;
    std::string record_file_;  // until it is open
    std::shared_ptr<transport::Driver> driver_;
    bool ready_ = false;
};

}  // namespace

std::shared_ptr<ClientCore> make_client_core(std::shared_ptr<trademind::detail::Calls> calls,
                                             session::LinkOptions options, std::string record_file,
                                             SilenceOptions silence)
{
    return ClientCore::create(
        std::move(calls),
        [&](ClientCore& core) -> std::unique_ptr<Port> {
            return std::make_unique<LinkPort>(core, std::move(options), std::move(record_file));
        },
        silence);
}

}  // namespace trademind::ibkr
