// Orders on the command line: checked, confirmed, placed.
#include "unit/cli_live/live_order.hpp"

namespace trademind::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST_F(LiveOrder, IsShownAndConfirmedAndPlaced)
{
    auto outcome = live.run({"buy", "AAPL", "10", "--limit", "95.50"}, "y\n");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(live.remarked, AllOf(HasSubstr("BUY 10 AAPL LMT 95.5 DAY"),
                                     HasSubstr("account DU1234567"), HasSubstr("[y/N]")));
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("Submitted"), HasSubstr("BUY 10 AAPL LMT 95.5")));
    auto order = working();
    EXPECT_EQ(order["quantity"], "10");
    EXPECT_EQ(order["limit_price"], "95.5");
    EXPECT_EQ(order["client_id"], 1);
}

TEST_F(LiveOrder, DeclinedIsNotSent)
{
    for (auto answer : {"n\n", "\n", "yesterday\n", ""}) {
        auto outcome = live.run({"buy", "AAPL", "10", "--limit", "95"}, answer);
        EXPECT_EQ(outcome.exit, Exit::declined) << answer;
        EXPECT_THAT(outcome.problem, HasSubstr("nothing was sent"));
        EXPECT_EQ(outcome.output, "");
    }
    EXPECT_EQ(live.count<Placed>(), 0U);
}

TEST_F(LiveOrder, YesAsksNothing)
{
    auto outcome = live.run({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(live.remarked, "");
}

TEST_F(LiveOrder, JsonIsTheReport)
{
    auto report = live.json({"buy", "AAPL", "10", "--limit", "100", "--yes"});
    EXPECT_EQ(report["side"], "BUY");
    EXPECT_EQ(report["order_type"], "LMT");
    EXPECT_EQ(report["limit_price"], "100");
    EXPECT_TRUE(report["status"] == "Submitted" || report["status"] == "Filled");
    EXPECT_GT(report["order_id"].get<int>(), 0);
    EXPECT_THAT(report["client_order_id"].get<std::string>(), testing::StartsWith("tm-"));
}

TEST_F(LiveOrder, OptionsMakeTypeAndTime)
{
    struct Case {
        std::vector<std::string> options;
        const char *type, *time;
    };
    for (const auto& wanted :
         std::vector<Case>{{{"--limit", "95"}, "LMT", "DAY"},
                           {{"--limit", "95", "--tif", "GTC"}, "LMT", "GTC"},
                           {{"--stop", "105", "--tif", "gtc"}, "STP", "GTC"},
                           {{"--stop", "105", "--limit", "104"}, "STP LMT", "DAY"},
                           {{"--type", "LIT", "--limit", "95", "--stop", "96"}, "LIT", "DAY"},
                           {{"--limit", "95", "--good-till", "20991224-21:00:00"}, "LMT", "GTD"}}) {
        std::vector<std::string> words{"buy", "AAPL", "1", "--yes"};
        words.insert(words.end(), wanted.options.begin(), wanted.options.end());
        auto report = live.json(words);
        EXPECT_EQ(report["order_type"], wanted.type);
        EXPECT_EQ(report["time_in_force"], wanted.time);
        live.change([&] {
            auto sent = live.tws.received_of<Placed>().back();
            EXPECT_EQ(sent.order.order_type, wanted.type);
            EXPECT_EQ(sent.order.time_in_force, wanted.time);
        });
    }
}

TEST_F(LiveOrder, AnOrderThatFillsBehindItsAcknowledgementIsPrintedAsFilled)
{
    auto filled = live.json({"buy", "AAPL", "10", "--limit", "100", "--yes"});
    EXPECT_EQ(filled["status"], "Filled");
    EXPECT_EQ(filled["filled"], "10");
    EXPECT_EQ(filled["remaining"], "0");
}

TEST_F(LiveOrder, ConfigurationGivesTheDefaults)
{
    TemporaryFile config{
        "broker:\n  type: ibkr\n  time_in_force: GTC\n  default_order_type: LIMIT\njournal:\n  "
        "file: /tmp/none.db\n"};
    auto report =
        live.json({"buy", "AAPL", "1", "--limit", "95", "--yes", "--config", config.path()});
    EXPECT_EQ(report["time_in_force"], "GTC");
    auto outcome = live.run({"buy", "AAPL", "1", "--yes", "--config", config.path()});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage) << "a limit order without a price";
    EXPECT_THAT(outcome.problem, HasSubstr("--limit is missing: LMT needs one"));
}

TEST_F(LiveOrder, NonsenseIsNamedAndNotSent)
{
    struct Case {
        std::vector<std::string> words;
        const char* problem;
    };
    for (const auto& [words, problem] :
         std::vector<Case>{{{"buy", "AAPL", "ten"}, "QUANTITY: \"ten\""},
                           {{"buy", "AAPL", "1", "--limit", "x"}, "--limit: \"x\""},
                           {{"buy", "AAPL", "1", "--stop", "y"}, "--stop: \"y\""},
                           {{"buy", "AAPL", "1", "--tif", "EVER"}, "--tif: \"EVER\""},
                           {{"buy", "AAPL", "1", "--type", "WISH"}, "--type: \"WISH\""}}) {
        auto outcome = live.run(words);
        EXPECT_EQ(outcome.exit, Exit::wrong_usage);
        EXPECT_THAT(outcome.problem, HasSubstr(problem));
    }
    live.change([&] { EXPECT_EQ(live.tws.connections(), 0); });
}

TEST_F(LiveOrder, RiskChecksRefuseBeforeTheQuestion)
{
    struct Case {
        std::vector<std::string> words;
        const char* problem;
    };
    for (const auto& [words, problem] :
         std::vector<Case>{{{"buy", "AAPL", "1001", "--limit", "1"}, "1001"},
                           {{"buy", "AAPL", "600", "--limit", "99"}, "59400"},
                           {{"sell", "AAPL", "10", "--limit", "101"}, "SHORT_NOT_ALLOWED"},
                           {{"buy", "NOSUCH", "1", "--limit", "95"}, "NOSUCH"}}) {
        auto outcome = live.run(words, "y\n");
        EXPECT_EQ(outcome.exit, Exit::refused) << outcome.problem;
        EXPECT_THAT(outcome.problem, testing::ContainsRegex(problem));
        EXPECT_THAT(live.remarked, Not(HasSubstr("[y/N]")));
    }
    EXPECT_EQ(live.count<Placed>(), 0U);
}

TEST_F(LiveOrder, LiveAccountUnderAPaperConfigurationPlacesNothing)
{
    live.desk.name_account("U7654321");
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_NE(outcome.exit, Exit::done);
    EXPECT_THAT(outcome.problem, HasSubstr("not a paper account"));
    EXPECT_EQ(live.count<Placed>(), 0U);
}

TEST_F(LiveOrder, WordsThatAreNotUtf8DoNotHideWhatBecameOfAnOrder)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto id = placed["order_id"].get<int>();
    live.tws.once<ibkr::CancelOrderRequest>(
        [&](MockTws::Session& session, const ibkr::CancelOrderRequest&) {
            ibkr::ErrorMessage why;
            why.id = id;
            why.error_code = 202;
            why.error_message = "Auftrag gel\xf6scht";
            session.send(why);
            live.desk.cancel(id);
        });
    auto outcome = live.run({"cancel", std::to_string(id), "--json"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(nlohmann::json::parse(outcome.output)[0]["status"], "Cancelled");
}

TEST_F(LiveOrder, RefusalByTwsIsToldWithItsWords)
{
    live.desk.reject_next(201, "Order rejected - reason:Insufficient funds");
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_THAT(outcome.problem + outcome.output, HasSubstr("Insufficient funds"));
}

TEST_F(LiveOrder, WithoutAnAnswerItMayBeLive)
{
    live.desk.hold(true);
    live.timeout = 2;
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::unknown);
    EXPECT_THAT(outcome.problem, HasSubstr("may be live"));
    EXPECT_EQ(live.count<Placed>(), 1U);
}

TEST_F(LiveOrder, LinkLostWithTheOrderMeansThatItMayBeLive)
{
    live.tws.once<Placed>([](MockTws::Session& session, const Placed&) { session.drop(); });
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::unknown);
    EXPECT_THAT(outcome.problem, HasSubstr("may be live"));
}

TEST_F(LiveOrder, SameClientOrderIdPlacesOnce)
{
    std::vector<std::string> words{
        "buy", "AAPL", "1", "--limit", "95", "--yes", "--client-order-id", "mine-1"};
    auto first = live.json(words);
    auto second = live.json(words);
    EXPECT_EQ(first["order_id"], second["order_id"]);
    EXPECT_EQ(live.count<Placed>(), 1U);
}

TEST_F(LiveOrder, WhatIfPlacesNothing)
{
    auto outcome = live.run({"buy", "AAPL", "10", "--limit", "95", "--what-if"});
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(outcome.output, AllOf(HasSubstr("BUY 10 AAPL LMT 95"), HasSubstr("Initial margin"),
                                      HasSubstr("Commission")));
    EXPECT_EQ(live.remarked, "");
    auto preview = live.json({"buy", "AAPL", "10", "--limit", "95", "--what-if"});
    EXPECT_EQ(preview["commission"], "1");
    EXPECT_NE(preview["initial_margin_change"], nullptr);
    EXPECT_EQ(live.json({"orders", "--show", "all"}), nlohmann::json::array());
}

TEST_F(LiveOrder, SellsWhatIsHeld)
{
    live.desk.position("AAPL", 50_d, 90_d);
    auto report = live.json({"sell", "AAPL", "50", "--limit", "101", "--yes"});
    EXPECT_EQ(report["side"], "SELL");
    EXPECT_EQ(report["status"], "Submitted");
}

}  // namespace
}  // namespace trademind::cli::test
