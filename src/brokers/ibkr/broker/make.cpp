// The broker over a real link, from its options.
#include "brokers/ibkr/broker/broker.hpp"
#include "brokers/ibkr/client/link_port.hpp"

namespace trademind {
namespace {

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
    link.pacing.messages_per_second = options.messages_per_second;
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

std::shared_ptr<Broker> make_ibkr_broker(asio::any_io_executor executor, IbkrOptions options,
                                         std::shared_ptr<Clock> clock)
{
    auto link = link_options(options);
    auto record_file = options.record_file;
    auto make_core = [&](Strand strand, std::shared_ptr<Clock> its_clock) {
        return ibkr::make_client_core(std::move(strand), std::move(its_clock), std::move(link),
                                      std::move(record_file));
    };
    auto broker = std::make_unique<ibkr_broker::IbkrBroker>(std::move(executor), std::move(options),
                                                            std::move(clock), make_core);
    return {broker.release(), end_on_strand};
}

Result<ibkr::Client> ibkr_client(Broker& broker)
{
    auto* ours = dynamic_cast<ibkr_broker::IbkrBroker*>(&broker);
    if (!ours) return Error{Errc::not_supported, "the broker " + broker.name() + " is not IBKR's"};
    return ibkr::Client{ours->core()};
}

}  // namespace trademind
