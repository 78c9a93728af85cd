// The judges see every change of a vector: what cannot fail judges nothing.
#include "conformance/judge.hpp"
#include "conformance/mutations.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::conformance {
namespace {

using Judge = std::string (*)(const Json&);

/// Counts the changes; each must be reported.
std::size_t expect_seen(Judge judge, const Json& vector, const std::vector<Mutation>& mutations)
{
    EXPECT_EQ(judge(vector), "") << vector["id"];
    for (auto& mutation : mutations)
        EXPECT_NE(judge(mutation.vector), "") << vector["id"] << ": " << mutation.what;
    return mutations.size();
}

bool is_ignored(const Json& vector)
{
    return vector["id"].get<std::string>().find("/ignored_") != std::string::npos;
}

/// Members of structs are left out when they have their default, so each one there has another
/// value, and leaving it out is a change. Parameters of the call and members of conditions are
/// always there.
bool is_struct_member(const std::string& path)
{
    return std::count(path.begin(), path.end(), '/') > 1 &&
           path.find("/conditions/") == std::string::npos &&
           path.find(" null ") == std::string::npos;
}

TEST(OutboundJudge, SeesEveryOtherArgument)
{
    std::size_t changes = 0;
    for (auto& vector : sample("outbound.jsonl.xz", 37))
        if (!is_ignored(vector))
            changes += expect_seen(judge_outbound, vector, change_each_value(vector, "args"));
    EXPECT_GT(changes, 500U);
}

TEST(OutboundJudge, SeesEveryArgumentTooManyAndTooFew)
{
    std::size_t changes = 0;
    for (auto& vector : sample("outbound.jsonl.xz", 41)) {
        if (is_ignored(vector)) continue;
        auto mutations = change_each_member(vector, "args");
        std::erase_if(mutations, [](auto& mutation) {
            bool left_out = mutation.what.ends_with("left out");
            return left_out && !is_struct_member(mutation.what);
        });
        changes += expect_seen(judge_outbound, vector, mutations);
    }
    EXPECT_GT(changes, 500U);
}

TEST(OutboundJudge, SeesEveryOtherTextField)
{
    std::size_t changes = 0;
    for (auto& vector : sample("outbound.jsonl.xz", 83)) {
        if (vector["encoding"] != "text" || vector["call"] == "eConnect") continue;
        auto mutations = change_each_field(vector);
        // a zero may be spelt with any exponent
        std::erase_if(mutations, [](auto& mutation) {
            return mutation.what.find("\"+0E+0\" -> \"+0E+01\"") != std::string::npos;
        });
        changes += expect_seen(judge_outbound, vector, mutations);
    }
    EXPECT_GT(changes, 500U);
}

TEST(OutboundJudge, SeesEveryOtherByteOfProtobuf)
{
    std::size_t changes = 0;
    for (auto& vector : sample("outbound.jsonl.xz", 89))
        if (vector["encoding"] == "protobuf")
            changes += expect_seen(judge_outbound, vector, change_each_byte(vector));
    EXPECT_GT(changes, 500U);
}

TEST(OutboundJudge, SeesAnotherVersionsLayout)
{
    for (auto& vector : sample("outbound.jsonl.xz", 1)) {
        if (vector["id"] != "placeOrder/all_versions_lmt_stk/v189") continue;
        EXPECT_EQ(judge_outbound(vector), "");
        for (int version : {176, 183, 188, 190, 192, 199, 201, 203}) {
            auto other = vector;
            other["server_version"] = version;
            EXPECT_NE(judge_outbound(other), "") << version;
        }
        return;
    }
    FAIL() << "the vector is gone";
}

TEST(OutboundJudge, SeesAnotherCall)
{
    for (auto& vector : sample("outbound.jsonl.xz", 53)) {
        auto other = vector;
        other["call"] = vector["call"] == "reqPositions" ? "reqOpenOrders" : "reqPositions";
        EXPECT_NE(judge_outbound(other), "") << vector["id"];
        other["call"] = "noSuchCall";
        EXPECT_NE(judge_outbound(other), "") << vector["id"];
    }
}

TEST(InboundJudge, SeesEveryOtherValue)
{
    std::size_t changes = 0;
    for (auto& vector : sample("inbound.jsonl.xz", 97)) {
        // without its parts the official callback is empty, and ours an error
        if (vector["id"].get<std::string>().find("CONTRACT_DATA/pb.") != std::string::npos)
            continue;
        changes += expect_seen(judge_inbound, vector, change_each_value(vector, "callbacks"));
    }
    EXPECT_GT(changes, 500U);
}

TEST(InboundJudge, SeesEveryValueTooMany)
{
    std::size_t changes = 0;
    for (auto& vector : sample("inbound.jsonl.xz", 101)) {
        if (vector["id"].get<std::string>().find("CONTRACT_DATA/pb.") != std::string::npos)
            continue;
        auto mutations = change_each_member(vector, "callbacks");
        std::erase_if(mutations,
                      [](auto& mutation) { return mutation.what.ends_with("left out"); });
        changes += expect_seen(judge_inbound, vector, mutations);
    }
    EXPECT_GT(changes, 100U);
}

TEST(InboundJudge, SeesEveryValueThatIsLeftOut)
{
    std::size_t changes = 0;
    for (auto& vector : sample("inbound.jsonl.xz", 103)) {
        if (vector["id"].get<std::string>().find("/pb.") != std::string::npos) continue;
        auto mutations = change_each_member(vector, "callbacks");
        std::erase_if(mutations, [](auto& mutation) {
            // margins that are unset have two spellings, and the model one
            return !mutation.what.ends_with("left out") ||
                   mutation.what.find("\"1.7976931348623157E308\"") != std::string::npos;
        });
        changes += expect_seen(judge_inbound, vector, mutations);
    }
    EXPECT_GT(changes, 300U);
}

TEST(InboundJudge, SeesCallbacksTooManyTooFewSwappedAndRenamed)
{
    std::size_t changes = 0;
    for (auto& vector : sample("inbound.jsonl.xz", 29)) {
        auto& callbacks = vector["callbacks"];
        if (callbacks.empty() ||
            vector["id"].get<std::string>().find("CONTRACT_DATA/pb.") != std::string::npos)
            continue;
        std::vector<Mutation> all;
        auto add = [&](const char* what) -> Json& {
            return all.emplace_back(Mutation{what, vector}).vector["callbacks"];
        };
        add("one too few").erase(0);
        add("one too many").push_back(callbacks[0]);
        add("renamed")[0]["name"] = "someoneElse";
        if (callbacks.size() > 1 && callbacks[0] != callbacks[1]) {
            auto& swapped = add("swapped");
            std::swap(swapped[0], swapped[1]);
        }
        changes += expect_seen(judge_inbound, vector, all);
    }
    EXPECT_GT(changes, 300U);
}

TEST(InboundJudge, SeesEveryOtherFieldOfAFrame)
{
    std::size_t changes = 0;
    for (auto& vector : sample("inbound.jsonl.xz", 1)) {
        auto id = vector["id"].get<std::string>();
        if (id != "ORDER_STATUS/filled_3/v200" && id != "PNL_SINGLE/plain/v200" &&
            id != "TICK_NEWS/brfg/v200")
            continue;
        auto mutations = change_each_field(vector);
        // one field more than is known is counted, and no fault
        std::erase_if(mutations, [](auto& mutation) { return mutation.what.ends_with("twice"); });
        changes += expect_seen(judge_inbound, vector, mutations);
    }
    EXPECT_GT(changes, 50U);
}

TEST(HandshakeJudge, SeesAnotherVersionAndTime)
{
    std::size_t changes = 0;
    for (auto& vector : sample("handshake.jsonl.xz", 1)) {
        auto id = vector["id"].get<std::string>();
        if (id.find("/v2") == std::string::npos) continue;
        auto mutations = change_each_value(vector, "callbacks");
        std::erase_if(mutations, [](auto& m) { return m.what.find("/name") != std::string::npos; });
        changes += expect_seen(judge_handshake, vector, mutations);
    }
    EXPECT_GT(changes, 5U);
}

TEST(HandshakeJudge, WantsAnErrorForAGreetingThatIsNone)
{
    for (auto& vector : sample("handshake.jsonl.xz", 1)) {
        if (vector["id"] != "CONNECT_ACK/v200") continue;
        auto silent = vector;
        silent["callbacks"] = Json::array();
        EXPECT_EQ(judge_handshake(silent), "a greeting that is none was taken for one");
    }
}

TEST(MalformedJudge, PassesGoodFramesOfEveryMessage)
{
    for (auto& vector : sample("inbound.jsonl.xz", 7)) {
        if (vector["encoding"] != "text") continue;
        auto id = vector["id"].get<std::string>();
        // a position of an old message version is written in the newest one
        if (id.find("/version") != std::string::npos) continue;
        EXPECT_EQ(judge_malformed(vector), "") << id;
    }
}

}  // namespace
}  // namespace trademind::conformance
