// Greeting, server version, startApi, accounts and next id.
#include "brokers/ibkr/session/handshake.hpp"

#include "brokers/ibkr/wire/encode.hpp"
#include "brokers/ibkr/wire/frame.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace trademind::ibkr::session {

std::string Handshake::greeting() const
{
    std::string out;
    wire::write_client_hello(
        out, {number(options_->oldest), number(options_->newest), options_->connect_options});
    return out;
}

namespace {

/// An error message in the text encoding instead of the version: its id, version, request id, code
/// and text. The answer to a greeting has two fields.
std::optional<Error> error_instead(std::string_view payload)
{
    constexpr std::string_view error_id = "4";
    std::vector<std::string_view> fields;
    while (!payload.empty()) {
        auto end = std::min(payload.find('\0'), payload.size());
        fields.push_back(payload.substr(0, end));
        payload.remove_prefix(std::min(end + 1, payload.size()));
    }
    if (fields.size() < 5 || fields[0] != error_id) return std::nullopt;
    int code = 0;
    auto digits = fields[3];
    auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), code);
    if (ec != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return make_tws_error(code, std::string{fields[4]});
}

}  // namespace

Result<Version> Handshake::answered(std::string_view payload)
{
    if (auto error = error_instead(payload)) return *error;
    wire::ServerHello hello;
    if (auto fault = wire::read_server_hello(payload, hello))
        return Error{Errc::protocol,
                     fmt::format("what answers is not TWS or IB Gateway: {}", fault.describe())};
    if (hello.version == -1)
        return Error{Errc::not_supported,
                     fmt::format("the server asks to connect to {} instead", hello.redirect)};
    if (hello.version < number(options_->oldest))
        return Error{Errc::server_too_old,
                     fmt::format("server version {} is older than {}: update TWS or IB Gateway",
                                 hello.version, number(options_->oldest))};
    if (hello.version > number(options_->newest))
        return Error{Errc::server_too_new,
                     fmt::format("server version {} was not offered ({} to {})", hello.version,
                                 number(options_->oldest), number(options_->newest))};
    session_.server = Version{hello.version};
    session_.connection_time = hello.connection_time;
    return session_.server;
}

Result<std::string> Handshake::start_api() const
{
    StartApiRequest request;
    request.client_id = options_->client_id;
    request.optional_capabilities = options_->optional_capabilities;
    std::string out;
    if (auto fault = wire::encode(out, request, session_.server))
        return Error{Errc::invalid_argument, fault.describe()};
    return out;
}

void Handshake::accounts(std::string_view list)
{
    session_.accounts.clear();
    while (!list.empty()) {
        auto comma = std::min(list.find(','), list.size());
        auto account = list.substr(0, comma);
        while (!account.empty() && account.front() == ' ') account.remove_prefix(1);
        while (!account.empty() && account.back() == ' ') account.remove_suffix(1);
        // the list may end with a comma
        if (!account.empty()) session_.accounts.emplace_back(account);
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

void Handshake::next_order_id(int id)
{
    session_.next_order_id = id;
    next_id_ = true;
}

std::string Handshake::missing() const
{
    if (session_.accounts.empty())
        return next_id_ ? "the managed accounts" : "the managed accounts and the next order id";
    return next_id_ ? "" : "the next order id";
}

void Handshake::reset()
{
    auto sessions = session_.sessions;
    forget();
    session_.sessions = sessions;
}

}  // namespace trademind::ibkr::session
