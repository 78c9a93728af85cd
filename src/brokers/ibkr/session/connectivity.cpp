// Codes 1100 to 1300 and 2103 to 2158.
#include "brokers/ibkr/session/connectivity.hpp"

#include <algorithm>
#include <charconv>

namespace trademind::ibkr::session {
namespace {

struct FarmCode {
    int code;
    FarmKind kind;
    FarmState state;
};
constexpr FarmCode farm_codes[] = {
    {2103, FarmKind::market_data, FarmState::broken},
    {2104, FarmKind::market_data, FarmState::ok},
    {2105, FarmKind::history, FarmState::broken},
    {2106, FarmKind::history, FarmState::ok},
    {2107, FarmKind::history, FarmState::inactive},
    {2108, FarmKind::market_data, FarmState::inactive},
    {2119, FarmKind::market_data, FarmState::connecting},
    {2157, FarmKind::security_definition, FarmState::broken},
    {2158, FarmKind::security_definition, FarmState::ok},
};

}  // namespace

std::string_view to_string(ServerState state)
{
    switch (state) {
    case ServerState::unknown: return "unknown";
    case ServerState::connected: return "connected";
    case ServerState::lost: return "lost";
    case ServerState::restored: return "restored";
    case ServerState::restored_without_data: return "restored without data";
    }
    return "unknown";
}

std::string_view to_string(FarmKind kind)
{
    switch (kind) {
    case FarmKind::market_data: return "market data";
    case FarmKind::history: return "history";
    case FarmKind::security_definition: return "security definition";
    }
    return "unknown";
}

std::string_view to_string(FarmState state)
{
    switch (state) {
    case FarmState::ok: return "ok";
    case FarmState::inactive: return "inactive";
    case FarmState::connecting: return "connecting";
    case FarmState::broken: return "broken";
    }
    return "unknown";
}

std::string_view farm_name(std::string_view text)
{
    while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.remove_suffix(1);
    auto at = text.find_last_of(":. ");
    if (at == std::string_view::npos) return {};
    // "is connecting: usfarm" has a blank behind the colon, a sentence without a farm has words
    if (text[at] == ' ' && (at == 0 || text[at - 1] != ':')) return {};
    return text.substr(at + 1);
}

std::optional<std::uint16_t> moved_port(std::string_view text)
{
    auto digit = [](char c) { return c >= '0' && c <= '9'; };
    while (!text.empty() && !digit(text.back())) text.remove_suffix(1);
    auto begin = text.size();
    while (begin > 0 && digit(text[begin - 1])) --begin;
    std::uint16_t port = 0;
    auto [end, ec] = std::from_chars(text.data() + begin, text.data() + text.size(), port);
    if (ec != std::errc{} || port == 0) return {};
    return port;
}

const ConnectivityChange* Connectivity::note(int code, std::string_view text)
{
    auto farm = std::ranges::find(farm_codes, code, &FarmCode::code);
    bool about_server = code == 1100 || code == 2110 || code == 1101 || code == 1102;
    if (!about_server && code != 1300 && farm == std::end(farm_codes)) return nullptr;
    change_ = {};
    change_.code = code;
    if (code == 1300) {
        change_.kind = ConnectivityChange::Kind::port_moved;
        change_.port = moved_port(text).value_or(0);
        change_.changed = true;
    } else if (about_server) {
        set(code == 1101   ? ServerState::restored_without_data
            : code == 1102 ? ServerState::restored
                           : ServerState::lost);
    } else {
        set(Farm{std::string{farm_name(text)}, farm->kind, farm->state});
    }
    return &change_;
}

void Connectivity::set(ServerState state)
{
    change_.kind = ConnectivityChange::Kind::server;
    change_.server = state;
    // restored is news each time: TWS may not have told of the break before it
    change_.changed = server_ != state || state != ServerState::lost;
    server_ = state;
}

void Connectivity::set(Farm farm)
{
    change_.kind = ConnectivityChange::Kind::farm;
    change_.farm = farm;
    auto at = std::ranges::find_if(farms_, [&](const Farm& known) {
        return known.name == farm.name && known.kind == farm.kind;
    });
    change_.changed = at == farms_.end() || at->state != farm.state;
    change_.recovered = farm.state == FarmState::ok && at != farms_.end() &&
                        (at->state == FarmState::broken || at->state == FarmState::connecting);
    if (at == farms_.end())
        farms_.push_back(std::move(farm));
    else
        at->state = farm.state;
}

void Connectivity::ready()
{
    if (server_ == ServerState::unknown) server_ = ServerState::connected;
}

void Connectivity::reset()
{
    server_ = ServerState::unknown;
    farms_.clear();
}

bool Connectivity::usable(FarmKind kind) const
{
    return std::ranges::none_of(farms_, [kind](const Farm& farm) {
        return farm.kind == kind &&
               (farm.state == FarmState::broken || farm.state == FarmState::connecting);
    });
}

}  // namespace trademind::ibkr::session
