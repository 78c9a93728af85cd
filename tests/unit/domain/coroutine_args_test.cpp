// Every public value passed as a temporary inside co_await.
//
// g++ 12 miscompiles aggregates and capturing lambdas that are built inside a co_await expression:
// the temporary is destroyed twice. Values with constructors are safe. AddressSanitizer is the
// judge of the runs below; the static_asserts hold the rule under every compiler.
#include <trademind/trademind.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <type_traits>

using namespace std::chrono_literals;
using namespace trademind;
using namespace trademind::literals;

namespace {

template <class... Values> constexpr bool none_is_an_aggregate()
{
    return (!std::is_aggregate_v<Values> && ...);
}
static_assert(none_is_an_aggregate<Decimal, ComboLeg, Contract, PriceIncrement, ContractDetails>());
static_assert(
    none_is_an_aggregate<OrderRequest, OrderReport, Commission, Execution, OrderPreview>());
static_assert(none_is_an_aggregate<Position, Account, Portfolio, Quote, Bar, HistoryRequest>());
static_assert(none_is_an_aggregate<Error, Notice, Capabilities, Within<asio::use_awaitable_t<>>>());

/// Longer than what a string keeps inside itself, so that a second destruction is a second free.
const std::string name = "A SYMBOL TOO LONG FOR SHORT STRINGS";

/// Takes a value as the library's calls do, and gives it back after a hop.
template <class T> asio::awaitable<T> hand_over(T value)
{
    co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
    co_return value;
}

/// Runs a coroutine that answers whether all went well.
template <class Make> bool holds(Make make)
{
    asio::io_context io;
    auto done = asio::co_spawn(io, make(), asio::use_future);
    io.run();
    return done.get();
}

}  // namespace

TEST(CoroutineArguments, Contracts)
{
    EXPECT_TRUE(holds([]() -> asio::awaitable<bool> {
        bool good = (co_await hand_over(stock(name))).symbol == name;
        good &= (co_await hand_over(Contract{SecurityType::bond, name})).symbol == name;
        good &=
            (co_await hand_over(stock(name).on("LSE").in("GBP").listed_on(name))).currency == "GBP";
        good &= (co_await hand_over(option(name, "20261218", 5000_d, OptionRight::call))).strike ==
                5000_d;
        good &= (co_await hand_over(future(name, "202612", "CME"))).exchange == "CME";
        good &= (co_await hand_over(ComboLeg{1, 2, Side::sell, name})).exchange == name;
        good &= (co_await hand_over(ContractDetails{stock(name)})).contract.symbol == name;
        good &= (co_await hand_over(PriceIncrement{0_d, 0.01_d})).increment == 0.01_d;
        co_return good;
    }));
}

TEST(CoroutineArguments, ACombosLegs)
{
    EXPECT_TRUE(holds([]() -> asio::awaitable<bool> {
        // a braced list of legs inside co_await is beyond g++ 12, so they are named first
        std::vector legs{ComboLeg{1, 1, Side::buy, name}, ComboLeg{2, 1, Side::sell, name}};
        auto back = co_await hand_over(combo(name, legs));
        co_return back.legs == legs;
    }));
}

TEST(CoroutineArguments, Orders)
{
    EXPECT_TRUE(holds([]() -> asio::awaitable<bool> {
        bool good = (co_await hand_over(buy(stock(name), 10_d))).contract.symbol == name;
        good &= (co_await hand_over(buy(stock(name), 10_d).limit(189.10_d).good_till_cancelled()))
                    .limit_price == 189.10_d;
        good &= (co_await hand_over(sell(stock(name), 10_d)
                                        .stop(1_d)
                                        .for_account(name)
                                        .with_client_order_id(name)
                                        .in_oca_group(name, OcaType::cancel_with_block)))
                    .oca_group == name;
        good &= (co_await hand_over(OrderRequest{Side::sell, stock(name), 1_d})).side == Side::sell;
        good &= (co_await hand_over(buy(stock(name), 10_d).good_till(name))).good_till_date == name;
        co_return good;
    }));
}

TEST(CoroutineArguments, Reports)
{
    EXPECT_TRUE(holds([]() -> asio::awaitable<bool> {
        bool good = (co_await hand_over(OrderReport{OrderId{1}, buy(stock(name), 2_d)}))
                        .order.contract.symbol == name;
        good &= (co_await hand_over(Commission{name, 1_d, "USD"})).execution_id == name;
        good &= (co_await hand_over(Execution{})).quantity.is_zero();
        good &= (co_await hand_over(OrderPreview{})).warning.empty();
        good &= (co_await hand_over(Error{Errc::rejected, name})).message == name;
        good &=
            (co_await hand_over(Notice{Error{Errc::rejected, name}, OrderId{1}})).error.message ==
            name;
        co_return good;
    }));
}

TEST(CoroutineArguments, AccountsAndMarkets)
{
    EXPECT_TRUE(holds([]() -> asio::awaitable<bool> {
        bool good = (co_await hand_over(Position{stock(name), 1_d})).contract.symbol == name;
        good &= (co_await hand_over(Account{name})).id == name;
        good &= (co_await hand_over(summarize(Account{name}, {}))).positions.empty();
        good &= (co_await hand_over(Quote{stock(name)})).contract.symbol == name;
        good &= (co_await hand_over(Bar{})).close.is_zero();
        good &= (co_await hand_over(HistoryRequest{stock(name)}.over("2 D").showing(name)))
                    .what_to_show == name;
        co_return good;
    }));
}

TEST(CoroutineArguments, Results)
{
    EXPECT_TRUE(holds([]() -> asio::awaitable<bool> {
        bool good = (co_await hand_over(Result<Contract>{stock(name)})).value().symbol == name;
        good &= (co_await hand_over(Result<Contract>{Error{Errc::unknown_contract, name}}))
                    .error()
                    .message == name;
        good &= (co_await hand_over(std::optional<Contract>{stock(name)}))->symbol == name;
        co_return good;
    }));
}
