// Judges answers: what our decoder reads against the official callbacks, and what we write back.
#include "conformance/callbacks.hpp"
#include "conformance/difference.hpp"
#include "conformance/judge.hpp"

#include "brokers/ibkr/wire/dispatch.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::conformance {

namespace {

using ibkr::wire::MessageHead;

struct InboundCase {
    Version server{};
    std::string frame;
    MessageHead head;
    Json callbacks;
    Omissions omissions;
};

std::string compare_callbacks(const InboundCase& vector, const Callbacks& ours)
{
    for (std::size_t i = 0; i < std::min(ours.size(), vector.callbacks.size()); ++i) {
        auto& wanted = vector.callbacks[i];
        if (wanted.at("name") != ours[i].name)
            return fmt::format("callback {}: wanted {}, found {}", i, wanted.at("name").dump(),
                               ours[i].name);
        auto args = ours[i].args.is_unset() ? Value{Object{}} : ours[i].args;
        auto omissions = vector.omissions;
        for (auto& path : ours[i].droppable)
            omissions.droppable.push_back(fmt::format("{}.{}", i, path));
        auto difference = first_difference(wanted.at("args"), args, std::to_string(i), omissions);
        if (!difference.empty()) return fmt::format("{} {}", ours[i].name, difference);
    }
    if (ours.size() != vector.callbacks.size())
        return fmt::format("wanted {} callbacks, found {}", vector.callbacks.size(), ours.size());
    return {};
}

/// What the server's side writes for the message reads back as the same message, and writes the
/// same bytes again.
std::string judge_round_trip(const InboundCase& vector, const AnyMessage& message, MakeMessage make)
{
    std::string payload, again;
    if (auto fault = message.encode(payload, vector.server, vector.head.encoding))
        return "not written: " + fault.describe();
    MessageHead head;
    if (auto fault = ibkr::wire::read_head(payload, vector.server, head))
        return "written with a broken id: " + fault.describe();
    if (head.id != vector.head.id || head.encoding != vector.head.encoding)
        return fmt::format("written with id {}", head.id);
    auto copy = make();
    Surplus surplus;
    if (auto fault = copy->decode(payload, head.body_at, vector.server, head.encoding, surplus))
        return "what we write is not read: " + fault.describe();
    if (surplus.trailing_fields + surplus.unknown_fields != 0)
        return "what we write is not read whole";
    if (auto wrong = first_difference(message.tree(), copy->tree()); !wrong.empty())
        return "written and read again: " + wrong;
    if (auto fault = copy->encode(again, vector.server, vector.head.encoding))
        return "not written again: " + fault.describe();
    return again == payload ? "" : "written again, the bytes differ";
}

/// No callback, or one whose struct is empty.
bool tells_nothing(const Json& callbacks)
{
    if (callbacks.empty()) return true;
    for (auto& [name, value] : callbacks[0].at("args").items())
        if (name != "req_id" && value != Json::object()) return false;
    return callbacks.size() == 1;
}

std::string judge_case(const InboundCase& vector)
{
    auto make = find_answer(vector.head.id);
    if (!make) return fmt::format("no message with id {}", vector.head.id);
    auto message = make();
    Surplus surplus;
    auto fault = message->decode(vector.frame, vector.head.body_at, vector.server,
                                 vector.head.encoding, surplus);
    if (fault) {
        // without this part the official client tells nothing, and we say why
        if (fault.kind == Fault::Kind::missing && tells_nothing(vector.callbacks)) return {};
        return "not read: " + fault.describe();
    }
    auto ours =
        callbacks_of(message->tree(), {vector.head.id, vector.server, vector.head.encoding});
    if (auto wrong = compare_callbacks(vector, ours); !wrong.empty()) return wrong;
    return judge_round_trip(vector, *message, make);
}

std::vector<std::string> paths(const Json& vector, const char* name)
{
    return vector.contains(name) ? vector[name].get<std::vector<std::string>>()
                                 : std::vector<std::string>{};
}

}  // namespace

std::string judge_inbound(const Json& vector)
{
    InboundCase c;
    try {
        c.server = static_cast<Version>(vector.at("server_version").get<int>());
        c.frame = unhex(vector.at("frame").get_ref<const std::string&>());
        c.callbacks = vector.at("callbacks");
        c.omissions = {paths(vector, "unset"), paths(vector, "undefined")};
        if (auto fault = ibkr::wire::read_head(c.frame, c.server, c.head))
            return "the message id is not read: " + fault.describe();
        if ((c.head.encoding == Encoding::protobuf) != (vector.at("encoding") == "protobuf"))
            return "the frame is not in the encoding that the vector names";
        return judge_case(c);
    } catch (const std::exception& error) {
        return fmt::format("not in the format of an inbound vector: {}", error.what());
    }
}

}  // namespace trademind::conformance
