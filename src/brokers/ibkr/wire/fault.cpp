// Faults in words.
#include "brokers/ibkr/wire/fault.hpp"

namespace trademind::ibkr::wire {
namespace {

const char* reason(Fault::Kind kind)
{
    switch (kind) {
    case Fault::Kind::truncated: return "the frame ends here";
    case Fault::Kind::not_a_number: return "not a number";
    case Fault::Kind::out_of_range: return "number out of range";
    case Fault::Kind::bad_text: return "text that the encoding cannot carry";
    case Fault::Kind::bad_encoding: return "broken protobuf";
    case Fault::Kind::unknown_value: return "a value that is not known";
    case Fault::Kind::missing: return "missing";
    case Fault::Kind::bad_id: return "no message id";
    case Fault::Kind::too_long: return "over the largest frame of 16777215 bytes";
    default: return "";
    }
}

}  // namespace

std::string Fault::describe() const
{
    if (kind == Kind::none) return "no fault";
    std::string text{message.empty() ? std::string_view{"frame"} : message};
    if (!field.empty()) text.append(": ").append(field);
    if (kind == Kind::needs_server || kind == Kind::ended) {
        text += kind == Kind::needs_server ? " needs server " : " ended with server ";
        text += std::to_string(number(needed) - (kind == Kind::ended ? 1 : 0));
        text += ", connected to " + std::to_string(number(server));
        return text;
    }
    text.append(": ").append(reason(kind));
    if (offset != 0) text.append(" (byte ").append(std::to_string(offset)).append(1, ')');
    return text;
}

Error unsendable(const Fault& fault)
{
    bool refused = fault.kind == Fault::Kind::needs_server || fault.kind == Fault::Kind::ended;
    return {refused ? Errc::not_supported : Errc::invalid_argument, fault.describe()};
}

}  // namespace trademind::ibkr::wire
