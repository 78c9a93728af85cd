// Which request an answer belongs to, one message at a time.
#include "brokers/ibkr/client/routes.hpp"

#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace trademind::ibkr {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Version server_200{200};

/// What one request heard, in words.
class Log {
public:
    std::vector<std::string> lines;
};

/// Completes with the answer of that id.
class LoggingRoute final : public detail::Route {
public:
    LoggingRoute(Log& log, std::string name, Answer end)
        : log_{&log}, name_{std::move(name)}, end_{end}
    {}
    bool on_answer(const detail::Incoming& in) override
    {
        log_->lines.push_back(name_ + (in.id == end_ ? " end" : " item"));
        return in.id == end_;
    }
    void on_end(Result<void> result) override
    {
        log_->lines.push_back(name_ + (result ? " done" : " " + result.error().message));
    }
    void on_notice(const Error& error) override
    {
        log_->lines.push_back(name_ + " notice " + error.message);
    }
    void on_restored() override { log_->lines.push_back(name_ + " restored"); }
    void on_asked_again() override { log_->lines.push_back(name_ + " asked again"); }

private:
    Log* log_;
    std::string name_;
    Answer end_;
};

class RoutesTest : public testing::Test {
protected:
    template <class R> RouteId add(const std::string& name, const R& request, Answer end = {})
    {
        int id = R::key == Key::request_id ? ids.next() : -1;
        last_id = id;
        return routes.add(detail::prepare(request, id, server_200),
                          std::make_unique<LoggingRoute>(log, name, end));
    }
    template <class M> detail::Incoming in() const
    {
        static const M message;
        return {message, {}, server_200};
    }
    /// The message's own words, once.
    std::vector<std::string> heard() { return std::exchange(log.lines, {}); }
    static Error error(int code) { return make_tws_error(code, "code " + std::to_string(code)); }
    CompletedOrdersRequest completed() const { return {}; }
    MarketDataRequest quotes() const
    {
        MarketDataRequest request;
        request.contract.con_id = 1;
        return request;
    }
    HistogramDataRequest histogram() const { return {}; }

    Log log;
    std::vector<Request> sent;
    bool full = false;
    RequestIds ids;
    int last_id = 0;
    std::vector<std::function<void()>> later;
    Routes routes{[this](const detail::Prepared& request, RouteId) -> Result<> {
                      if (full) return Error{Errc::pacing, "too many messages wait"};
                      sent.push_back(request.request);
                      return {};
                  },
                  ids,
                  [this](Duration, std::function<void()> forget) {
                      later.push_back(std::move(forget));
                      return Subscription{};
                  }};
};

TEST_F(RoutesTest, AnAnswerGoesToItsRequest)
{
    add("first", histogram(), Answer::histogram_data);
    int first = last_id;
    add("second", histogram(), Answer::histogram_data);
    EXPECT_TRUE(routes.deliver_by_id(last_id, in<HistogramData>()));
    EXPECT_THAT(heard(), ElementsAre("second end", "second done"));
    EXPECT_TRUE(routes.deliver_by_id(first, in<HistogramData>()));
    EXPECT_THAT(heard(), ElementsAre("first end", "first done"));
    EXPECT_EQ(routes.size(), 0u);
}

TEST_F(RoutesTest, AnswersNobodyWaitsForAreDropped)
{
    add("one", histogram(), Answer::histogram_data);
    EXPECT_FALSE(routes.deliver_by_id(last_id, in<HeadTimestamp>())) << "of another kind";
    EXPECT_FALSE(routes.deliver_by_id(last_id - 1, in<HistogramData>())) << "of another id";
    routes.deliver_by_id(last_id, in<HistogramData>());
    heard();
    EXPECT_FALSE(routes.deliver_by_id(last_id, in<HistogramData>())) << "late";
    EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(RoutesTest, ListsWithoutAnIdGoOneAtATime)
{
    add("first", completed(), Answer::completed_orders_end);
    add("second", completed(), Answer::completed_orders_end);
    add("other", OpenOrdersRequest{}, Answer::open_orders_end);
    EXPECT_THAT(sent, ElementsAre(Request::completed_orders, Request::open_orders))
        << "lists with another end need not wait";
    routes.deliver_by_type(in<CompletedOrder>());
    EXPECT_THAT(heard(), ElementsAre("first item"));
    routes.deliver_by_type(in<CompletedOrdersEnd>());
    EXPECT_THAT(heard(), ElementsAre("first end", "first done"));
    EXPECT_EQ(sent.back(), Request::completed_orders) << "its turn";
    routes.deliver_by_type(in<CompletedOrdersEnd>());
    EXPECT_THAT(heard(), ElementsAre("second end", "second done"));
}

TEST_F(RoutesTest, BothKindsOfOpenOrdersShareAnEnd)
{
    add("own", OpenOrdersRequest{}, Answer::open_orders_end);
    add("all", AllOpenOrdersRequest{}, Answer::open_orders_end);
    EXPECT_THAT(sent, ElementsAre(Request::open_orders)) << "nothing would tell them apart";
}

TEST_F(RoutesTest, ACancelledListSwallowsItsLateRows)
{
    auto first = add("first", completed(), Answer::completed_orders_end);
    routes.cancel(first);
    add("second", completed(), Answer::completed_orders_end);
    EXPECT_EQ(sent.size(), 1u) << "until the first one's marker";
    routes.deliver_by_type(in<CompletedOrder>());
    EXPECT_THAT(heard(), IsEmpty()) << "rows of the cancelled list";
    routes.deliver_by_type(in<CompletedOrdersEnd>());
    EXPECT_THAT(heard(), IsEmpty());
    EXPECT_EQ(sent.size(), 2u);
    routes.deliver_by_type(in<CompletedOrdersEnd>());
    EXPECT_THAT(heard(), ElementsAre("second end", "second done"));
}

TEST_F(RoutesTest, AMarkerThatNeverComesIsWaitedForOnlySoLong)
{
    auto first = add("first", completed(), Answer::completed_orders_end);
    routes.cancel(first);
    add("second", completed(), Answer::completed_orders_end);
    ASSERT_EQ(later.size(), 1u);
    later.front()();
    EXPECT_EQ(sent.size(), 2u);
}

TEST_F(RoutesTest, CancellingAStreamTellsTws)
{
    auto quote = add("quote", quotes());
    routes.deliver_by_id(last_id, in<TickPrice>());
    routes.cancel(quote);
    EXPECT_THAT(sent, ElementsAre(Request::market_data, Request::market_data));
    EXPECT_THAT(heard(), ElementsAre("quote item")) << "without a word to the handler";
    EXPECT_FALSE(routes.deliver_by_id(last_id, in<TickPrice>()));
    routes.cancel(quote);
    EXPECT_EQ(sent.size(), 2u) << "once";
}

TEST_F(RoutesTest, OfTwoWhoFollowPositionsTwsHearsTheLastGo)
{
    auto first = add("first", PositionsRequest{});
    auto second = add("second", PositionsRequest{});
    routes.deliver_by_type(in<Position>());
    EXPECT_THAT(heard(), ElementsAre("first item", "second item"));
    auto before = sent.size();
    routes.cancel(first);
    EXPECT_EQ(sent.size(), before) << "the other still listens";
    routes.cancel(second);
    EXPECT_EQ(sent.size(), before + 1);
}

TEST_F(RoutesTest, AnErrorEndsTheRequestThatItNames)
{
    add("first", histogram(), Answer::histogram_data);
    int first = last_id;
    add("second", histogram(), Answer::histogram_data);
    EXPECT_TRUE(routes.deliver_error(first, 200, error(200)));
    EXPECT_THAT(heard(), ElementsAre("first code 200"));
    EXPECT_TRUE(routes.deliver_error(first, 200, error(200))) << "late, but a request's";
    EXPECT_FALSE(routes.deliver_error(12, 200, error(200))) << "an order's";
    EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(RoutesTest, AnErrorWithoutAnIdIsOfTheOneThatWaits)
{
    EXPECT_FALSE(routes.deliver_error(-1, 321, error(321))) << "nobody waits";
    add("list", completed(), Answer::completed_orders_end);
    EXPECT_FALSE(routes.deliver_error(-1, 2104, error(2104))) << "news of a farm";
    EXPECT_TRUE(routes.deliver_error(-1, 321, error(321)));
    EXPECT_THAT(heard(), ElementsAre("list code 321"));
    add("a", completed(), Answer::completed_orders_end);
    add("b", OpenOrdersRequest{}, Answer::open_orders_end);
    EXPECT_FALSE(routes.deliver_error(-1, 321, error(321))) << "two wait: it may be of either";
    EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(RoutesTest, ALostSocketEndsRequestsAndKeepsStreams)
{
    add("ask", histogram(), Answer::histogram_data);
    add("list", completed(), Answer::completed_orders_end);
    add("stream", quotes());
    int old = last_id;
    routes.connection_lost(Error{Errc::connection_lost, "gone"});
    EXPECT_THAT(heard(), ElementsAre("ask gone", "list gone"));
    sent.clear();
    routes.restore(Routes::Lost::with_the_socket, server_200);
    EXPECT_THAT(sent, ElementsAre(Request::market_data)) << "nothing else is sent again";
    EXPECT_THAT(heard(), ElementsAre("stream restored"));
    EXPECT_FALSE(routes.deliver_by_id(old, in<TickPrice>())) << "a new id";
}

TEST_F(RoutesTest, AStreamOfThisSessionIsNotAskedForTwice)
{
    add("stream", quotes());
    sent.clear();
    routes.restore(Routes::Lost::with_the_socket, server_200);
    EXPECT_THAT(sent, IsEmpty());
    routes.restore(Routes::Lost::all, server_200);
    EXPECT_THAT(sent, ElementsAre(Request::market_data)) << "1101: TWS has lost it";
    EXPECT_THAT(heard(), ElementsAre("stream restored"));
}

TEST_F(RoutesTest, OnlySilentStreamsAreAskedForAgain)
{
    add("speaks", quotes());
    int speaks = last_id;
    add("silent", quotes());
    int silent = last_id;
    add("positions", PositionsRequest{});
    auto marks = routes.marks(session::FarmKind::market_data);
    EXPECT_EQ(marks.size(), 2u) << "positions hang on no farm";
    routes.deliver_by_id(speaks, in<TickPrice>());
    heard();
    sent.clear();
    routes.ask_again_where_silent(marks);
    EXPECT_THAT(sent, ElementsAre(Request::market_data, Request::market_data))
        << "its cancel, and the request";
    EXPECT_THAT(heard(), ElementsAre("silent asked again"));
    EXPECT_FALSE(routes.deliver_by_id(silent, in<TickPrice>()));
    EXPECT_TRUE(routes.deliver_by_id(speaks, in<TickPrice>()));
    EXPECT_THAT(routes.marks(session::FarmKind::history), IsEmpty());
    EXPECT_EQ(routes.marks(std::nullopt).size(), 2u);
}

TEST_F(RoutesTest, AFullLaneRefusesTheRequest)
{
    full = true;
    add("ask", histogram(), Answer::histogram_data);
    EXPECT_THAT(heard(), ElementsAre(testing::HasSubstr("ask too many messages")));
    EXPECT_EQ(routes.size(), 0u);
}

TEST_F(RoutesTest, WhatNeverLeftEndsAsNotConnected)
{
    auto ask = add("ask", histogram(), Answer::histogram_data);
    auto stream = add("stream", quotes());
    routes.not_sent(ask, Error{Errc::not_connected, "never left"});
    routes.not_sent(stream, Error{Errc::not_connected, "never left"});
    EXPECT_THAT(heard(), ElementsAre("ask never left")) << "a stream will be asked for again";
}

TEST_F(RoutesTest, TheEndOfTheClientEndsAll)
{
    add("ask", histogram(), Answer::histogram_data);
    add("stream", quotes());
    routes.close(Error{Errc::cancelled, "over"});
    EXPECT_THAT(heard(), testing::UnorderedElementsAre("ask over", "stream over"));
    EXPECT_EQ(routes.size(), 0u);
}

TEST_F(RoutesTest, ADeadlineTellsTheHandlerAndTws)
{
    auto quote = add("quote", quotes());
    routes.fail(quote, Error{Errc::timed_out, "late"});
    EXPECT_THAT(heard(), ElementsAre("quote late"));
    EXPECT_EQ(sent.size(), 2u);
    routes.fail(quote, Error{Errc::timed_out, "late"});
    EXPECT_THAT(heard(), IsEmpty());
}

/// Cancels itself at its first message.
class FleetingRoute final : public detail::Route {
public:
    FleetingRoute(Log& log, Routes& routes, const RouteId& self)
        : log_{&log}, routes_{&routes}, self_{&self}
    {}
    bool on_answer(const detail::Incoming&) override
    {
        log_->lines.emplace_back("item");
        routes_->cancel(*self_);
        return false;
    }
    void on_end(Result<void>) override { log_->lines.emplace_back("end"); }
    void on_notice(const Error&) override
    {
        log_->lines.emplace_back("notice");
        routes_->cancel(*self_);
    }

private:
    Log* log_;
    Routes* routes_;
    const RouteId* self_;
};

TEST_F(RoutesTest, AListCancelledByItsOwnRowHearsNoMore)
{
    RouteId number = 0;
    number = routes.add(detail::prepare(completed(), -1, server_200),
                        std::make_unique<FleetingRoute>(log, routes, number));
    routes.deliver_by_type(in<CompletedOrder>());
    EXPECT_THAT(heard(), ElementsAre("item"));
    routes.deliver_by_type(in<CompletedOrder>());
    EXPECT_THAT(heard(), IsEmpty()) << "late rows";
    add("next", completed(), Answer::completed_orders_end);
    EXPECT_EQ(sent.size(), 1u) << "its marker is waited for";
    routes.deliver_by_type(in<CompletedOrdersEnd>());
    EXPECT_EQ(sent.size(), 2u);
    EXPECT_THAT(heard(), IsEmpty());
}

TEST_F(RoutesTest, AStreamCancelledByItsOwnNoticeHearsNoMore)
{
    RouteId number = 0;
    last_id = ids.next();
    number = routes.add(detail::prepare(quotes(), last_id, server_200),
                        std::make_unique<FleetingRoute>(log, routes, number));
    EXPECT_TRUE(routes.deliver_error(last_id, 10'197, error(10'197)));
    EXPECT_THAT(heard(), ElementsAre("notice"));
    EXPECT_FALSE(routes.deliver_by_id(last_id, in<TickPrice>()));
    EXPECT_EQ(routes.size(), 0u);
}

TEST_F(RoutesTest, AStreamIsMarkedByItsId)
{
    add("quote", quotes());
    int quote = last_id;
    add("ask", histogram(), Answer::histogram_data);
    EXPECT_FALSE(routes.mark(last_id)) << "no stream";
    EXPECT_FALSE(routes.mark(7)) << "nobody's";
    auto mark = routes.mark(quote);
    ASSERT_TRUE(mark);
    EXPECT_EQ(routes.silent({*mark}).size(), 1u);
    routes.deliver_by_id(quote, in<TickPrice>());
    EXPECT_TRUE(routes.silent({*mark}).empty()) << "it has told something";
    auto fresh = routes.mark(quote);
    routes.cancel(fresh->number);
    EXPECT_TRUE(routes.silent({*fresh}).empty()) << "nobody waits for it";
}

TEST_F(RoutesTest, IdsInUseAreKnown)
{
    add("quote", quotes());
    EXPECT_TRUE(routes.uses(last_id));
    EXPECT_FALSE(routes.uses(last_id - 1));
}

AccountDataRequest account_data(std::string_view account)
{
    AccountDataRequest request;
    request.subscribe = true;
    request.account = account;
    return request;
}

TEST_F(RoutesTest, AnAccountStreamThatWasReplacedEnds)
{
    add("first", account_data("DU1"));
    add("second", account_data("DU2"));
    EXPECT_FALSE(routes.deliver_error(-1, 2100, error(2100))) << "the session hears of it, too";
    EXPECT_THAT(heard(), ElementsAre("first code 2100"));
    routes.deliver_by_type(in<AccountValue>());
    EXPECT_THAT(heard(), ElementsAre("second item"));
}

TEST_F(RoutesTest, AnAccountStreamThatWasRefusedEnds)
{
    add("first", account_data("DU1"));
    add("second", account_data("DU2"));
    EXPECT_FALSE(routes.deliver_error(-1, 2101, error(2101)));
    EXPECT_THAT(heard(), ElementsAre("second code 2101"));
    routes.deliver_error(-1, 2100, error(2100));
    EXPECT_THAT(heard(), ElementsAre("first code 2100"));
    EXPECT_FALSE(routes.deliver_error(-1, 2100, error(2100))) << "nobody is left";
    EXPECT_THAT(heard(), IsEmpty());
}

struct Meaning {
    int code;
    const char* text;
    bool stream, delivered;
    ErrorMeaning means;
};

class ErrorMeanings : public testing::TestWithParam<Meaning> {};

TEST_P(ErrorMeanings, ForARequest)
{
    const auto& [code, text, stream, delivered, means] = GetParam();
    EXPECT_EQ(meaning_for_request(code, text, stream, delivered), means)
        << code << ' ' << stream << delivered;
}

INSTANTIATE_TEST_SUITE_P(codes, ErrorMeanings,
                         testing::Values(Meaning{200, "", false, false, ErrorMeaning::ends},
                                         Meaning{162, "", false, false, ErrorMeaning::ends},
                                         Meaning{354, "", true, false, ErrorMeaning::ends},
                                         Meaning{101, "", true, false, ErrorMeaning::ends},
                                         Meaning{10190, "", true, false, ErrorMeaning::ends},
                                         Meaning{316, "", true, true, ErrorMeaning::ends},
                                         Meaning{317, "", true, true, ErrorMeaning::notice},
                                         Meaning{10197, "", true, true, ErrorMeaning::notice},
                                         Meaning{10167, "", true, false, ErrorMeaning::notice},
                                         Meaning{2104, "", true, true, ErrorMeaning::notice},
                                         Meaning{200, "Warning: only so you know", false, false,
                                                 ErrorMeaning::notice},
                                         Meaning{19'997, "", false, false, ErrorMeaning::ends},
                                         Meaning{19'997, "", true, false, ErrorMeaning::ends},
                                         Meaning{19'997, "", true, true, ErrorMeaning::notice},
                                         Meaning{2999, "", false, false, ErrorMeaning::notice}));

}  // namespace
}  // namespace trademind::ibkr
