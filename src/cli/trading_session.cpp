// A trading session of the command line.
#include "cli/trading_session.hpp"

#include "base/log.hpp"
#include "cli/live_session.hpp"
#include "cli/report_feed.hpp"
#include "cli/session_end.hpp"

#include <trademind/execution/factory.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fmt/format.h>

#include <exception>

namespace trademind::cli {
namespace {

/// The broker that orders go to, and the session on it.
class Session {
public:
    std::shared_ptr<ExecutionRouter> router;
    std::function<asio::awaitable<Result<TradingRecord>>()> trade;
};

/// Plays the tape to its end, or until a signal or the time limit: what traded until then is
/// reported.
asio::awaitable<Result<>> play(std::shared_ptr<PaperFeed> market, std::optional<Duration> limit)
{
    using namespace asio::experimental::awaitable_operators;
    auto wall = system_clock();
    Interrupts interrupts{co_await asio::this_coro::executor, wall};
    log::info("the tape begins; a signal ends it with a report");
    auto first =
        co_await (market->play(asio::use_awaitable) || session_end(wall, limit, interrupts));
    if (first.index() == 0) co_return std::get<0>(std::move(first));
    log::warning("stopping at {}: the tape is not at its end", std::get<1>(first));
    co_return Result<>{};
}

Result<Session> make_tape_session(SessionPlan plan, const asio::any_io_executor& executor)
{
    auto options = paper_options(plan.config);
    options.tape = plan.tape;
    options.tape_start = paper::TapeStart::manual;
    auto made = make_paper_market(plan.config, std::move(options), executor);
    if (!made) return made.error();
    auto hours = [player = made->market, limit = plan.time_limit] { return play(player, limit); };
    Session session;
    session.router = made->router;
    session.trade = [router = made->router, strategy = std::move(plan.strategy), hours,
                     with_report = plan.with_report] {
        return trade(router, strategy, hours, with_report);
    };
    return session;
}

Result<Session> make_live_session(SessionPlan plan, const asio::any_io_executor& executor)
{
    auto made = make_broker(plan.config, executor);
    if (!made) return made.error();
    LiveOptions options;
    options.strategy = std::move(plan.strategy);
    options.time_limit = plan.time_limit;
    options.keep_orders = plan.keep_orders;
    options.with_report = plan.with_report;
    options.cancel_timeout = plan.config.kill_switch.cancel_timeout;
    // a paper broker is one program's; at TWS, with one id alone, what carries it is ours
    if (plan.config.type == BrokerType::ibkr && plan.config.ibkr.next_client_ids == 0)
        options.client_id = plan.config.ibkr.client_id;
    Session session;
    session.router = *made;
    session.trade = [router = *made, options = std::move(options)] {
        return trade_live(router, options);
    };
    return session;
}

}  // namespace

asio::awaitable<Result<TradingRecord>> trade(std::shared_ptr<Broker> broker, DipOptions strategy,
                                             MarketHours market, bool with_report)
{
    TradingLog log{*broker};
    auto up = co_await broker->connect();
    if (!up) co_return up.error();
    std::optional<ReportFeed> reporting;
    if (with_report) reporting.emplace(*broker, strategy.contracts);
    auto trader = trade_dips(*broker, std::move(strategy));
    auto over = co_await market();
    if (!over) co_return over.error();

    auto record = co_await log.finish();
    if (record) record->refusals = trader->refusals();
    if (record && reporting) record->report = reporting->finish(record->account, record->positions);
    trader.reset();
    auto down = co_await broker->disconnect();
    if (!down) co_return down.error();
    co_return record;
}

Result<TradingRecord> run_session(SessionPlan plan)
{
    asio::io_context io;
    auto executor = io.get_executor();
    auto session = plan.tape ? make_tape_session(std::move(plan), executor)
                             : make_live_session(std::move(plan), executor);
    if (!session) return session.error();

    Result<TradingRecord> record = Error{Errc::internal, "the session did not end"};
    std::exception_ptr thrown;
    asio::co_spawn(session->router->get_executor(), session->trade(),
                   [&](std::exception_ptr exception, Result<TradingRecord> result) {
                       thrown = exception;
                       record = std::move(result);
                       io.stop();
                   });
    io.run();
    if (thrown) std::rethrow_exception(thrown);
    return record;
}

std::string describe(const SessionPlan& plan)
{
    std::string symbols;
    for (const Contract& contract : plan.strategy.contracts) symbols += ' ' + contract.describe();
    if (!plan.tape)
        return fmt::format("{} broker:{}", plan.config.type == BrokerType::paper ? "paper" : "IBKR",
                           symbols);
    const paper::TapeSource& tape = *plan.tape;
    if (tape.size() == 0) return "paper broker, an empty tape";
    return fmt::format("paper broker, tape of {} {}:{}, {} to {}", tape.size(),
                       tape.has_bars() ? "bars" : "rows", symbols, format_time(*tape.begins()),
                       format_time(*tape.ends()));
}

}  // namespace trademind::cli
