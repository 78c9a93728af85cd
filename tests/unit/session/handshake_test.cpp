// The messages of the beginning.
#include "brokers/ibkr/session/handshake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace trademind::ibkr::session {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string hello(std::string_view version, std::string_view text)
{
    return std::string{version} + '\0' + std::string{text} + '\0';
}

class HandshakeTest : public testing::Test {
protected:
    LinkOptions options_;
    Handshake handshake_{options_};
};

TEST_F(HandshakeTest, offers_the_range_and_the_connect_options)
{
    EXPECT_EQ(handshake_.greeting(), std::string("API\0\0\0\0\x09v176..225", 17));
    options_.connect_options = "+PACEAPI";
    EXPECT_EQ(handshake_.greeting(), std::string("API\0\0\0\0\x12v176..225 +PACEAPI", 26));
    options_.connect_options.clear();
    options_.newest = Version{200};
    EXPECT_EQ(handshake_.greeting(), std::string("API\0\0\0\0\x09v176..200", 17));
    options_.oldest = Version{200};
    EXPECT_EQ(handshake_.greeting(), std::string("API\0\0\0\0\x04v200", 12));
}

TEST_F(HandshakeTest, takes_the_version_and_the_servers_own_words)
{
    auto version = handshake_.answered(hello("200", "20260405 23:49:38 \xE4\xB8\xAD\xE5\x9B\xBD"));
    ASSERT_TRUE(version);
    EXPECT_EQ(*version, Version{200});
    EXPECT_EQ(handshake_.session().connection_time, "20260405 23:49:38 \xE4\xB8\xAD\xE5\x9B\xBD");
}

TEST_F(HandshakeTest, refuses_what_was_not_offered)
{
    options_.oldest = Version{190};
    options_.newest = Version{200};
    EXPECT_TRUE(handshake_.answered(hello("190", "")));
    EXPECT_EQ(handshake_.answered(hello("189", "")).error(), Errc::server_too_old);
    EXPECT_EQ(handshake_.answered(hello("201", "")).error(), Errc::server_too_new);
    EXPECT_EQ(handshake_.answered(hello("-1", "other:4001")).error(), Errc::not_supported);
}

TEST_F(HandshakeTest, refuses_what_is_no_answer)
{
    for (const auto& payload :
         {std::string{}, std::string{"200"}, hello("", ""), hello("abc", "x"), hello("200x", "x"),
          std::string("200\0unterminated", 16), hello("99999999999", "x")}) {
        auto version = handshake_.answered(payload);
        ASSERT_FALSE(version) << payload;
        EXPECT_EQ(version.error(), Errc::protocol);
        EXPECT_THAT(version.error().message, HasSubstr("what answers is not TWS"));
    }
}

TEST_F(HandshakeTest, tells_the_error_that_comes_instead_of_a_version)
{
    auto version = handshake_.answered(std::string("4\0002\000-1\000507\0Bad Message\0", 23));
    ASSERT_FALSE(version);
    EXPECT_EQ(version.error().code.value(), 507);
    EXPECT_THAT(version.error().message, HasSubstr("Bad Message"));
    // fields as the greeting has them are none
    EXPECT_EQ(handshake_.answered(hello("4", "2")).error(), Errc::server_too_old);
}

TEST_F(HandshakeTest, starts_in_the_form_of_the_version)
{
    options_.client_id = 9;
    options_.optional_capabilities = "x";
    struct Case {
        const char* version;
        std::string frame;
    };
    for (const auto& [version, frame] :
         {Case{"176", std::string("\0\0\0\x09"
                                  "71\0"
                                  "2\0"
                                  "9\0"
                                  "x\0",
                                  13)},
          Case{"212", std::string("\0\0\0\x0A\0\0\0\x47"
                                  "2\0"
                                  "9\0"
                                  "x\0",
                                  14)},
          Case{"213", std::string("\0\0\0\x09\0\0\x01\x0F\x08\x09\x12\x01x", 13)}}) {
        ASSERT_TRUE(handshake_.answered(hello(version, "")));
        auto start = handshake_.start_api();
        ASSERT_TRUE(start);
        EXPECT_EQ(*start, frame) << version;
    }
}

TEST_F(HandshakeTest, reads_the_account_list_as_servers_write_it)
{
    handshake_.accounts("DU1");
    EXPECT_THAT(handshake_.session().accounts, ElementsAre("DU1"));
    handshake_.accounts("DU1,DU2,");
    EXPECT_THAT(handshake_.session().accounts, ElementsAre("DU1", "DU2"));
    handshake_.accounts(" F1 , DU2,,");
    EXPECT_THAT(handshake_.session().accounts, ElementsAre("F1", "DU2"));
    handshake_.accounts("");
    EXPECT_THAT(handshake_.session().accounts, IsEmpty());
    handshake_.accounts(",");
    EXPECT_THAT(handshake_.session().accounts, IsEmpty());
}

TEST_F(HandshakeTest, is_complete_with_both_and_says_what_is_missing)
{
    EXPECT_EQ(handshake_.missing(), "the managed accounts and the next order id");
    handshake_.next_order_id(0);
    EXPECT_EQ(handshake_.missing(), "the managed accounts");
    EXPECT_FALSE(handshake_.complete());
    handshake_.accounts("DU1");
    EXPECT_TRUE(handshake_.complete());
    handshake_.count_session(7);
    EXPECT_EQ(handshake_.session().client_id, 7);
    handshake_.reset();
    EXPECT_FALSE(handshake_.complete());
    EXPECT_EQ(handshake_.session().sessions, 1);
    handshake_.accounts("DU1");
    EXPECT_EQ(handshake_.missing(), "the next order id");
    handshake_.forget();
    EXPECT_EQ(handshake_.session().sessions, 0);
}

}  // namespace
}  // namespace trademind::ibkr::session
