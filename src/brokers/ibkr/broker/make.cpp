// The broker over a real link, from its options.
#include "base/log.hpp"
#include "base/time_zone.hpp"
#include "brokers/ibkr/broker/broker.hpp"
#include "brokers/ibkr/transport/driver.hpp"

#include <trademind/brokers/ibkr/reading_client.hpp>
#include <trademind/brokers/unsafe_ibkr.hpp>

namespace trademind {
namespace {

ibkr::session::Calendar calendar_of(const IbkrOptions& options)
{
    using ibkr::session::Region;
    auto region = options.region == IbkrRegion::europe ? Region::europe
                  : options.region == IbkrRegion::asia ? Region::asia
                                                       : Region::north_america;
    auto calendar = ibkr::session::Calendar::planned(region);
    for (const auto& away : options.away_windows)
        calendar.add({away.name, away.days, away.from, away.to, find_time_zone(away.time_zone)});
    return calendar;
}

ibkr::session::LinkOptions link_options(const IbkrOptions& options)
{
    ibkr::session::LinkOptions link;
    link.host = options.host;
    link.port = options.port;
    link.client_id = options.client_id;
    link.timeouts.resolve = link.timeouts.connect = link.timeouts.handshake =
        options.connect_timeout;
    link.timeouts.start = 3 * options.connect_timeout;
    link.reconnect.enabled = options.reconnect;
    link.reconnect.for_ever = options.reconnect_for_ever;
    link.reconnect.attempts = options.reconnect_attempts;
    link.reconnect.delay = options.reconnect_delay;
    link.reconnect.next_client_ids = options.next_client_ids;
    link.timeouts.finish = options.disconnect_timeout;
    link.windows = calendar_of(options);
    link.pacing.messages_per_second = options.messages_per_second;
    link.record_file = options.record_file.string();
    return link;
}

/// Whoever lets the broker go may be any thread, or one of its own handlers: it ends on its strand,
/// when nothing of it runs.
void end_on_strand(ibkr_broker::IbkrBroker* broker)
{
    auto strand = broker->get_executor();
    asio::post(strand, [owned = std::unique_ptr<ibkr_broker::IbkrBroker>{broker}] {});
}

}  // namespace

std::shared_ptr<Broker> make_unsafe_ibkr_broker(asio::any_io_executor executor, IbkrOptions options,
                                                std::shared_ptr<Clock> clock)
{
    if (auto added = extend_tws_codes(options.tws_codes); !added)
        log::warning("TWS codes are left as they are: {}", added.error().message);
    auto link = link_options(options);
    ibkr::SilenceOptions silence{options.resubscribe_after_restore, options.resubscribe_after_farm,
                                 options.resubscribe_while_withheld};
    auto make_core = [&](std::shared_ptr<detail::Calls> calls) {
        auto driver = std::make_shared<ibkr::transport::Driver>(calls->turns(), calls->clock(),
                                                                std::move(link));
        return ibkr::ClientCore::create(std::move(calls), std::move(driver), silence);
    };
    auto broker = std::make_unique<ibkr_broker::IbkrBroker>(std::move(executor), std::move(options),
                                                            std::move(clock), make_core);
    return {broker.release(), end_on_strand};
}

std::function<bool(TimePoint)> expected_away(const IbkrOptions& options)
{
    return
        [calendar = calendar_of(options)](TimePoint at) { return calendar.covers(at) != nullptr; };
}

namespace {

Error not_ibkr(const Broker& broker)
{
    return {Errc::not_supported, "no IBKR broker: " + broker.name() + "; set broker.type: ibkr"};
}

const ibkr_broker::IbkrBroker* ibkr_broker_in(const Broker& broker)
{
    return dynamic_cast<const ibkr_broker::IbkrBroker*>(&broker.innermost());
}

}  // namespace

Result<ibkr::ReadingClient> ibkr_client(Broker& broker)
{
    const auto* ours = ibkr_broker_in(broker);
    if (!ours) return not_ibkr(broker);
    return ibkr::ReadingClient{ibkr::Client{ours->core()}};
}

Result<ibkr::Client> unsafe_ibkr_client(Broker& broker)
{
    const auto* ours = ibkr_broker_in(broker);
    if (!ours) return not_ibkr(broker);
    if (&broker != ours)
        return Error{Errc::not_supported,
                     "the broker is guarded: ibkr_client gives its reading requests; orders go "
                     "through place_order"};
    return ibkr::Client{ours->core()};
}

Result<IbkrStatus> ibkr_status(const Broker& broker)
{
    const auto* ours = ibkr_broker_in(broker);
    if (!ours) return not_ibkr(broker);
    return ours->status();
}

}  // namespace trademind
