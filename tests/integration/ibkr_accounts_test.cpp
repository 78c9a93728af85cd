// Logins with several accounts: asked together up to fifty, one by one beyond.
#include "integration/ibkr_world.hpp"

#include <trademind/brokers/ibkr/messages/account_requests.hpp>
#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace trademind::test {
namespace {

using namespace trademind::literals;

/// "U001,U002,...".
std::string accounts(int count)
{
    std::string list;
    for (int i = 1; i <= count; ++i) list += fmt::format("{}U{:03}", i > 1 ? "," : "", i);
    return list;
}

class IbkrAccounts : public testing::TestWithParam<int> {
protected:
    /// A login of so many accounts, connected; U001 is the one to trade.
    void connect(int count)
    {
        IbkrOptions options;
        options.account = "U001";
        options.request_timeout = std::chrono::seconds{30};
        world = std::make_unique<IbkrWorld>(GetParam(), options);
        world->tws.accounts(accounts(count));
        world->tws.on<ibkr::AccountUpdatesMultiRequest>(
            [](MockSession& session, const ibkr::AccountUpdatesMultiRequest& request) {
                ibkr::AccountUpdateMulti row;
                row.request_id = request.request_id;
                row.account = request.account;
                row.key = "NetLiquidation";
                row.currency = "USD";
                std::string value{request.account.substr(1)};
                row.value = value;
                session.send(row);
                row.model_code = "Tech";
                row.value = "1";
                session.send(row);
                ibkr::AccountUpdateMultiEnd end;
                end.request_id = request.request_id;
                session.send(end);
            });
        world->tws.on<ibkr::PositionsMultiRequest>(
            [this](MockSession& session, const ibkr::PositionsMultiRequest& request) {
                ++position_requests;
                ibkr::PositionMulti row;
                row.request_id = request.request_id;
                row.account = request.account;
                row.contract.con_id = 265598;
                row.contract.symbol = "AAPL";
                row.contract.sec_type = "STK";
                row.position = 10_d;
                row.average_cost = 100;
                if (request.account == "U007") session.send(row);
                row.model_code = "Tech";
                row.position = 4_d;
                if (request.account == "U007") session.send(row);
                ibkr::PositionMultiEnd end;
                end.request_id = request.request_id;
                session.send(end);
            });
        auto up = world->begin<void>([&](auto done) { world->broker->connect(std::move(done)); });
        for (int i = 0; i < 20 && !up->has_value(); ++i)
            world->pass(std::chrono::milliseconds{1100});
        ASSERT_TRUE(up->has_value());
        ASSERT_TRUE(**up) << (**up).error().describe();
    }
    Result<std::vector<Account>> all()
    {
        auto answer = world->begin<std::vector<Account>>(
            [&](auto done) { world->broker->get_accounts(std::move(done)); });
        for (int i = 0; i < 20 && !answer->has_value(); ++i)
            world->pass(std::chrono::milliseconds{1100});
        if (!answer->has_value()) return Error{Errc::internal, "no answer"};
        return **answer;
    }
    std::unique_ptr<IbkrWorld> world;
    int position_requests = 0;
};

TEST_P(IbkrAccounts, fifty_are_asked_together)
{
    connect(50);
    world->tws.on<ibkr::AccountSummaryRequest>(
        [](MockSession& session, const ibkr::AccountSummaryRequest& request) {
            EXPECT_EQ(request.group, "All");
            for (std::string id : {"U001", "U050"}) {
                ibkr::AccountSummary row;
                row.request_id = request.request_id;
                row.account = id;
                row.tag = "NetLiquidation";
                row.value = "7.5";
                row.currency = "EUR";
                session.send(row);
            }
            ibkr::AccountSummaryEnd end;
            end.request_id = request.request_id;
            session.send(end);
        });
    auto found = all();
    ASSERT_TRUE(found) << found.error().describe();
    ASSERT_EQ(found->size(), 2U) << "those that TWS told something of";
    EXPECT_EQ(found->at(1).id, "U050");
    EXPECT_EQ(found->at(1).portfolio_value, 7.5_d);
    EXPECT_EQ(found->at(1).currency, "EUR");
    EXPECT_EQ(world->tws.count<ibkr::AccountUpdatesMultiRequest>(), 0U);
    EXPECT_EQ(world->tws.count<ibkr::PositionsRequest>(), 1U);
    EXPECT_EQ(position_requests, 0);
}

TEST_P(IbkrAccounts, fifty_one_are_asked_one_by_one)
{
    connect(51);
    EXPECT_EQ(world->tws.count<ibkr::PositionsRequest>(), 0U) << "TWS refuses it";
    EXPECT_EQ(position_requests, 51);
    auto found = all();
    ASSERT_TRUE(found) << found.error().describe();
    ASSERT_EQ(found->size(), 51U);
    EXPECT_EQ(found->at(6).id, "U007");
    EXPECT_EQ(found->at(6).portfolio_value, 7_d) << "a model's row is a part of it";
    auto positions = world->wait<std::vector<Position>>(
        [&](auto done) { world->broker->get_positions(std::move(done)); });
    ASSERT_TRUE(positions);
    ASSERT_EQ(positions->size(), 1U);
    EXPECT_EQ(positions->front().account, "U007");
    EXPECT_EQ(positions->front().quantity, 10_d);
}

TEST_P(IbkrAccounts, the_first_refusal_is_the_answer)
{
    connect(50);
    world->tws.on<ibkr::AccountSummaryRequest>(
        [](MockSession& session, const ibkr::AccountSummaryRequest& request) {
            ibkr::ErrorMessage error;
            error.id = request.request_id;
            error.error_code = 322;
            error.error_message = "Maximum number of account summary requests exceeded";
            session.send(error);
        });
    auto found = all();
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code.value(), 322);
}

INSTANTIATE_TEST_SUITE_P(Servers, IbkrAccounts, testing::Values(200, 225));

}  // namespace
}  // namespace trademind::test
