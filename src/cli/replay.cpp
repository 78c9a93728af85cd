// trademind replay: a recording of a session, frame by frame, in words.
#include "brokers/ibkr/transport/recording.hpp"
#include "brokers/ibkr/wire/dispatch.hpp"
#include "cli/options.hpp"
#include "cli/trading_json.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <fmt/format.h>
#include <memory>

namespace trademind::cli {
namespace {

using ibkr::transport::RecordedFrame;
using ibkr::transport::RecordedSession;

/// A frame's message by name and as JSON, or why it could not be read.
class Decoded {
public:
    std::string name, json, fault;

    template <class M> void on(const M& message)
    {
        name = M::info.name;
        json = ibkr::wire::to_json(message);
    }
};

template <class Messages> Decoded decode_as(std::string_view payload, ibkr::Version server)
{
    Decoded decoded;
    ibkr::wire::Counters counters;
    auto fault = Messages::dispatch(payload, server, decoded, counters);
    if (fault)
        decoded.fault = fault.describe();
    else if (counters.unknown_ids > 0)
        decoded.fault = fmt::format("message id {} is not known", counters.last_unknown_id);
    return decoded;
}

Decoded decode(const RecordedFrame& frame, int server_version)
{
    auto server = static_cast<ibkr::Version>(server_version);
    return frame.from_client
               ? decode_as<ibkr::AllRequests<ibkr::wire::Dispatcher>>(frame.payload, server)
               : decode_as<ibkr::AllAnswers<ibkr::wire::Dispatcher>>(frame.payload, server);
}

double seconds_of(const RecordedFrame& frame)
{
    return std::chrono::duration<double>{frame.at}.count();
}

std::string text_of(const std::vector<RecordedSession>& sessions)
{
    std::string out;
    for (const auto& session : sessions) {
        out += fmt::format("{}Session of {}, server version {}, {} frames{}\n",
                           out.empty() ? "" : "\n", session.began, session.server_version,
                           session.frames.size(), session.complete ? "" : ", cut off");
        for (const auto& frame : session.frames) {
            auto decoded = decode(frame, session.server_version);
            auto words = decoded.fault.empty() ? decoded.name + ' ' + decoded.json
                                               : "UNREADABLE " + decoded.fault;
            out += fmt::format("{:12.6f} {} {}\n", seconds_of(frame),
                               frame.from_client ? "->" : "<-", words);
        }
    }
    return out.empty() ? "No sessions\n" : out;
}

Json json(const std::vector<RecordedSession>& sessions)
{
    auto all = Json::array();
    for (const auto& session : sessions) {
        auto frames = Json::array();
        for (const auto& frame : session.frames) {
            auto decoded = decode(frame, session.server_version);
            // bytes of a text that are not UTF-8 are no JSON: the line is kept as a text then
            auto fields = Json::parse(decoded.json, nullptr, false);
            if (fields.is_discarded()) fields = decoded.json;
            bool read = decoded.fault.empty();
            frames.push_back(object(
                "seconds", seconds_of(frame), "from", frame.from_client ? "client" : "server",
                "message", read ? Json(decoded.name) : Json(nullptr), "fields",
                read ? fields : Json(nullptr), "fault", text_or_null(decoded.fault)));
        }
        all.push_back(object("began", session.began, "server_version", session.server_version,
                             "complete", session.complete, "frames", frames));
    }
    return all;
}

Outcome replay(const std::string& file, bool as_json)
{
    auto sessions = ibkr::transport::read_recording(file);
    if (!sessions) return sessions.error();
    if (!as_json) return Outcome{text_of(*sessions)};
    return Outcome{page(json(*sessions))};
}

}  // namespace

void add_replay(Command& program, Console&)
{
    auto command = program.add("replay", "Print a recording of a session with TWS");
    auto file = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    command.option("FILE", *file, text("FILE"), "Written by --record or broker.ibkr.record_file")
        .json(*as_json)
        .footer("-> went to TWS, <- came from it; the seconds count from the session's start.");
    command.run([file, as_json] { return replay(*file, *as_json); });
}

}  // namespace trademind::cli
