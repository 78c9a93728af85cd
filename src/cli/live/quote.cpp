// trademind quote: a market's state now, or each of its next changes.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace trademind::cli {
namespace {

class QuoteArguments : public ConnectionArguments {
public:
    ContractArguments contract;
    std::optional<int> stream;
};

/// Quotes from the broker's strand to the command's thread.
class Mailbox {
public:
    void put(Result<Quote> quote)
    {
        std::lock_guard lock{mutex_};
        quotes_.push_back(std::move(quote));
        arrived_.notify_one();
    }
    /// Errc::timed_out when none comes in time.
    Result<Quote> take(Duration patience)
    {
        std::unique_lock lock{mutex_};
        if (!arrived_.wait_for(lock, patience, [&] { return !quotes_.empty(); }))
            return Error{Errc::timed_out, "no quote came within the time"};
        auto quote = std::move(quotes_.front());
        quotes_.pop_front();
        return quote;
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<Result<Quote>> quotes_;
};

std::string line(const Quote& q)
{
    return fmt::format("{}  {}  bid {} x {}  ask {} x {}  last {} x {}", clock_time(q.time),
                       q.contract.describe(), plain(q.bid), plain(q.bid_size), plain(q.ask),
                       plain(q.ask_size), plain(q.last), plain(q.last_size));
}

bool has_a_price(const Quote& quote)
{
    return quote.bid || quote.ask || quote.market_price();
}

/// TWS tells a quote field by field: it is whole when both sides are there, or when no more comes.
Outcome snapshot(Mailbox& mail, Duration patience, bool as_json)
{
    auto quote = mail.take(patience);
    while (quote && !has_a_price(*quote)) quote = mail.take(patience);
    if (!quote) return failure(quote.error());
    constexpr auto lull = std::chrono::milliseconds{300};
    while (!(quote->bid && quote->ask && quote->last)) {
        auto next = mail.take(lull);
        if (!next && next.error() == Errc::timed_out) break;
        if (!next) return failure(next.error());
        quote = std::move(next);
    }
    return Outcome{as_json ? page(json_of(*quote)) : quote_table(*quote).str()};
}

Outcome stream(Mailbox& mail, Duration patience, int count, bool as_json, Console& console)
{
    for (int i = 0; i < count; ++i) {
        auto quote = mail.take(patience);
        if (!quote) return failure(quote.error());
        console.print(as_json ? one_line(json_of(*quote)) : line(*quote));
    }
    return Outcome{};
}

Outcome quote(const QuoteArguments& arguments, Console& console)
{
    auto contract = contract_of(arguments.contract);
    if (!contract) return contract.error();
    return with_ibkr(arguments, [&](Broker& broker, const Config& config) {
        Mailbox mail;
        auto watching = broker.watch(
            *contract, [&mail](const Quote& quote) { mail.put(quote); },
            [&mail](const Error& error) { mail.put(error); });
        return arguments.stream ? stream(mail, config.request_timeout, *arguments.stream,
                                         arguments.as_json, console)
                                : snapshot(mail, config.request_timeout, arguments.as_json);
    });
}

}  // namespace

void add_quote(CLI::App& app, Outcome& outcome, Console& console)
{
    auto* command =
        app.add_subcommand("quote", "Print a market's prices")->group("TWS or IB Gateway");
    auto arguments = std::make_shared<QuoteArguments>();
    add_contract_options(*command, arguments->contract);
    command->add_option("--stream", arguments->stream, "Print so many changes, a line each")
        ->check(CLI::Range(1, 1'000'000'000))
        ->type_name("N");
    add_connection_options(*command, *arguments);
    command->footer(
        "--timeout is also how long --stream waits for the next change. market_data_type of the\n"
        "configuration chooses delayed quotes (the default) or those of a subscription.");
    command->callback([&outcome, &console, arguments] { outcome = quote(*arguments, console); });
}

}  // namespace trademind::cli
