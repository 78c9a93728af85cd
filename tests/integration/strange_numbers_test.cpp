// Arithmetic of strangers: each field of each message that a server sends, left out, unset, not to
// be read and at the ends of its range, in both encodings. The program lives and answers, a fault
// names its field, and a row that is lost is asked for again.
#include "brokers/ibkr/broker/broker.hpp"
#include "brokers/ibkr/client/ids.hpp"
#include "brokers/ibkr/translation/from_wire.hpp"
#include "integration/filled_message.hpp"
#include "integration/strange_values.hpp"
#include "unit/execution/risk/worlds.hpp"

#include <trademind/brokers/ibkr/messages/answers.hpp>
#include <trademind/brokers/ibkr/messages/requests.hpp>

#include <algorithm>
#include <exception>
#include <set>

namespace trademind::test {
namespace {

using namespace literals;
using namespace std::chrono_literals;
using ibkr::wire::Encoding;

constexpr Version text_server{200}, protobuf_server = Version::newest;

/// A program that has an order, a position, a stream of quotes, and two questions that TWS does not
/// answer.
class AskingProgram final : public BrokerObserver {
public:
    explicit AskingProgram(Version version)
    {
        config.type = BrokerType::ibkr;
        config.journal.file.clear();
        config.kill_switch.on_signal = false;
        config.kill_switch.file.clear();
        lift_limits(config.risk);
        tws.speak(number(version));
        desk.add_stock("AAPL", 265598);
        desk.match(false);
        desk.position("AAPL", 100_d, 90_d);
        IbkrOptions options = ibkr_options(config);
        options.port = tws.port();
        options.messages_per_second = 100'000;
        broker = make_unsafe_ibkr_broker(io.get_executor(), options, clock);
        router = ExecutionRouter::make(broker, config).value();
        observing = router->observe(std::shared_ptr<BrokerObserver>{this, [](auto*) {}});
        EXPECT_TRUE(answer<Result<>>([&](auto t) { router->connect(std::move(t)); }));
        desk.quote("AAPL", 100_d, 100.02_d, 100_d, 1000_d);
        settle(io);
        EXPECT_TRUE(answer<Result<OrderReport>>([&](auto t) {
            router->place_order(buy(stock("AAPL"), 10_d).limit(99_d), std::move(t));
        }));
        tws.on<ibkr::HistoricalDataRequest>([](MockSession&, const auto&) {});
        tws.on<ibkr::ContractDataRequest>([](MockSession&, const auto&) {});
        ask();
    }
    ~AskingProgram() override
    {
        observing.reset();
        router.reset();
        broker.reset();
        tws.drop_all();
        settle(io);
    }
    void on_notice(const Notice& notice) override { notices.insert(notice.error.message); }

    /// Asks again what a message has answered.
    void ask()
    {
        if (!std::exchange(history_open, true))
            router->get_historical_data(HistoryRequest{stock("AAPL")},
                                        [this](const auto&) { history_open = false; });
        if (!std::exchange(search_open, true))
            router->find_contracts(stock("MSFT"), [this](const auto&) { search_open = false; });
        settle(io);
    }
    template <class R> void id_of(std::set<int>& ids)
    {
        if (auto all = tws.received_of<R>(); !all.empty()) ids.insert(all.back().request_id);
    }
    std::set<int> request_ids()
    {
        std::set<int> ids;
        id_of<ibkr::HistoricalDataRequest>(ids);
        id_of<ibkr::ContractDataRequest>(ids);
        id_of<ibkr::MarketDataRequest>(ids);
        id_of<ibkr::ExecutionRequest>(ids);
        return ids;
    }
    /// Lists of orders and positions that TWS has been asked for.
    std::size_t lists_asked()
    {
        constexpr int lists[]{static_cast<int>(ibkr::AllOpenOrdersRequest::info.id),
                              static_cast<int>(ibkr::PositionsRequest::info.id)};
        for (; looked_at < tws.received().size(); ++looked_at)
            asked += std::ranges::count(lists, tws.received()[looked_at].id) > 0;
        return asked;
    }
    void hear(const std::vector<std::string>& payloads)
    {
        if (!tws.has_session()) come_back();
        for (const auto& payload : payloads) tws.session().send_payload(payload);
        settle(io);
    }
    void come_back()
    {
        for (int i = 0; i < 300 && !router->is_connected(); ++i) pass(100ms);
    }
    void pass(Duration time)
    {
        clock->advance(time);
        settle(io);
    }
    template <class R, class Start> R answer(Start start)
    {
        auto got = std::make_shared<std::optional<R>>();
        start([got](R result) { *got = std::move(result); });
        settle(io);
        for (int i = 0; i < 600 && !*got; ++i) pass(100ms);
        if (!*got) throw std::runtime_error{"no answer within a minute"};
        return std::move(**got);
    }
    /// Every question is answered, by a value or an error.
    void answers_everything()
    {
        (void)answer<Result<RiskVerdict>>(
            [&](auto t) { router->check(buy(stock("AAPL"), 1_d).limit(99_d), std::move(t)); });
        (void)answer<Result<std::vector<OrderReport>>>(
            [&](auto t) { router->get_orders(OrderFilter::all, std::move(t)); });
        (void)answer<Result<Portfolio>>([&](auto t) { router->get_portfolio(std::move(t)); });
        (void)answer<Result<std::vector<Execution>>>(
            [&](auto t) { router->get_executions(std::move(t)); });
        (void)answer<Result<Quote>>(
            [&](auto t) { router->get_quote(stock("AAPL"), std::move(t)); });
        (void)router->snapshot();
    }

    boost::asio::io_context io{1};
    std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
    MockTws tws{io.get_executor(), clock};
    MockDesk desk{tws};
    Config config;
    std::shared_ptr<Broker> broker;
    std::shared_ptr<ExecutionRouter> router;
    Subscription observing;
    std::set<std::string> notices;
    bool history_open = false, search_open = false;
    std::size_t looked_at = 0, asked = 0;
};

/// True where nothing can be made of a message that could be read: it may have been a fill, or a
/// position.
template <class M> bool is_lost_row(const M& message)
{
    UnknownWords unread;
    if constexpr (std::is_same_v<M, ibkr::ExecutionDetails>)
        return !ibkr_broker::from_wire(message, "UTC", unread);
    if constexpr (std::is_same_v<M, ibkr::Position> || std::is_same_v<M, ibkr::PortfolioValue>)
        return message.position && !ibkr_broker::from_wire(message, unread);
    return false;
}

/// True where the message tells of orders, fills or positions.
template <class M> constexpr bool is_about_the_book()
{
    using ibkr::Answer;
    switch (M::info.id) {
    case Answer::open_order:
    case Answer::order_status:
    case Answer::order_bound:
    case Answer::completed_order:
    case Answer::execution_data:
    case Answer::commission_and_fees_report:
    case Answer::position:
    case Answer::position_multi:
    case Answer::portfolio_value: return true;
    default: return false;
    }
}

struct Reading {
    ibkr::wire::Fault fault;
    bool is_lost = false;
};

template <class M> Reading read(const std::string& payload, Version server)
{
    ibkr::wire::MessageHead head;
    if (auto fault = ibkr::wire::read_head(payload, server, head)) return {fault, false};
    M message;
    ibkr::wire::Surplus surplus;
    Reading reading;
    reading.fault =
        ibkr::wire::decode(payload, head.body_at, server, head.encoding, message, surplus);
    reading.is_lost = !reading.fault && is_lost_row(message);
    return reading;
}

/// A sound payload of that message; empty where it has none in this encoding.
template <class M> std::string payload_of(Version server, int request_id)
{
    M message;
    if (server >= Version::protobuf) {
        Filler<false> filler{server};
        ibkr::fields_of(message, filler);
    } else {
        Filler<true> filler{server};
        ibkr::fields_of(message, filler);
    }
    if constexpr (requires { message.request_id; }) message.request_id = request_id;
    std::string frame;
    if (ibkr::wire::encode(frame, message, server)) return {};
    return frame.substr(4);
}

class StrangeNumbers : public testing::TestWithParam<Version> {
protected:
    template <class M> void tell_every_field_of(const std::string& sound, AskingProgram& program)
    {
        auto server = GetParam();
        ibkr::wire::MessageHead head;
        ASSERT_FALSE(ibkr::wire::read_head(sound, server, head));
        std::string_view all{sound};
        auto front = all.substr(0, head.body_at), body = all.substr(head.body_at);
        auto fields = head.encoding == Encoding::text ? strange_fields_of_text(front, body)
                                                      : ProtobufFields::of(front, body);
        for (std::size_t n = 0; n < fields.size(); ++n) {
            SCOPED_TRACE(std::string{M::info.name} + ", field " + std::to_string(n));
            look<M>(fields[n], program);
            if (HasFatalFailure()) return;
        }
    }
    template <class M> void look(const StrangeField& field, AskingProgram& program)
    {
        std::vector<std::string> rest;
        bool unread = false, lost = false;
        for (const auto& payload : field) {
            auto reading = read<M>(payload, GetParam());
            if (reading.fault) {
                EXPECT_FALSE(reading.fault.field.empty()) << reading.fault.describe();
                EXPECT_LE(reading.fault.offset, payload.size()) << reading.fault.describe();
            }
            // the first of each sort is told alone, so that what it leads to is its own
            bool is_first = is_about_the_book<M>() &&
                            (reading.fault ? !std::exchange(unread, true)
                                           : reading.is_lost && !std::exchange(lost, true));
            if (!is_first) {
                rest.push_back(payload);
                continue;
            }
            auto before = program.lists_asked();
            program.hear({payload});
            if (program.lists_asked() == before) program.pass(1s);
            EXPECT_GT(program.lists_asked(), before)
                << (reading.fault ? reading.fault.describe() : "a row that is left out");
        }
        program.hear(rest);
        program.ask();
    }
    template <class M> int tell_all_of(AskingProgram& program)
    {
        int told = 0;
        bool has_id = requires(M & m)
        {
            m.request_id;
        };
        for (int id : has_id ? program.request_ids() : std::set<int>{0}) {
            auto sound = payload_of<M>(GetParam(), id);
            if (sound.empty()) return 0;
            EXPECT_FALSE(read<M>(sound, GetParam()).fault)
                << M::info.name << ": " << read<M>(sound, GetParam()).fault.describe();
            ++told;
            try {
                tell_every_field_of<M>(sound, program);
                program.answers_everything();
            } catch (const std::exception& e) {
                ADD_FAILURE() << M::info.name << ": " << e.what();
                return told;
            }
        }
        return told;
    }
};

template <class... Ms> struct EveryMessage {
    template <class Use> static void each(Use use) { (use(std::type_identity<Ms>{}), ...); }
};

TEST_P(StrangeNumbers, of_any_message_end_nothing_and_are_asked_for_again)
{
    std::set<std::string_view> told;
    ibkr::AllAnswers<EveryMessage>::each([&]<class M>(std::type_identity<M>) {
        bool has_form = GetParam() >= Version::protobuf || M::info.since < Version::protobuf;
        AskingProgram program{GetParam()};
        if (tell_all_of<M>(program) > 0)
            told.insert(M::info.name);
        else
            EXPECT_FALSE(has_form) << M::info.name << " was not told";
    });
    EXPECT_GT(told.size(), 70U);
}

TEST_P(StrangeNumbers, of_all_messages_together_end_nothing)
{
    AskingProgram program{GetParam()};
    ibkr::AllAnswers<EveryMessage>::each(
        [&]<class M>(std::type_identity<M>) { (void)tell_all_of<M>(program); });
}

INSTANTIATE_TEST_SUITE_P(Encodings, StrangeNumbers, testing::Values(text_server, protobuf_server),
                         [](const auto& given) {
                             return given.param == text_server ? "text" : "protobuf";
                         });

}  // namespace
}  // namespace trademind::test
