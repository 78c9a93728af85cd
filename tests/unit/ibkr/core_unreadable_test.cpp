// Messages that cannot be read: what collects an answer ends with an error, and never as a shorter
// one.
#include "brokers/ibkr/client/core.hpp"
#include "brokers/ibkr/wire/encode.hpp"
#include "support/fake_connection.hpp"
#include "support/manual_clock.hpp"

#include <trademind/brokers/ibkr/client.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace trademind::ibkr {
namespace {

using testing::ElementsAre;

class UnreadableFrames : public testing::Test, public ClientEvents {
protected:
    UnreadableFrames()
    {
        core_ = ClientCore::create(calls_, std::make_shared<test::FakeConnection>());
        core_->set_events(this, nullptr);
        session::SessionInfo session;
        session.server = server;
        session.accounts = {"DU1"};
        session.next_order_id = 5;
        core_->on_ready(session);
    }
    ~UnreadableFrames() override
    {
        core_->set_events(nullptr, nullptr);
        core_.reset();
        io_.poll();
    }
    void on_unreadable(const Error& error, UnreadSubject about) override
    {
        unreadable.push_back(error.message);
        subjects.push_back(about);
    }
    void look_up()
    {
        events.clear();
        ContractDataRequest request;
        request.contract.symbol = "AAPL";
        core_->ask(
            request, Duration{}, [this](const ContractData&) { events.emplace_back("row"); },
            [this](const Result<void>& end) {
                events.push_back(end ? "done" : end.error().describe());
            });
    }
    /// A row with that text as its size increment, and the end of the answer.
    void answer(std::string_view increment)
    {
        ContractData row;
        row.request_id = next_request_--;
        row.contract.symbol = "AAPL";
        row.details.size_increment = Decimal{12345};
        std::string frame;
        ASSERT_FALSE(wire::encode(frame, row, server));
        frame.replace(frame.find("12345"), 5, increment);
        core_->on_frame(std::string_view{frame}.substr(4), server);
        ContractDataEnd end;
        end.request_id = row.request_id;
        frame.clear();
        ASSERT_FALSE(wire::encode(frame, end, server));
        core_->on_frame(std::string_view{frame}.substr(4), server);
    }

    static constexpr Version server{200};
    std::vector<std::string> events, unreadable;
    std::vector<UnreadSubject> subjects;
    std::shared_ptr<ClientCore>& core() { return core_; }

private:
    boost::asio::io_context io_;
    std::shared_ptr<test::ManualClock> clock_ = std::make_shared<test::ManualClock>();
    std::shared_ptr<trademind::detail::Calls> calls_ = std::make_shared<trademind::detail::Calls>(
        asio::make_strand(asio::any_io_executor{io_.get_executor()}), clock_);
    std::shared_ptr<ClientCore> core_;
    int next_request_ = RequestIds::highest;
};

}  // namespace

TEST_F(UnreadableFrames, EndTheRequestThatTheyBelongTo)
{
    look_up();
    answer("12x45");
    ASSERT_EQ(events.size(), 1U) << "and not that nothing fits";
    EXPECT_NE(events[0].find("sizeIncrement"), std::string::npos) << events[0];
    EXPECT_EQ(unreadable.size(), 1U) << "the broker hears of it, too";
    EXPECT_THAT(subjects, ElementsAre(UnreadSubject::other));
}

TEST_F(UnreadableFrames, AreNoneWhereTheProtocolSaysUnset)
{
    for (auto unset : {"2147483647", "9223372036854775807", "1.7976931348623157E308", "Infinity",
                       "NaN", "170141183460469231731687303715884105727", ""}) {
        look_up();
        answer(unset);
        EXPECT_THAT(events, ElementsAre("row", "done")) << unset;
    }
}

TEST_F(UnreadableFrames, OfOrdersMakeTheOrdersDoubtful)
{
    OrderStatus status;
    status.order_id = 7;
    status.status = "Submitted";
    status.filled = Decimal{12345};
    status.remaining = Decimal{};
    std::string frame;
    ASSERT_FALSE(wire::encode(frame, status, server));
    frame.replace(frame.find("12345"), 5, "12x45");
    core()->on_frame(std::string_view{frame}.substr(4), server);
    EXPECT_EQ(unreadable.size(), 1U);
    EXPECT_THAT(subjects, ElementsAre(UnreadSubject::open_order));
}

TEST_F(UnreadableFrames, WithoutAnIdMayBeAnything)
{
    core()->on_frame("\x01", server);
    EXPECT_THAT(subjects, ElementsAre(UnreadSubject::anything));
}

}  // namespace trademind::ibkr
