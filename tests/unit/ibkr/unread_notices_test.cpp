// Notices of what cannot be read: each word once a session, rows with a count.
#include "brokers/ibkr/broker/unread.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace trademind::ibkr_broker {
namespace {

class UnreadNoticesTest : public testing::Test, public BrokerObserver {
protected:
    void on_notice(const Notice& notice) override { said.push_back(notice.error.message); }

    std::vector<std::string> said;
    UnreadNotices unread{*this};
};

}  // namespace

TEST_F(UnreadNoticesTest, AWordIsReportedOnceASession)
{
    for (int n = 0; n < 3; ++n) unread.fields("open order", "7", {{"side", "SWAP"}});
    ASSERT_EQ(said.size(), 1U);
    EXPECT_NE(said[0].find("open order 7: side \"SWAP\""), std::string::npos) << said[0];
    unread.fields("open order", "8", {{"side", "SWOP"}});
    unread.fields("execution", "E1", {{"side", "SWAP"}});
    EXPECT_EQ(said.size(), 3U);
    unread.on_session();
    unread.fields("open order", "7", {{"side", "SWAP"}});
    EXPECT_EQ(said.size(), 4U);
}

TEST_F(UnreadNoticesTest, NothingIsReportedOfNothing)
{
    unread.fields("open order", "7", {});
    EXPECT_TRUE(said.empty());
}

TEST_F(UnreadNoticesTest, RowsLeftOutAreCounted)
{
    for (int n = 0; n < 100; ++n) unread.dropped("position", "of AAPL", {{"position", ""}});
    ASSERT_EQ(said.size(), 7U) << "1, 2, 4, ... 64";
    EXPECT_NE(said[0].find("position (not sent)"), std::string::npos) << said[0];
    EXPECT_NE(said[0].find("1 left out"), std::string::npos) << said[0];
    EXPECT_NE(said[6].find("64 left out"), std::string::npos) << said[6];
}

TEST_F(UnreadNoticesTest, AServerThatSendsNonsenseDoesNotFillTheMemory)
{
    for (int n = 0; n < 5000; ++n) unread.fields("open order", "7", {{"side", std::to_string(n)}});
    EXPECT_EQ(said.size(), 1000U);
}

}  // namespace trademind::ibkr_broker
