// A session that ends after any number of bytes: every call is answered, and says what happened.
#include "integration/ibkr_world.hpp"

#include <gmock/gmock.h>

namespace trademind::test {
namespace {

using namespace trademind::literals;
using namespace std::chrono_literals;

/// Connect, quote, order, fill, positions, account: each of the first messages of a program.
class Slice {
public:
    Slice(int version, std::optional<std::size_t> close_after) : world_{version, options()}
    {
        world_.desk.quote("AAPL", 99_d, 100_d, 100_d);
        world_.tws.close_after(close_after);
    }

    /// What each step said; empty where it succeeded.
    std::vector<Error> run()
    {
        std::vector<Error> said;
        auto note = [&](const auto& result) { said.push_back(result ? Error{} : result.error()); };
        note(world_.connect());
        note(world_.wait<void>(
            [&](auto done) { world_.broker->subscribe(stock("AAPL"), std::move(done)); }));
        note(world_.place(buy(stock("AAPL"), 10_d).limit(100_d)));
        note(world_.wait<std::vector<Position>>(
            [&](auto done) { world_.broker->get_positions(std::move(done)); }));
        note(world_.wait<Account>([&](auto done) { world_.broker->get_account(std::move(done)); }));
        note(world_.cancel(OrderId{1}));
        return said;
    }
    std::size_t bytes_sent() { return world_.tws.session().bytes_sent(); }
    std::size_t orders_at_tws() { return world_.desk.orders().size(); }
    std::vector<OrderReport> orders_at_broker() { return world_.orders(); }

private:
    static IbkrOptions options()
    {
        IbkrOptions options;
        options.reconnect = false;
        return options;
    }
    IbkrWorld world_;
};

bool is_clear(const Error& error)
{
    for (auto condition : {Errc::connection_lost, Errc::connection_refused, Errc::not_connected,
                           Errc::protocol, Errc::not_reconciled})
        if (error == condition && !error.message.empty()) return true;
    return false;
}

class IbkrCut : public testing::TestWithParam<int> {};

TEST_P(IbkrCut, at_every_byte_every_call_is_answered_and_clear)
{
    std::size_t whole = 0;
    {
        Slice slice{GetParam(), std::nullopt};
        auto said = slice.run();
        for (std::size_t i = 0; i + 1 < said.size(); ++i)
            ASSERT_FALSE(said[i].code) << said[i].describe();
        ASSERT_EQ(said.back(), Errc::not_cancellable) << "it has filled";
        whole = slice.bytes_sent();
    }
    ASSERT_GT(whole, 500U);
    for (std::size_t bytes = 0; bytes < whole; ++bytes) {
        Slice slice{GetParam(), bytes};
        auto said = slice.run();
        bool failed = false;
        for (std::size_t step = 0; step < said.size(); ++step) {
            const auto& error = said[step];
            bool last = step + 1 == said.size();
            bool clear = !error.code || is_clear(error) ||
                         (last && (error == Errc::unknown_order || error == Errc::not_cancellable));
            ASSERT_TRUE(clear) << "cut after " << bytes << " of " << whole << " bytes, step "
                               << step << ": " << error.describe();
            // what broke stays broken: no step pretends to work over a dead session
            if (failed && step < 3) {
                ASSERT_TRUE(error.code) << "cut after " << bytes << ", step " << step;
            }
            failed = failed || error.code;
        }
        // an order that TWS has is never one that the broker does not know
        if (slice.orders_at_tws() > 0) {
            ASSERT_EQ(slice.orders_at_broker().size(), 1U) << "cut after " << bytes;
            auto status = slice.orders_at_broker().front().status;
            ASSERT_NE(status, OrderStatus::rejected) << "cut after " << bytes;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Versions, IbkrCut, testing::Values(176, 200, 201, 225),
                         [](const auto& version) { return std::to_string(version.param); });

}  // namespace
}  // namespace trademind::test
