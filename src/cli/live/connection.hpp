// A command's connection to TWS: its options, its beginning and its end.
#pragma once

#include "cli/options.hpp"

#include <trademind/brokers/ibkr.hpp>
#include <trademind/execution/config.hpp>
#include <trademind/execution/router.hpp>

#include <boost/asio/use_future.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace trademind::cli {

/// What every command with a connection can be told.
class ConnectionArguments {
public:
    std::string config_file, host, account, record_file, journal_file;
    std::optional<std::int64_t> port, client_id, timeout;  ///< timeout in seconds
    bool as_json = false, verbose = false;
};

/// --config --host --port --client-id --account --timeout --record --journal --json --verbose.
void add_connection_options(Command& command, ConnectionArguments& arguments);

/// The configuration file (config_file_or_usual), or the defaults, with what the command line says
/// instead. Errc::config when it names the paper broker: that one has no TWS.
Result<Config> connection_config(const ConnectionArguments& arguments);

/// Which client id a command without --client-id connects with.
enum class ClientId {
    spare,       ///< one that no program has: beside the program of the configuration
    configured,  ///< the configuration's; the next free one where that is in use
};

/// Connects, lets `work` run on the calling thread, disconnects. Without the router and its
/// journal: for commands that place and change no order. The observer receives the events from
/// before the connect until the work is done.
Outcome with_ibkr(const ConnectionArguments& arguments,
                  const std::function<Outcome(Broker&, const Config&)>& work,
                  ClientId which = ClientId::spare, BrokerObserver* observer = nullptr);
/// The same behind risk checks, kill switch and journal. Without a journal in the configuration,
/// orders are written to one in the user's state directory.
Outcome with_router(Config config,
                    const std::function<Outcome(ExecutionRouter&, const Config&)>& work);
Outcome with_router(const ConnectionArguments& arguments,
                    const std::function<Outcome(ExecutionRouter&, const Config&)>& work);

/// A connect that failed because no session came: the other end said nothing, or nothing that can
/// be read. failure() knows the errors that mean the same for every request.
bool is_silence(const Error& of_connect);
/// A failed request, with the exit status that fits it.
Outcome failure(const Error& error);
/// A failed order or change of one: what was sent and not answered may be live.
Outcome order_failure(const Error& error);

}  // namespace trademind::cli
