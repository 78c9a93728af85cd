// What commands say when TWS fails them in the middle: refusals, losses, silence.
#include "unit/cli_live/live_order.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/contract_details.hpp>
#include <trademind/brokers/ibkr/messages/history_requests.hpp>
#include <trademind/brokers/ibkr/messages/market_data.hpp>

namespace trademind::cli::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using Bars = ibkr::HistoricalDataRequest;

/// Answers a request with an error of TWS.
template <class R> auto refuse(int code, const char* text)
{
    return [=](MockTws::Session& session, const R& request) {
        ibkr::ErrorMessage refusal;
        refusal.id = request.request_id;
        refusal.error_code = code;
        refusal.error_message = text;
        session.send(refusal);
    };
}

/// Two days of one-minute bars up to a Friday: one request a day.
const std::vector<std::string> two_days{
    "history", "AAPL", "--duration", "2 D", "--end", "2026-01-09T21:00:00Z", "--bar-size", "1 min"};

TEST(LiveFailure, QuotesWithoutPermissionAreToldWithTheCode)
{
    LiveTws live;
    live.tws.once<ibkr::MarketDataRequest>(
        refuse<ibkr::MarketDataRequest>(354, "Requested market data is not subscribed."));
    auto outcome = live.run({"quote", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("354"), HasSubstr("not subscribed")));
    EXPECT_EQ(outcome.output, "");
}

TEST(LiveFailure, AStreamThatEndsSaysWhyBehindWhatItPrinted)
{
    LiveTws live;
    live.desk.quote("AAPL", 100_d, 101_d);
    live.timeout = 1;
    auto outcome = live.run({"quote", "AAPL", "--stream", "1000"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(live.printed, HasSubstr("bid 100"));
    EXPECT_THAT(outcome.problem, HasSubstr("no quote came"));
}

TEST(LiveFailure, AnAmbiguousSymbolListsTheCandidates)
{
    LiveTws live;
    live.tws.once<ibkr::ContractDataRequest>(
        [](MockTws::Session& session, const ibkr::ContractDataRequest& request) {
            for (int id : {11, 12}) {
                ibkr::ContractData found;
                found.request_id = request.request_id;
                found.contract.con_id = id;
                found.contract.symbol = "AAPL";
                found.contract.sec_type = "STK";
                found.contract.exchange = "SMART";
                found.contract.primary_exchange = id == 11 ? "NASDAQ" : "EBS";
                found.contract.currency = id == 11 ? "USD" : "CHF";
                session.send(found);
            }
            ibkr::ContractDataEnd end;
            end.request_id = request.request_id;
            session.send(end);
        });
    auto outcome = live.run({"quote", "AAPL"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("fits 2 contracts"), HasSubstr("NASDAQ"),
                                       HasSubstr("EBS"), HasSubstr("id 12")));
}

TEST(LiveFailure, HistoryThatIsRefusedInTheMiddlePrintsNoHalf)
{
    LiveTws live;
    live.is_terminal = true;
    live.desk.bars("AAPL", {{"1767623400", 100_d, 102_d, 99_d, 101_d, 1000_d}});
    int asked = 0;
    live.tws.on<Bars>([&](MockTws::Session& session, const Bars& request) {
        if (++asked == 2) return refuse<Bars>(162, "pacing violation")(session, request);
        ibkr::HistoricalData none;
        none.request_id = request.request_id;
        session.send(none);
        ibkr::HistoricalDataEnd end;
        end.request_id = request.request_id;
        session.send(end);
    });
    auto outcome = live.run(two_days);
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("162"), HasSubstr("pacing violation")));
    EXPECT_EQ(outcome.output, "");
    EXPECT_EQ(live.remarked.back(), '\r') << "the bar is wiped";
}

TEST(LiveFailure, DaysWithoutBarsAreNoFailureOfALongRange)
{
    LiveTws live;
    live.tws.on<Bars>(refuse<Bars>(162, "HMDS query returned no data: AAPL"));
    auto outcome = live.run(two_days);
    EXPECT_EQ(outcome.exit, Exit::done) << outcome.problem;
    EXPECT_EQ(outcome.output, "No bars\n");
    auto words = two_days;
    EXPECT_EQ(live.json(words), nlohmann::json::array());
}

TEST(LiveFailure, TheLinkThatBreaksIsNoConnection)
{
    struct Case {
        std::vector<std::string> words;
        std::function<void(LiveTws&)> broken;
    };
    auto drop = [](MockTws::Session& session, const auto&) { session.drop(); };
    for (const auto& [words, broken] : std::vector<Case>{
             {{"contract", "AAPL"},
              [&](LiveTws& live) { live.tws.on<ibkr::ContractDataRequest>(drop); }},
             {{"history", "AAPL"}, [&](LiveTws& live) { live.tws.on<Bars>(drop); }},
             {{"connect"}, [&](LiveTws& live) { live.tws.on<ibkr::IdsRequest>(drop); }}}) {
        LiveTws live;
        broken(live);
        auto outcome = live.run(words);
        EXPECT_EQ(outcome.exit, Exit::not_connected) << words.front() << outcome.problem;
        EXPECT_EQ(outcome.output, "") << words.front();
    }
}

TEST(LiveFailure, SilenceEndsAtTheDeadline)
{
    struct Case {
        std::vector<std::string> words;
        std::function<void(LiveTws&)> silent;
    };
    auto nothing = [](MockTws::Session&, const auto&) {};
    for (const auto& [words, silent] : std::vector<Case>{
             {{"contract", "AAPL"},
              [&](LiveTws& live) { live.tws.on<ibkr::ContractDataRequest>(nothing); }},
             {{"account"}, [&](LiveTws& live) { live.tws.on<ibkr::AccountDataRequest>(nothing); }},
             {{"history", "AAPL"}, [&](LiveTws& live) { live.tws.on<Bars>(nothing); }}}) {
        LiveTws live;
        live.timeout = 1;
        silent(live);
        auto outcome = live.run(words);
        EXPECT_EQ(outcome.exit, Exit::failed) << words.front();
        EXPECT_THAT(outcome.problem, HasSubstr("timed out")) << words.front();
    }
}

TEST(LiveFailure, TheJournalThatCannotBeWrittenPlacesNothing)
{
    LiveTws live;
    live.desk.quote("AAPL", 99_d, 100_d, 100_d);
    live.journal = "/no/such/directory/journal.db";
    auto outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_NE(outcome.exit, Exit::done);
    EXPECT_THAT(outcome.problem, HasSubstr("/no/such/directory/journal.db"));
    live.change([&] { EXPECT_EQ(live.tws.connections(), 0); });
}

TEST(LiveFailure, OfSeveralAccountsOneMustBeNamed)
{
    LiveTws live;
    live.tws.accounts("DU1234567,DU7654321");
    auto outcome = live.run({"account"});
    EXPECT_EQ(outcome.exit, Exit::failed);
    EXPECT_THAT(outcome.problem, AllOf(HasSubstr("more than one account"), HasSubstr("DU7654321")));
    outcome = live.run({"buy", "AAPL", "1", "--limit", "95", "--yes"});
    EXPECT_NE(outcome.exit, Exit::done);
    EXPECT_EQ(live.count<Placed>(), 0U);
}

}  // namespace
}  // namespace trademind::cli::test
