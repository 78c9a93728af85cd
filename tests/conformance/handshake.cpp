// Judges the reading of a server's greeting.
#include "conformance/judge.hpp"

#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/server_hello.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace trademind::conformance {

namespace {

using ibkr::wire::ServerHello;

/// The first field of a greeting, when it is a number.
bool begins_with_number(std::string_view frame)
{
    int n = 0;
    auto [end, ec] = std::from_chars(frame.data(), frame.data() + frame.size(), n);
    return ec == std::errc{} && end != frame.data() + frame.size() && *end == '\0';
}

std::string judge(const std::string& frame, const Json& callbacks)
{
    ServerHello hello;
    auto fault = ibkr::wire::read_server_hello(frame, hello);
    // without its second field the official client waits for more, without a number it has no
    // version: for us both are no greeting
    bool waits = callbacks.empty();
    if (waits || !begins_with_number(frame))
        return fault ? "" : "a greeting that is none was taken for one";
    auto& args = callbacks[0].at("args");
    int version = args.at("version").get<int>();
    if (fault) {
        // an old server that sends no time is too old to talk to
        bool refused = !ibkr::wire::accept_version(version);
        return refused && args.at("time") == "" ? "" : "not read: " + fault.describe();
    }
    if (hello.version != version)
        return fmt::format("version: wanted {}, found {}", version, hello.version);
    constexpr int redirect = -1;
    std::string_view second = version == redirect ? hello.redirect : hello.connection_time;
    std::string_view rest{frame};
    rest.remove_prefix(std::min(rest.size(), rest.find('\0') + 1));
    auto wanted = version == redirect ? std::string{rest.substr(0, rest.find('\0'))}
                                      : args.at("time").get<std::string>();
    if (second != wanted)
        return fmt::format("second field: wanted \"{}\", found \"{}\"", wanted, second);
    bool ours = version >= ibkr::number(ibkr::Version::oldest) &&
                version <= ibkr::number(ibkr::Version::newest);
    auto accepted = ibkr::wire::accept_version(version);
    if (accepted.has_value() != ours || (ours && ibkr::number(*accepted) != version))
        return fmt::format("version {} is {}", version, ours ? "refused" : "accepted");

    // what our server's side says for it reads back the same
    std::string again;
    ibkr::wire::write_server_hello(again, hello);
    auto cut = ibkr::wire::cut_frame(again);
    ServerHello copy;
    if (ibkr::wire::read_server_hello(cut.payload, copy) || copy.version != hello.version ||
        copy.connection_time != hello.connection_time || copy.redirect != hello.redirect)
        return "written and read again, the greeting differs";
    return {};
}

}  // namespace

std::string judge_handshake(const Json& vector)
{
    try {
        return judge(unhex(vector.at("frame").get_ref<const std::string&>()),
                     vector.at("callbacks"));
    } catch (const std::exception& error) {
        return fmt::format("not in the format of a handshake vector: {}", error.what());
    }
}

}  // namespace trademind::conformance
