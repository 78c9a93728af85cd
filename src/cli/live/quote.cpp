// trademind quote: a market's state now, or each of its next changes.
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/live/first_image.hpp"
#include "cli/trading_json.hpp"
#include "cli/trading_tables.hpp"

#include <fmt/format.h>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <optional>

namespace trademind::cli {
namespace {

class QuoteArguments : public ConnectionArguments {
public:
    ContractArguments contract;
    std::optional<std::int64_t> stream;
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

Outcome snapshot(Broker& broker, const Contract& contract, Duration patience, bool as_json)
{
    auto whole = std::make_shared<std::promise<Result<Quote>>>();
    auto image =
        FirstImage::start(broker.clock(), broker.get_executor(), patience,
                          [whole](Result<Quote> quote) { whole->set_value(std::move(quote)); });
    auto watching = broker.watch(
        contract, [image](const Quote& quote) { image->on_quote(quote); },
        [image](const Error& error) { image->on_error(error); });
    auto quote = whole->get_future().get();
    if (!quote) return failure(quote.error());
    return Outcome{as_json ? page(json_of(*quote)) : quote_table(*quote).str()};
}

Outcome stream(Broker& broker, const Contract& contract, Duration patience, std::int64_t count,
               bool as_json, Console& console)
{
    Mailbox mail;
    auto watching = broker.watch(
        contract, [&mail](const Quote& quote) { mail.put(quote); },
        [&mail](const Error& error) { mail.put(error); });
    for (std::int64_t i = 0; i < count; ++i) {
        auto quote = mail.take(patience);
        if (!quote) return failure(quote.error());
        console.print(as_json ? one_line(json_of(*quote)) : line(*quote));
    }
    return Outcome{};
}

Outcome quote(const QuoteArguments& arguments, Console& console)
{
    auto contract = contract_of(arguments.contract);
    return with_ibkr(arguments, [&](Broker& broker, const Config& config) {
        auto patience = config.request_timeout;
        return arguments.stream ? stream(broker, contract, patience, *arguments.stream,
                                         arguments.as_json, console)
                                : snapshot(broker, contract, patience, arguments.as_json);
    });
}

}  // namespace

void add_quote(Command& program, Console& console)
{
    auto command = program.add("quote", "Print a market's prices", live_group);
    auto arguments = std::make_shared<QuoteArguments>();
    add_contract_options(command, arguments->contract);
    command.section("").option("--stream", arguments->stream, whole_number(1, 1'000'000'000),
                               "Print so many changes, a line each");
    add_connection_options(command, *arguments);
    command.footer(
        "--timeout is also how long --stream waits for the next change. market_data_type of the\n"
        "configuration chooses delayed quotes (the default) or those of a subscription.");
    command.status(Exit::not_connected, "no connection to TWS, or it broke");
    command.run([&console, arguments] { return quote(*arguments, console); });
}

}  // namespace trademind::cli
