// A strategy on a live connection.
#include "cli/live_session.hpp"

#include "base/log.hpp"
#include "cli/interrupts.hpp"
#include "cli/live/connection.hpp"
#include "cli/own_orders.hpp"
#include "cli/report_feed.hpp"
#include "cli/session_end.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>

#include <variant>

namespace trademind::cli {
namespace {

using namespace asio::experimental::awaitable_operators;

/// False: a signal came first.
asio::awaitable<Result<bool>> connect(ExecutionRouter& router, Interrupts& interrupts)
{
    auto first = co_await (router.connect() || interrupts.next());
    if (first.index() == 0) {
        auto up = std::get<0>(std::move(first));
        if (up) co_return true;
        co_return is_silence(up.error()) ? Error{Errc::not_connected, up.error().describe()}
                                         : up.error();
    }
    static_cast<void>(co_await router.disconnect());
    log::warning("stopped by {} before the broker was connected; nothing was sent",
                 signal_name(std::get<1>(first)));
    co_return false;
}

/// Told once, and awaited by `async_receive`.
using Event = asio::experimental::channel<void(error_code)>;

/// A contract that the broker does not know, or nothing. What cannot be told now does no harm: its
/// quotes will end.
asio::awaitable<std::optional<Error>> find_unknown(ExecutionRouter& router,
                                                   const std::vector<Contract>& contracts)
{
    if (!router.capabilities().contract_search) co_return std::nullopt;
    for (const Contract& contract : contracts) {
        auto found = co_await router.find_contracts(contract);
        bool is_unknown = found ? found->empty() : found.error() == Errc::unknown_contract;
        if (!is_unknown) continue;
        auto why = found ? Error{Errc::unknown_contract, "there is none"} : found.error();
        auto name = contract.describe();
        if (why.message.find(name) == std::string::npos) why.message = name + ": " + why.message;
        why.message += "; nothing was sent";
        co_return why;
    }
    co_return std::nullopt;
}

/// Why the session is over.
asio::awaitable<std::string> wait_for_end(std::shared_ptr<Clock> clock,
                                          std::optional<Duration> limit, Interrupts& interrupts,
                                          Event& no_market)
{
    auto first = co_await (session_end(std::move(clock), limit, interrupts) ||
                           no_market.async_receive(asio::use_awaitable));
    if (first.index() == 1) co_return std::string{"the end of the last market"};
    co_return std::get<0>(std::move(first));
}

/// From the last signal of the strategy to the end of the connection.
asio::awaitable<TradingRecord> leave(ExecutionRouter& router, const LiveOptions& options,
                                     OwnOrders& own, TradingLog& log, const DipStrategy& trader)
{
    auto on_their_way = [&trader] { return trader.unanswered(); };
    auto left =
        co_await own.end(options.keep_orders ? OwnOrders::End::keep : OwnOrders::End::cancel,
                         options.cancel_timeout, on_their_way);
    auto whole = co_await log.finish();
    TradingRecord record = log.so_far();
    if (whole)
        record = std::move(*whole);
    else
        record.account_unknown = whole.error();
    record.may_still_work = std::move(left);
    static_cast<void>(co_await router.disconnect());
    co_return record;
}

}  // namespace

asio::awaitable<Result<TradingRecord>> trade_live(std::shared_ptr<ExecutionRouter> router,
                                                  LiveOptions options)
{
    Interrupts interrupts{co_await asio::this_coro::executor, router->clock()};
    TradingLog log{*router};
    OwnOrders own{*router, options.client_id};
    options.strategy.order_prefix = own.prefix();
    auto up = co_await connect(*router, interrupts);
    if (!up) co_return up.error();
    if (!*up) co_return log.so_far();
    if (auto unknown = co_await find_unknown(*router, options.strategy.contracts)) {
        static_cast<void>(co_await router->disconnect());
        co_return *unknown;
    }
    Event no_market{co_await asio::this_coro::executor, 1};
    std::optional<Error> lost;
    options.strategy.on_no_market = [&](const Error& error) {
        lost = error;
        no_market.try_send(error_code{});
    };
    std::optional<ReportFeed> reporting;
    if (options.with_report) reporting.emplace(*router, options.strategy.contracts);
    auto trader = trade_dips(*router, options.strategy);
    auto why = co_await wait_for_end(router->clock(), options.time_limit, interrupts, no_market);
    trader->stop();
    log::warning("stopping at {}: no further signal; {}; a second signal ends the program at once",
                 why, options.keep_orders ? "own orders stay" : "own orders are cancelled");

    auto left = co_await (leave(*router, options, own, log, *trader) || interrupts.again());
    TradingRecord record;
    if (left.index() == 0) {
        record = std::get<0>(std::move(left));
    } else {
        record = log.so_far();
        record.account_unknown = Error{Errc::cancelled, "not asked for"};
        record.may_still_work.push_back(
            fmt::format("ended at once by a second signal, {}: what works was not confirmed",
                        signal_name(std::get<1>(left))));
    }
    record.refusals = trader->refusals();
    if (reporting) record.report = reporting->finish(record.account, record.positions);
    record.no_market = lost;
    co_return record;
}

}  // namespace trademind::cli
