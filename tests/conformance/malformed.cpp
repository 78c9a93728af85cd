// Judges broken answers: refused, skipped and counted, or read as what their bytes say.
#include "conformance/codec.hpp"
#include "conformance/faithful.hpp"
#include "conformance/judge.hpp"

#include "brokers/ibkr/wire/dispatch.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>

#include <fmt/format.h>

namespace trademind::conformance {

namespace {

using ibkr::wire::Counters;
using ibkr::wire::MessageHead;

/// Writes each message again while it is alive.
struct Writer {
    Version server{};
    Encoding encoding{};
    bool delivered = false;
    Fault fault;
    std::string payload;

    template <class M> void on(const M& message)
    {
        delivered = true;
        fault = ibkr::wire::encode_as(payload, message, server, encoding);
        constexpr std::size_t prefix = 4;
        if (!fault) payload.erase(0, prefix);
    }
};

std::string judge(const std::string& frame, Version server)
{
    MessageHead head;
    auto id_fault = ibkr::wire::read_head(frame, server, head);
    Writer writer{server, head.encoding, false, {}, {}};
    Counters counters;
    auto fault =
        ibkr::AllAnswers<ibkr::wire::Dispatcher>::dispatch(frame, server, writer, counters);
    auto told = counters.messages + counters.faults + counters.unknown_ids;
    if (told != 1) return fmt::format("counted {} times", told);
    if (fault) {
        if (fault.describe().empty()) return "an error without words";
        return counters.faults == 1 && !writer.delivered ? "" : "an error, and still delivered";
    }
    if (counters.unknown_ids == 1) return writer.delivered ? "skipped, and still delivered" : "";
    if (id_fault || !writer.delivered) return "neither error nor skip nor message";
    if (writer.fault) return "read, but not written again: " + writer.fault.describe();
    MessageHead again;
    if (ibkr::wire::read_head(writer.payload, server, again) || again.id != head.id)
        return "written again under another id";
    auto read = std::string_view{frame}.substr(head.body_at);
    auto written = std::string_view{writer.payload}.substr(again.body_at);
    auto wrong = head.encoding == Encoding::text
                     ? unfaithful_text({head.id, ibkr::number(server), read, written,
                                        counters.surplus.trailing_fields})
                     : unfaithful_protobuf(read, written, counters.surplus.unknown_fields);
    return wrong.empty() ? "" : "taken for right: " + wrong;
}

}  // namespace

std::string judge_malformed(const Json& vector)
{
    try {
        return judge(unhex(vector.at("frame").get_ref<const std::string&>()),
                     static_cast<Version>(vector.at("server_version").get<int>()));
    } catch (const std::exception& error) {
        return fmt::format("not in the format of a malformed vector: {}", error.what());
    }
}

}  // namespace trademind::conformance
