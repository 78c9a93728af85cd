// Orders on the command line: changed and cancelled.
#include "unit/cli_live/live_order.hpp"

#include <trademind/execution/journal.hpp>

namespace trademind::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST_F(LiveOrder, ModifyChangesWhatWasGivenAndKeepsTheRest)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--tif", "GTC", "--yes"});
    auto id = std::to_string(placed["order_id"].get<int>());
    auto outcome = live.run({"modify", id, "--limit", "96"}, "y\n");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(live.remarked,
                AllOf(HasSubstr("LMT 95 GTC"), HasSubstr("becomes"), HasSubstr("LMT 96 GTC")));
    auto order = working();
    EXPECT_EQ(order["limit_price"], "96");
    EXPECT_EQ(order["quantity"], "10");
    EXPECT_EQ(order["time_in_force"], "GTC");
    auto changed = live.json({"modify", id, "--quantity", "12", "--yes"});
    EXPECT_EQ(changed["quantity"], "12");
    EXPECT_EQ(changed["limit_price"], "96");
}

TEST_F(LiveOrder, ModifyDeclinedOrWithoutAChangeSendsNothing)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto id = std::to_string(placed["order_id"].get<int>());
    EXPECT_EQ(live.run({"modify", id, "--limit", "96"}, "n\n").exit, Exit::declined);
    auto outcome = live.run({"modify", id});
    EXPECT_EQ(outcome.exit, Exit::wrong_usage);
    EXPECT_THAT(outcome.problem, HasSubstr("nothing to change"));
    EXPECT_EQ(live.run({"modify", id, "--limit", "95"}).exit, Exit::failed) << "it is so already";
    outcome = live.run({"modify", id, "--limit", "much"});
    EXPECT_THAT(outcome.problem, HasSubstr("--limit"));
    EXPECT_EQ(live.count<Placed>(), 1U);
}

TEST_F(LiveOrder, ModifyOfUnknownForeignAndFinishedOrdersIsRefused)
{
    auto outcome = live.run({"modify", "77", "--limit", "96", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_THAT(outcome.problem, HasSubstr("no order 77"));
    auto placed = live.json({"buy", "AAPL", "1", "--limit", "95", "--yes", "--client-id", "8"});
    auto id = std::to_string(placed["order_id"].get<int>());
    EXPECT_EQ(live.run({"modify", id, "--limit", "96", "--yes"}).exit, Exit::refused);
    ASSERT_EQ(live.run({"cancel", id, "--client-id", "8"}).exit, Exit::done);
    EXPECT_EQ(live.run({"modify", id, "--limit", "96", "--yes", "--client-id", "8"}).exit,
              Exit::refused);
}

TEST_F(LiveOrder, ModifyMeansTheOwnOrderWhereAnotherClientHasOneOfThatNumber)
{
    auto own_journal = live.journal;
    TemporaryFile another;
    live.desk.quote("MSFT", 49_d, 50_d, 50_d);
    live.journal = another.path();
    auto foreign = live.json({"buy", "MSFT", "7", "--limit", "48", "--yes", "--client-id", "8"});
    live.journal = own_journal;
    live.change([&] { live.tws.next_order_id(foreign["order_id"].get<int>()); });
    auto own = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    ASSERT_EQ(own["order_id"], foreign["order_id"]) << "each client counts for itself";
    auto id = std::to_string(own["order_id"].get<int>());
    auto changed = live.json({"modify", id, "--limit", "96", "--yes"});
    EXPECT_EQ(changed["symbol"], "AAPL");
    EXPECT_EQ(changed["quantity"], "10") << "not the other order's";
    EXPECT_EQ(changed["limit_price"], "96");
    auto outcome = live.run({"modify", id, "--limit", "97", "--yes", "--client-id", "9"});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_THAT(outcome.problem, HasSubstr("more than one client"));
}

TEST_F(LiveOrder, InactiveIsNoSuccess)
{
    live.tws.once<Placed>([](MockTws::Session& session, const Placed& placed) {
        ibkr::OrderStatus status;
        status.order_id = placed.order_id;
        status.status = "Inactive";
        status.remaining = 1_d;
        status.client_id = 1;
        session.send(status);
    });
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes", "--json"});
    EXPECT_EQ(outcome.exit, Exit::unknown);
    EXPECT_THAT(outcome.problem, HasSubstr("inactive"));
    EXPECT_EQ(nlohmann::json::parse(outcome.output)["status"], "Inactive");
}

TEST_F(LiveOrder, AReadOnlyApiIsNamedWithItsSetting)
{
    live.tws.once<Placed>([](MockTws::Session& session, const Placed& placed) {
        ibkr::ErrorMessage refusal;
        refusal.id = placed.order_id;
        refusal.error_code = 321;
        refusal.error_message =
            "Error validating request.-'bW' : cause - The API interface is currently in Read-Only "
            "mode.";
        session.send(refusal);
    });
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_THAT(outcome.problem, HasSubstr("Read-Only API must be off"));
}

TEST_F(LiveOrder, WhatIfIsRefusedInTheWordsOfTws)
{
    live.tws.once<Placed>([](MockTws::Session& session, const Placed& placed) {
        ibkr::ErrorMessage refusal;
        refusal.id = placed.order_id;
        refusal.error_code = 201;
        refusal.error_message = "Order rejected - reason:No Trading Permission";
        session.send(refusal);
    });
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--what-if"});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_THAT(outcome.problem, HasSubstr("No Trading Permission"));
    EXPECT_EQ(outcome.output, "");
}

TEST_F(LiveOrder, WhatIfWithoutAnAnswerEnds)
{
    live.timeout = 1;
    live.tws.once<Placed>([](MockTws::Session&, const Placed&) {});
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--what-if"});
    EXPECT_NE(outcome.exit, Exit::done);
    EXPECT_THAT(outcome.problem, HasSubstr("timed out"));
}

TEST_F(LiveOrder, WhatIfAsksForNoConfirmationAndNeedsNoYes)
{
    auto outcome = live.run({"sell", "AAPL", "1", "--limit", "95", "--what-if"}, "n\n");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(live.remarked, Not(HasSubstr("[y/N]")));
    live.change([&] {
        for (const auto& sent : live.tws.received_of<Placed>()) EXPECT_TRUE(sent.order.what_if);
    });
}

TEST_F(LiveOrder, JsonStillAsksOnStandardError)
{
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--json"}, "y\n");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(live.remarked, HasSubstr("[y/N]"));
    EXPECT_TRUE(nlohmann::json::accept(outcome.output)) << "nothing else is on standard output";
}

TEST_F(LiveOrder, CancelOfAnOrderThatFillsMeanwhileIsRefused)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto id = placed["order_id"].get<int>();
    live.tws.once<ibkr::CancelOrderRequest>(
        [&](MockTws::Session&, const ibkr::CancelOrderRequest&) {
            live.desk.fill(id, 10_d, 95_d);
        });
    auto outcome = live.run({"cancel", std::to_string(id)});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_THAT(outcome.problem, HasSubstr("filled before the cancel"));
}

TEST_F(LiveOrder, CancelWithoutAnAnswerMayBeLive)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    live.timeout = 1;
    live.change([&] { live.desk.hold(true); });
    auto outcome = live.run({"cancel", std::to_string(placed["order_id"].get<int>())});
    EXPECT_EQ(outcome.exit, Exit::unknown);
    EXPECT_THAT(outcome.problem, HasSubstr("may be live"));
}

TEST_F(LiveOrder, ModifyRefusedByTwsLeavesTheOrder)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto id = std::to_string(placed["order_id"].get<int>());
    live.tws.once<Placed>([](MockTws::Session& session, const Placed& change) {
        ibkr::ErrorMessage refusal;
        refusal.id = change.order_id;
        refusal.error_code = 105;
        refusal.error_message = "Order being modified does not match original order.";
        session.send(refusal);
    });
    auto outcome = live.run({"modify", id, "--limit", "96", "--yes"});
    EXPECT_EQ(outcome.exit, Exit::refused) << outcome.problem;
    EXPECT_THAT(outcome.problem, HasSubstr("does not match original order"));
    EXPECT_EQ(working()["limit_price"], "95");
}

TEST_F(LiveOrder, ModifyChangesHoursTimeAndType)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto id = std::to_string(placed["order_id"].get<int>());
    auto changed = live.json({"modify", id, "--tif", "GTC", "--outside-rth", "--yes"});
    EXPECT_EQ(changed["time_in_force"], "GTC");
    live.change([&] { EXPECT_TRUE(live.tws.received_of<Placed>().back().order.outside_rth); });
    for (const auto& [option, value, problem] :
         {std::tuple{"--tif", "EVER", "--tif: \"EVER\""},
          std::tuple{"--type", "WISH", "--type: \"WISH\""},
          std::tuple{"--stop", "low", "--stop: \"low\""},
          std::tuple{"--quantity", "ten", "--quantity: \"ten\""}}) {
        auto outcome = live.run({"modify", id, option, value, "--yes"});
        EXPECT_EQ(outcome.exit, Exit::wrong_usage);
        EXPECT_THAT(outcome.problem, HasSubstr(problem));
    }
    EXPECT_EQ(live.run({"modify", "first", "--limit", "1"}).exit, Exit::wrong_usage);
}

TEST_F(LiveOrder, CancelTellsWhatBecameOfEach)
{
    auto first = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto second = live.json({"buy", "AAPL", "11", "--limit", "95", "--yes"});
    auto outcome = live.run({"cancel", std::to_string(first["order_id"].get<int>()), "99",
                             std::to_string(second["order_id"].get<int>()), "--json"});
    EXPECT_EQ(outcome.exit, Exit::refused) << "one of them is unknown";
    EXPECT_THAT(outcome.problem, HasSubstr("order 99"));
    auto cancelled = nlohmann::json::parse(outcome.output);
    ASSERT_EQ(cancelled.size(), 2U);
    for (const auto& report : cancelled) EXPECT_EQ(report["status"], "Cancelled");
    EXPECT_EQ(live.json({"orders"}), nlohmann::json::array());
}

TEST_F(LiveOrder, CancelOfAFinishedOrderIsRefused)
{
    auto placed = live.json({"buy", "AAPL", "10", "--limit", "95", "--yes"});
    auto id = std::to_string(placed["order_id"].get<int>());
    ASSERT_EQ(live.run({"cancel", id}).exit, Exit::done);
    auto outcome = live.run({"cancel", id});
    EXPECT_EQ(outcome.exit, Exit::refused);
    EXPECT_EQ(outcome.output, "");
}

TEST_F(LiveOrder, GlobalCancelReachesEveryClient)
{
    ASSERT_EQ(live.run({"buy", "AAPL", "1", "--limit", "95", "--yes", "--client-id", "8"}).exit,
              Exit::done);
    ASSERT_EQ(live.run({"buy", "AAPL", "2", "--limit", "95", "--yes"}).exit, Exit::done);
    EXPECT_EQ(live.run({"global-cancel"}, "no\n").exit, Exit::declined);
    EXPECT_EQ(live.count<ibkr::GlobalCancelRequest>(), 0U);
    auto outcome = live.run({"global-cancel"}, "yes\n");
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_THAT(live.remarked, AllOf(HasSubstr("EVERY order"), HasSubstr("2 known")));
    EXPECT_EQ(outcome.output, "2 of 2 orders ended\n");
    EXPECT_EQ(live.json({"orders"}), nlohmann::json::array());
    auto again = live.json({"global-cancel", "--yes"});
    EXPECT_EQ(again["open_before"], 0);
    EXPECT_EQ(again["still_open"], nlohmann::json::array());
    JournalFilter filter;
    filter.kind = "global_cancel";
    std::vector<std::string> lines;
    ASSERT_TRUE(read_journal(live.journal, filter,
                             [&](const JournalEvent& e) { lines.push_back(e.detail); }));
    EXPECT_EQ(lines, (std::vector<std::string>{"every order of the login, 2 of them known",
                                               "every order of the login, 0 of them known"}));
}

TEST_F(LiveOrder, GlobalCancelSaysWhatIsStillOpen)
{
    ASSERT_EQ(live.run({"buy", "AAPL", "2", "--limit", "95", "--yes"}).exit, Exit::done);
    live.change([&] {
        live.tws.on<ibkr::GlobalCancelRequest>([](auto&, const ibkr::GlobalCancelRequest&) {});
    });
    live.timeout = 1;
    auto outcome = live.run({"global-cancel", "--yes", "--json"});
    EXPECT_EQ(outcome.exit, Exit::unknown);
    EXPECT_THAT(outcome.problem, HasSubstr("1 orders are still open"));
    EXPECT_EQ(nlohmann::json::parse(outcome.output)["still_open"].size(), 1U);
}

}  // namespace
}  // namespace trademind::cli::test
