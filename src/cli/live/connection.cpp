// A command's connection to TWS: its options, its beginning and its end.
#include "cli/live/connection.hpp"

#include "base/log.hpp"
#include "cli/config_file.hpp"
#include "execution/config/default_files.hpp"
#include "execution/config/environment.hpp"

#include <trademind/execution/factory.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/post.hpp>

#include <future>
#include <memory>

#include <unistd.h>

namespace trademind::cli {
namespace {

/// Ends the broker on its own strand: nothing of it is under way when this returns.
template <class B> void end(std::shared_ptr<B> broker)
{
    std::promise<void> ended;
    auto strand = broker->get_executor();
    asio::post(strand, [&ended, broker = std::move(broker)]() mutable {
        broker.reset();
        ended.set_value();
    });
    ended.get_future().wait();
}

template <class B, class Work>
Outcome run(std::shared_ptr<B> broker, const Config& config, const Work& work,
            BrokerObserver* observer = nullptr)
{
    Outcome outcome;
    auto observing = observer ? broker->observe(*observer) : Subscription{};
    if (auto up = broker->connect(asio::use_future).get(); !up) {
        outcome = failure(up.error());
        if (is_silence(up.error())) outcome.exit = Exit::not_connected;
    } else {
        outcome = work(*broker, config);
        observing.reset();
        (void)broker->disconnect(asio::use_future).get();
    }
    end(std::move(broker));
    return outcome;
}

/// Standard error belongs to the command's own words, unless the log was asked for.
void keep_quiet(Config& config, bool verbose)
{
    if (verbose || !config.log.file.empty()) return;
    auto level = log::parse_level(config.log.level);
    if (!level || *level < log::Level::warning) config.log.level = "warning";
}

/// A client id is one connection's: a command that only looks must neither be refused for the
/// program that runs with the configuration's, nor keep that program from starting.
void take_spare_client_id(IbkrOptions& ibkr, ClientId which)
{
    constexpr int lowest = 10'000, range = 20'000, attempts = 31;
    if (which == ClientId::spare) {
        ibkr.client_id = lowest + static_cast<int>(::getpid() % range);
        ibkr.next_client_ids = attempts;
    } else if (ibkr.next_client_ids == 0) {
        ibkr.next_client_ids = attempts;
    }
}

bool is_refusal(const Error& error)
{
    // whatever the checks here say no for: also a journal that cannot be written
    if (error.code.category() == risk_category()) return error != Errc::not_connected;
    for (auto condition :
         {Errc::invalid_argument,   Errc::not_supported,    Errc::unknown_contract,
          Errc::ambiguous_contract, Errc::unknown_order,    Errc::not_cancellable,
          Errc::not_modifiable,     Errc::read_only,        Errc::rejected,
          Errc::invalid_order,      Errc::order_size_limit, Errc::order_value_limit,
          Errc::buying_power,       Errc::day_trade_limit,  Errc::duplicate_order,
          Errc::no_price,           Errc::no_position,      Errc::no_account,
          Errc::not_reconciled,     Errc::trading_halted,   Errc::risk_limit})
        if (error == condition) return true;
    return false;
}

}  // namespace

void add_connection_options(Command& command, ConnectionArguments& a)
{
    command.section("Connection")
        .option("--config", a.config_file, text("FILE"), "YAML; see config/ibkr_config.yaml")
        .option("--host", a.host, host_name(), "Where TWS or IB Gateway listens (127.0.0.1)")
        .option("--port", a.port, whole_number(1, 65'535, "PORT"),
                "TWS 7497 paper, 7496 live; Gateway 4002 paper, 4001 live (7497)")
        .option("--client-id", a.client_id, whole_number(0, 2'147'483'647, "ID"),
                "Owns its orders: keep the same one (1; to look, one that is free)")
        .option("--account", a.account, text("ACCOUNT"), "Of logins that have several")
        .option("--timeout", a.timeout, whole_number(1, 600, "SECONDS"),
                "Of each stage and request (10)")
        .option("--record", a.record_file, text("FILE"), "Write every frame to this file")
        .option("--journal", a.journal_file, text("FILE"),
                "Where orders are written down (the configuration's, or "
                "~/.local/state/trademind/ibkr.db)")
        .flag("--verbose", a.verbose, "Show the log")
        .section("")
        .json(a.as_json);
}

Result<Config> connection_config(const ConnectionArguments& arguments)
{
    Config config{BrokerType::ibkr};
    if (auto file = config_file_or_usual(arguments.config_file); !file.empty()) {
        auto loaded = load_config(file);
        if (!loaded) return loaded.error();
        config = std::move(*loaded);
        if (config.type != BrokerType::ibkr)
            return Error{Errc::config,
                         file + ": broker.type is paper; this command needs broker.type: ibkr"};
    } else if (auto read = config::read_environment(config, process_environment()); !read) {
        return read.error();
    }
    if (!arguments.host.empty()) config.ibkr.host = arguments.host;
    if (arguments.port) config.ibkr.port = static_cast<std::uint16_t>(*arguments.port);
    if (arguments.client_id) config.ibkr.client_id = static_cast<int>(*arguments.client_id);
    if (!arguments.account.empty()) config.account = arguments.account;
    if (arguments.timeout) {
        config.request_timeout = std::chrono::seconds{*arguments.timeout};
        config.ibkr.connect_timeout = config.request_timeout;
    }
    if (!arguments.record_file.empty()) config.ibkr.record_file = arguments.record_file;
    if (!arguments.journal_file.empty()) config.journal.file = arguments.journal_file;
    keep_quiet(config, arguments.verbose);
    return config;
}

Outcome with_ibkr(const ConnectionArguments& arguments,
                  const std::function<Outcome(Broker&, const Config&)>& work, ClientId which,
                  BrokerObserver* observer)
{
    auto config = connection_config(arguments);
    if (!config) return config.error();
    if (!arguments.client_id) take_spare_client_id(config->ibkr, which);
    if (auto level = log::parse_level(config->log.level)) log::set_level(*level);
    Runtime runtime;
    return run(make_unsafe_ibkr_broker(runtime.get_executor(), ibkr_options(*config)), *config,
               work, observer);
}

Outcome with_router(Config config,
                    const std::function<Outcome(ExecutionRouter&, const Config&)>& work)
{
    if (config.journal.file.empty())
        config::use_default_journal(config, "ibkr", process_environment());
    if (config.journal.file.empty())
        return Error{Errc::config, "no HOME to keep the journal in: name one with --journal"};
    config.metrics.file.clear();  // the running program's: a short command is none of its series
    Runtime runtime;
    auto router = make_broker(config, runtime.get_executor());
    if (!router) return router.error();
    return run(std::move(*router), config, work);
}

Outcome with_router(const ConnectionArguments& arguments,
                    const std::function<Outcome(ExecutionRouter&, const Config&)>& work)
{
    auto config = connection_config(arguments);
    if (!config) return config.error();
    return with_router(std::move(*config), work);
}

bool is_silence(const Error& of_connect)
{
    return of_connect == Errc::timed_out || of_connect == Errc::protocol;
}

Outcome failure(const Error& error)
{
    Outcome outcome{error};
    for (auto condition : {Errc::not_connected, Errc::connection_refused, Errc::host_not_found,
                           Errc::connection_lost, Errc::client_id_in_use, Errc::server_too_old,
                           Errc::server_too_new})
        if (error == condition) outcome.exit = Exit::not_connected;
    return outcome;
}

Outcome order_failure(const Error& error)
{
    auto outcome = failure(error);
    if (error == Errc::timed_out || error == Errc::connection_lost) {
        outcome.exit = Exit::unknown;
        outcome.problem +=
            "\nThe order may be live: look at `trademind orders` before trying again";
    } else if (is_refusal(error)) {
        outcome.exit = Exit::refused;
    }
    return outcome;
}

}  // namespace trademind::cli
