// Judges requests: our frames against the official client's, and back.
#include "conformance/calls.hpp"
#include "conformance/codec.hpp"
#include "conformance/difference.hpp"
#include "conformance/frame_difference.hpp"
#include "conformance/judge.hpp"
#include "conformance/lossy.hpp"

#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/server_hello.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::conformance {

namespace {

using ibkr::wire::MessageHead;

struct OutboundCase {
    std::string call;
    Version server{};
    Json args;
    bool ignored = false;  ///< some arguments leave no trace at this version
    std::string frame;
    MessageHead head;
};

std::string judge_connect(const OutboundCase& vector)
{
    ibkr::wire::ClientHello hello, read;
    auto problem = ibkr::wire::read_client_hello(vector.frame, read);
    if (problem) return "the official greeting is not read: " + problem.describe();
    for (auto& [name, value] : vector.args.items())
        if (name != "connect_options" || !value.is_string())
            return fmt::format("{}: no argument of this call", name);
    std::string options = vector.args.value("connect_options", "");
    if (read.connect_options != options)
        return fmt::format("connect_options: wanted \"{}\", found \"{}\"", options,
                           read.connect_options);
    hello.oldest = read.oldest;
    hello.newest = read.newest;
    hello.connect_options = options;
    auto ours = ibkr::wire::client_hello_payload(hello);
    if (ours != vector.frame)
        return fmt::format("greeting: wanted \"{}\", found \"{}\"", vector.frame, ours);
    return {};
}

/// The members as far as this server takes them. The official client drops silently what the
/// library refuses by name, so in a case where something leaves no trace the refused member goes.
std::string encode(AnyMessage& ours, Json& members, const OutboundCase& vector,
                   std::string& payload)
{
    for (;;) {
        auto problems = ours.build(members);
        if (!problems.empty()) return problems.front();
        auto fault = ours.encode(payload, vector.server, vector.head.encoding);
        if (!fault) return {};
        bool refused = fault.kind == Fault::Kind::needs_server || fault.kind == Fault::Kind::ended;
        if (!vector.ignored || !refused || !remove_member(members, fault.field))
            return "not encoded: " + fault.describe();
    }
}

/// The order's quantity as the arguments have it; empty when there is none.
std::string_view quantity_of(const OutboundCase& vector)
{
    auto at = Json::json_pointer{"/order/total_quantity"};
    if (vector.call != "placeOrder" || !vector.args.contains(at)) return {};
    auto& argument = vector.args.at(at);
    return argument.is_string() ? std::string_view{argument.get_ref<const std::string&>()}
                                : std::string_view{};
}

/// True when ours is the order's quantity and the official number is what its client makes of it.
bool is_damaged_quantity(const OutboundCase& vector, std::optional<Decimal> official,
                         std::optional<Decimal> ours)
{
    auto argument = quantity_of(vector);
    return official && ours && ours == Decimal::parse(argument) &&
           official == official_quantity(argument, vector.head.encoding == Encoding::protobuf);
}

/// Two removed fields that only servers 187 to 189 take are an empty text and a number, exactly.
std::string judge_removed_fields(const OutboundCase& vector, std::string_view body)
{
    bool has_them = vector.server >= Version::rfq && vector.server < Version::rfq_gone &&
                    (vector.call == "placeOrder" || vector.call == "cancelOrder");
    if (!has_them) return {};
    auto fields = split_fields(body);
    std::size_t behind = vector.call == "placeOrder" && vector.server >= Version::include_overnight;
    if (fields.size() < 2 + behind) return "too few fields";
    auto last = fields.size() - 1 - behind;
    return fields[last - 1].empty() && fields[last] == "2147483647"
               ? ""
               : fmt::format("fields {} and {} are not the removed ones", last - 1, last);
}

std::string compare_frames(const OutboundCase& vector, std::string_view ours)
{
    MessageHead head;
    if (auto fault = ibkr::wire::read_head(ours, vector.server, head)) return fault.describe();
    if (head.id != vector.head.id || head.encoding != vector.head.encoding)
        return fmt::format("message id: wanted {}, found {}", vector.head.id, head.id);
    auto official = std::string_view{vector.frame}.substr(vector.head.body_at);
    ours.remove_prefix(head.body_at);
    bool option_calculation =
        vector.call == "calculateImpliedVolatility" || vector.call == "calculateOptionPrice";
    if (auto wrong = judge_removed_fields(vector, official);
        head.encoding == Encoding::text && !wrong.empty())
        return wrong;
    if (head.encoding == Encoding::text)
        return text_difference(
            official, ours, [&](std::size_t i, std::string_view a, std::string_view b) {
                bool versions = (a == "2" || a == "3") && (b == "2" || b == "3");
                return (i == 0 && option_calculation && versions) || is_cut_double(a, b) ||
                       is_damaged_quantity(vector, Decimal::parse(a), Decimal::parse(b));
            });
    return protobuf_difference(
        official, ours, [&](std::string_view path, std::string_view a, std::string_view b) {
            if (vector.call != "placeOrder") return false;
            constexpr std::string_view continuous_update = "3.39", quantity = "3.6";
            constexpr std::string_view no{"\0", 1};
            if (path == continuous_update) return (a.empty() && b == no) || (a == no && b.empty());
            return path == quantity &&
                   is_damaged_quantity(vector, Decimal::parse(a), Decimal::parse(b));
        });
}

bool looks_untouched(const Value& value)
{
    return std::visit(
        []<class T>(const T& x) {
            if constexpr (std::is_same_v<T, Unset>)
                return true;
            else if constexpr (std::is_same_v<T, bool>)
                return true;
            else if constexpr (std::is_same_v<T, std::int64_t>)
                return x == 0 || x == -1;
            else if constexpr (std::is_same_v<T, double>)
                return x == 0;
            else if constexpr (std::is_same_v<T, Decimal>)
                return x.is_zero();
            else
                return x.empty();
        },
        value.data());
}

/// What the official bytes may say differently from the arguments.
bool is_excused(const OutboundCase& vector, std::string_view path, const Value& wanted,
                const Value& found)
{
    bool text = vector.head.encoding == Encoding::text;
    if (wanted.is<double>() && found.is<double>() && text)
        return is_cut_double(wanted.as<double>(), found.as<double>(),
                             path.find("conditions.") != std::string_view::npos);
    if (wanted.is<Decimal>() && found.is<Decimal>())
        return path == "order.total_quantity" &&
               is_damaged_quantity(vector, found.as<Decimal>(), wanted.as<Decimal>());
    if (path.ends_with("multiplier") && !text) return same_multiplier(wanted, found);
    if (wanted.is<Pairs>() && found.is<Pairs>())
        if (text ? same_joined(wanted.as<Pairs>(), found.as<Pairs>())
                 : same_map(wanted.as<Pairs>(), found.as<Pairs>()))
            return true;
    return vector.ignored && looks_untouched(found);
}

std::string judge_case(const OutboundCase& vector)
{
    if (vector.call == "eConnect") return judge_connect(vector);
    auto id = request_id_of(vector.call);
    if (!id) return fmt::format("unknown call \"{}\"", vector.call);
    auto make = find_request(*id);
    if (!make) return fmt::format("no message for {} ({})", vector.call, *id);
    if (vector.head.id != *id)
        return fmt::format("message id: the official frame has {}, {} sends {}", vector.head.id,
                           vector.call, *id);

    auto ours = make();
    bool as_protobuf = vector.server >= ours->protobuf_since();
    if (as_protobuf != (vector.head.encoding == Encoding::protobuf))
        return fmt::format("encoding: this library sends {} to server {}",
                           as_protobuf ? "protobuf" : "text", ibkr::number(vector.server));
    auto members = to_members(vector.call, vector.args);
    std::string payload;
    if (auto wrong = encode(*ours, members, vector, payload); !wrong.empty()) return wrong;
    if (auto wrong = compare_frames(vector, payload); !wrong.empty()) return wrong;

    Surplus surplus;
    auto official = make(), again = make();
    if (auto fault = official->decode(vector.frame, vector.head.body_at, vector.server,
                                      vector.head.encoding, surplus))
        return "the official frame is not read: " + fault.describe();
    if (surplus.trailing_fields + surplus.unknown_fields != 0)
        return fmt::format("the official frame has {} fields that were not read",
                           surplus.trailing_fields + surplus.unknown_fields);
    auto wanted = ours->tree();
    auto wrong = first_difference(wanted, official->tree(), [&](auto path, auto& a, auto& b) {
        return is_excused(vector, path, a, b);
    });
    if (!wrong.empty()) return "read from the official frame: " + wrong;

    // our own frame has no cut numbers to excuse
    if (auto fault = again->decode(payload, vector.head.body_at, vector.server,
                                   vector.head.encoding, surplus))
        return "our frame is not read: " + fault.describe();
    wrong = first_difference(wanted, again->tree(), [&](auto path, auto& a, auto& b) {
        bool number = a.template is<double>() || a.template is<Decimal>();
        return (!number || b.is_unset()) && is_excused(vector, path, a, b);
    });
    return wrong.empty() ? "" : "read from our frame: " + wrong;
}

}  // namespace

std::string judge_outbound(const Json& vector)
{
    OutboundCase c;
    try {
        c.call = vector.at("call").get<std::string>();
        c.server = static_cast<Version>(vector.at("server_version").get<int>());
        c.args = vector.at("args");
        auto id = vector.at("id").get<std::string>();
        c.ignored = id.find("/ignored_") != std::string::npos;
        std::vector<std::string> frames;
        if (vector.contains("frames"))
            frames = vector["frames"].get<std::vector<std::string>>();
        else
            frames.push_back(vector.at("frame").get<std::string>());
        // no call of ours sends more than one frame
        if (frames.size() != 1) return fmt::format("wanted {} frames, found 1", frames.size());
        c.frame = unhex(frames.front());
        if (c.call != "eConnect") {
            if (auto fault = ibkr::wire::read_head(c.frame, c.server, c.head))
                return "the official frame: " + fault.describe();
            if ((c.head.encoding == Encoding::protobuf) != (vector.at("encoding") == "protobuf"))
                return "the official frame is not in the encoding that the vector names";
        }
        return judge_case(c);
    } catch (const std::exception& error) {
        return fmt::format("not in the format of an outbound vector: {}", error.what());
    }
}

}  // namespace trademind::conformance
