// Codes 1100 to 1300 and 2103 to 2158.
#include "brokers/ibkr/session/connectivity.hpp"

#include "base/names.hpp"

#include <algorithm>
#include <array>
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

constexpr std::array kind_names{Name{FarmKind::market_data, "market data"},
                                Name{FarmKind::history, "history"},
                                Name{FarmKind::security_definition, "security definition"}};
constexpr std::array state_names{Name{FarmState::ok, "ok"}, Name{FarmState::inactive, "inactive"},
                                 Name{FarmState::connecting, "connecting"},
                                 Name{FarmState::broken, "broken"}};

}  // namespace

std::string_view to_string(FarmKind kind)
{
    return name_of(kind_names, kind);
}

std::string_view to_string(FarmState state)
{
    return name_of(state_names, state);
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
        if (auto port = moved_port(text)) change_.port = *port;
        change_.changed = true;
    } else if (about_server) {
        set(code == 1101   ? ServerConnectivity::restored_without_data
            : code == 1102 ? ServerConnectivity::restored
                           : ServerConnectivity::lost);
    } else {
        set(DataFarm{std::string{farm_name(text)}, farm->kind, farm->state});
    }
    return &change_;
}

void Connectivity::set(ServerConnectivity state)
{
    change_.kind = ConnectivityChange::Kind::server;
    change_.server = state;
    // restored is news each time: TWS may not have told of the break before it
    change_.changed = server_ != state || state != ServerConnectivity::lost;
    server_ = state;
}

void Connectivity::set(DataFarm farm)
{
    change_.kind = ConnectivityChange::Kind::farm;
    change_.farm = farm;
    auto at = std::ranges::find_if(farms_, [&](const DataFarm& known) {
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
    if (server_ == ServerConnectivity::unknown) server_ = ServerConnectivity::connected;
}

void Connectivity::reset()
{
    server_ = ServerConnectivity::unknown;
    farms_.clear();
}

}  // namespace trademind::ibkr::session
