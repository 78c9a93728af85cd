// Checks of the options.
#include "brokers/ibkr/session/options.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::ibkr::session {
namespace {

Error bad(std::string_view option, std::string_view what)
{
    return {Errc::invalid_argument, fmt::format("{}: {}", option, what)};
}

bool printable(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

Result<void> LinkOptions::validate() const
{
    if (host.empty()) return bad("host", "is empty");
    if (!printable(host) || host.find(' ') != std::string::npos)
        return bad("host", "has characters that no host name has");
    if (port == 0) return bad("port", "must be 1 to 65535");
    if (client_id < 0) return bad("client_id", fmt::format("{} is negative", client_id));
    if (!printable(connect_options)) return bad("connect_options", "must be printable ASCII");
    if (oldest < Version::oldest || newest > Version::newest || oldest > newest)
        return bad("server versions",
                   fmt::format("{} to {} is not a range within {} to {}", number(oldest),
                               number(newest), number(Version::oldest), number(Version::newest)));
    for (auto [name, duration] : {std::pair{"timeouts.resolve", timeouts.resolve},
                                  {"timeouts.connect", timeouts.connect},
                                  {"timeouts.handshake", timeouts.handshake},
                                  {"timeouts.start", timeouts.start},
                                  {"timeouts.write", timeouts.write},
                                  {"timeouts.finish", timeouts.finish},
                                  {"reconnect_delay", reconnect.delay}})
        if (duration <= Duration{}) return bad(name, "must be more than 0");
    if (reconnect.attempts < 0) return bad("reconnect_attempts", "is negative");
    if (reconnect.next_client_ids < 0 || reconnect.next_client_ids > 31)
        return bad("next_client_ids", "must be 0 to 31: TWS takes 32 clients");
    if (!(reconnect.jitter >= 0.0 && reconnect.jitter < 1.0))
        return bad("reconnect.jitter", "must be at least 0 and less than 1");
    if (pacing.messages_per_second < 0) return bad("messages_per_second", "is negative");
    if (pacing.queue == 0) return bad("pacing.queue", "must be more than 0");
    if (heartbeat.silence < Duration{} || heartbeat.patience <= Duration{} || heartbeat.misses < 1)
        return bad("heartbeat", "silence, patience and misses must be more than 0");
    for (const Window& window : windows.windows())
        if (!window.zone) return bad("windows", fmt::format("{} has no time zone", window.name));
    return {};
}

std::string LinkOptions::address() const
{
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

}  // namespace trademind::ibkr::session
