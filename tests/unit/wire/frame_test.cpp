// Frames cut out of a stream of bytes, and the two greetings.
#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/server_hello.hpp"
#include "unit/wire/fields.hpp"

#include <gtest/gtest.h>

namespace trademind::ibkr::wire {
namespace {

using namespace std::string_literals;

TEST(CutFrame, TakesOneFrameAndSaysHowMuchItUsed)
{
    auto bytes = "\0\0\0\3abcrest"s;
    auto cut = cut_frame(bytes);
    EXPECT_EQ(cut.kind, FrameCut::Kind::frame);
    EXPECT_EQ(cut.payload, "abc");
    EXPECT_EQ(cut.used, 7U);
}

TEST(CutFrame, IsIncompleteUntilTheLastByte)
{
    auto bytes = "\0\0\0\3abc"s;
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        auto cut = cut_frame(std::string_view{bytes}.substr(0, n));
        EXPECT_EQ(cut.kind, FrameCut::Kind::incomplete) << n;
        EXPECT_EQ(cut.used, 0U);
    }
}

TEST(CutFrame, RefusesLengthsThatCannotBe)
{
    EXPECT_EQ(cut_frame("\0\0\0\0"s).kind, FrameCut::Kind::broken);
    EXPECT_EQ(cut_frame("\xFF\xFF\xFF\xFF"s).kind, FrameCut::Kind::broken);
    auto over = cut_frame("\1\0\0\0"s);
    EXPECT_EQ(over.kind, FrameCut::Kind::broken);
    EXPECT_EQ(over.bad_length, 0x1000000U);
    EXPECT_EQ(cut_frame("\0\xFF\xFF\xFF"s).kind, FrameCut::Kind::incomplete);
}

TEST(ClientHello, IsTheTextOfTheProtocol)
{
    std::string out;
    write_client_hello(out, {});
    EXPECT_EQ(out, "API\0\0\0\0\x09v176..225"s);
    EXPECT_EQ(client_hello_payload({200, 200, {}}), "v200");
    EXPECT_EQ(client_hello_payload({176, 200, "+PACEAPI"}), "v176..200 +PACEAPI");
}

TEST(ClientHello, IsReadByAServer)
{
    for (ClientHello hello :
         {ClientHello{}, ClientHello{200, 200, {}}, ClientHello{100, 218, "+PACEAPI"}}) {
        auto payload = client_hello_payload(hello);
        ClientHello read;
        ASSERT_FALSE(read_client_hello(payload, read)) << payload;
        EXPECT_EQ(read.oldest, hello.oldest);
        EXPECT_EQ(read.newest, hello.newest);
        EXPECT_EQ(read.connect_options, hello.connect_options);
    }
    ClientHello read;
    for (auto bad : {"", "v", "vx", "200", "v100..", "v218..100", "v100..218x", "v-1"})
        EXPECT_TRUE(read_client_hello(bad, read)) << bad;
}

TEST(ServerHello, GivesVersionAndTime)
{
    auto payload = fields({"200", "20260405 23:49:38 CET"});
    ServerHello hello;
    ASSERT_FALSE(read_server_hello(payload, hello));
    EXPECT_EQ(hello.version, 200);
    EXPECT_EQ(hello.connection_time, "20260405 23:49:38 CET");
}

TEST(ServerHello, OfOldServersAndRedirectsIsUnderstood)
{
    auto old = fields({"19"}), elsewhere = fields({"-1", "host:4001"});
    ServerHello hello;
    ASSERT_FALSE(read_server_hello(old, hello));
    EXPECT_EQ(hello.version, 19);
    ASSERT_FALSE(read_server_hello(elsewhere, hello));
    EXPECT_EQ(hello.redirect, "host:4001");
}

TEST(ServerHello, IsRefusedWhenBroken)
{
    ServerHello hello;
    for (auto bad : {""s, "200"s, "200\0"s, "200\0no end"s, "abc\0x\0"s, "\0x\0"s, "200 \0x\0"s}) {
        auto fault = read_server_hello(bad, hello);
        EXPECT_TRUE(fault) << bad;
        EXPECT_EQ(fault.message, "Handshake");
    }
}

TEST(ServerHello, ReadsBackWhatAServerWrites)
{
    std::string out;
    write_server_hello(out, {213, "now", {}});
    ServerHello hello;
    ASSERT_FALSE(read_server_hello(cut_frame(out).payload, hello));
    EXPECT_EQ(hello.version, 213);
    EXPECT_EQ(hello.connection_time, "now");
}

TEST(AcceptVersion, TakesWhatIsSpokenAndNothingElse)
{
    EXPECT_FALSE(accept_version(number(Version::oldest) - 1));
    EXPECT_EQ(accept_version(number(Version::oldest)), Version::oldest);
    EXPECT_EQ(accept_version(number(Version::newest)), Version::newest);
    EXPECT_FALSE(accept_version(number(Version::newest) + 1));
    EXPECT_FALSE(accept_version(-1));
}

}  // namespace
}  // namespace trademind::ibkr::wire
