// trademind record: makes a tape of the quotes of a broker.
#include "base/log.hpp"
#include "base/new_file.hpp"
#include "cli/config_file.hpp"
#include "cli/live/commands.hpp"
#include "cli/live/connection.hpp"
#include "cli/live/contract_arguments.hpp"
#include "cli/session_end.hpp"
#include "cli/trading_json.hpp"

#include <trademind/brokers/paper/tape_recorder.hpp>
#include <trademind/brokers/unsafe_paper.hpp>
#include <trademind/execution/factory.hpp>
#include <trademind/execution/unsafe_raw_broker.hpp>
#include <trademind/runtime.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/use_future.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <variant>

namespace trademind::cli {
namespace {

using namespace asio::experimental::awaitable_operators;

class RecordArguments : public ConnectionArguments {
public:
    ContractArguments contract;  ///< what the symbols have in common
    std::string symbols, out;
    std::optional<std::int64_t> seconds;
};

/// What to record, and where to.
class RecordPlan {
public:
    RecordPlan() = default;

    std::vector<Contract> contracts;
    /// Played from start to end; nothing: a market of its own.
    std::shared_ptr<const paper::TapeSource> tape;
    std::filesystem::path out;
    std::optional<Duration> limit;
};

class Recorded {
public:
    Recorded() = default;
    Recorded(std::size_t rows, std::size_t contracts, std::string ended_by)
        : rows{rows}, contracts{contracts}, ended_by{std::move(ended_by)}
    {}

    std::size_t rows = 0, contracts = 0;
    std::string ended_by;
};

/// Told once, and awaited by `async_receive`.
using Event = asio::experimental::channel<void(error_code)>;

/// Quotes on their way into the file. On the broker's strand.
class Recording final : public BrokerObserver {
public:
    Recording(Broker& broker, const std::vector<ContractDetails>& contracts, NewFile file,
              const asio::any_io_executor& executor)
        : broker_{broker},
          file_{std::move(file)},
          recorder_{text_, contracts},
          failed_{executor, 1},
          watching_{broker.observe(*this)}
    {
        for (std::uint32_t i = 0; i < contracts.size(); ++i)
            quotes_.push_back(broker.watch(
                contracts[i].contract,
                [this, i](const Quote& quote) {
                    recorder_.take(i, quote);
                    constexpr std::streamoff most = 1 << 16;
                    if (text_.tellp() >= most) write();
                },
                [this, contract = contracts[i].contract](const Error& error) {
                    ended(contract, error);
                }));
    }

    /// Nothing may stand in the market that nobody quotes any more.
    void on_link(LinkState state) override
    {
        bool usable = is_usable(state);
        if (was_usable_ && !usable) recorder_.lose_quotes(broker_.clock()->now());
        was_usable_ = usable;
    }

    /// Once a second; ends with the first fault.
    asio::awaitable<Error> keep_durable()
    {
        for (;;) {
            auto woken = co_await (pause(broker_.clock(), std::chrono::seconds{1}) ||
                                   failed_.async_receive(asio::use_awaitable));
            if (woken.index() == 0) flush();
            if (fault_) co_return *fault_;
        }
    }
    /// Everything is in the file and stays there, or why not.
    std::optional<Error> finish()
    {
        quotes_.clear();
        watching_.reset();
        flush();
        if (recorder_.rows() == 0) file_.discard();
        return fault_;
    }
    std::size_t rows() const { return recorder_.rows(); }

private:
    void ended(const Contract& contract, const Error& error)
    {
        log::warning("no quotes of {} any more: {}", contract.describe(), error.describe());
        if (++ended_ == quotes_.size()) fail(error);
    }
    void fail(Error why)
    {
        if (!fault_) fault_ = std::move(why);
        failed_.try_send(error_code{});
    }
    void write()
    {
        auto text = std::exchange(text_, {}).str();
        if (fault_ || text.empty()) return;
        if (auto written = file_.append(text); !written) fail(written.error());
    }
    void flush()
    {
        write();
        if (fault_) return;
        if (auto kept = file_.sync(); !kept) fail(kept.error());
    }

    Broker& broker_;
    NewFile file_;
    std::ostringstream text_;
    paper::TapeRecorder recorder_;
    Event failed_;
    std::optional<Error> fault_;
    std::size_t ended_ = 0;
    bool was_usable_ = false;
    std::vector<Subscription> quotes_;
    Subscription watching_;
};

/// What the broker says of each contract that a tape can tell: its multiplier, its tick, in which
/// unit its prices are. The contract stays as it was asked for, so that it is found on the tape.
asio::awaitable<Result<std::vector<ContractDetails>>> look_up(Broker& broker,
                                                              std::vector<Contract> contracts)
{
    std::vector<ContractDetails> all;
    for (Contract& contract : contracts) {
        auto found = co_await broker.find_contracts(contract);
        if (!found) co_return found.error();
        if (found->empty())
            co_return Error{Errc::unknown_contract, contract.describe() + ": there is none"};
        if (found->size() > 1)
            co_return Error{Errc::ambiguous_contract,
                            contract.describe() + " fits several instruments"};
        ContractDetails details{std::move(contract)};
        if (!details.contract.multiplier)
            details.contract.multiplier = found->front().contract.multiplier;
        details.minimum_tick = found->front().minimum_tick;
        details.price_magnifier = std::max(1, found->front().price_magnifier);
        all.push_back(std::move(details));
    }
    co_return all;
}

/// Completes at the end of the tape; never without one.
asio::awaitable<Result<>> play(Broker& broker, bool has_tape)
{
    if (has_tape) {
        if (auto up = co_await broker.connect(); !up) co_return up;
        co_return co_await dynamic_cast<PaperBroker&>(broker).play();
    }
    Event never{co_await asio::this_coro::executor, 1};
    co_await never.async_receive(asio::use_awaitable);
    co_return Result<>{};
}

/// The broker is connected, but for one with a tape: its rows begin with the connection.
asio::awaitable<Result<Recorded>> record(Broker& broker, RecordPlan plan)
{
    auto executor = co_await asio::this_coro::executor;
    Interrupts interrupts{executor, broker.clock()};
    std::vector<ContractDetails> contracts;
    if (plan.tape) {
        for (const Contract& contract : plan.contracts)
            for (std::uint32_t i = 0; i < plan.tape->listed().size(); ++i)
                if (plan.tape->listed()[i] == contract)
                    contracts.push_back(plan.tape->details_of(i));
    } else {
        auto found = co_await look_up(broker, plan.contracts);
        if (!found) co_return found.error();
        contracts = std::move(*found);
    }
    auto file = NewFile::create(plan.out);
    if (!file) co_return file.error();
    Recording recording{broker, contracts, std::move(*file), executor};
    auto over =
        co_await (play(broker, plan.tape != nullptr) ||
                  session_end(broker.clock(), plan.limit, interrupts) || recording.keep_durable());
    std::string why = "the end of the tape";
    std::optional<Error> fault;
    if (over.index() == 0 && !std::get<0>(over)) fault = std::get<0>(over).error();
    if (over.index() == 1) why = std::get<1>(std::move(over));
    if (over.index() == 2) fault = std::get<2>(std::move(over));
    auto unwritten = recording.finish();
    if (plan.tape) static_cast<void>(co_await broker.disconnect());
    if (!fault) fault = unwritten;
    if (fault) co_return *fault;
    if (recording.rows() == 0)
        co_return Error{Errc::timed_out, "no quote came until " + why + "; no file was kept"};
    Recorded recorded{recording.rows(), contracts.size(), std::move(why)};
    co_return recorded;
}

Outcome report(const Result<Recorded>& recorded, const RecordArguments& arguments)
{
    if (!recorded) return failure(recorded.error());
    if (arguments.as_json)
        return Outcome{page(object("file", arguments.out, "rows", recorded->rows, "contracts",
                                   recorded->contracts, "ended_by", recorded->ended_by))};
    return Outcome{fmt::format("{} rows of {} contract{} in '{}', until {}\n", recorded->rows,
                               recorded->contracts, recorded->contracts == 1 ? "" : "s",
                               arguments.out, recorded->ended_by)};
}

template <class Session> Result<Recorded> wait_for(Broker& broker, Session session)
{
    return asio::co_spawn(broker.get_executor(), std::move(session), asio::use_future).get();
}

/// Ends the broker on its own strand: nothing of it is under way when this returns.
void end_of(std::shared_ptr<Broker> broker)
{
    auto strand = broker->get_executor();
    asio::post(strand, asio::use_future([broker = std::move(broker)]() mutable { broker.reset(); }))
        .get();
}

Outcome record_paper(Config config, RecordPlan plan, const RecordArguments& arguments)
{
    // quotes alone are wanted: the account belongs to the program that trades with it
    config.paper.account_file.clear();
    if (auto level = log::parse_level(config.log.level)) log::set_level(*level);
    Runtime runtime;
    std::shared_ptr<Broker> broker;
    if (plan.tape) {
        auto options = paper_options(config);
        options.tape = plan.tape;
        options.tape_start = paper::TapeStart::manual;
        broker = make_unsafe_paper_broker(runtime.get_executor(), std::move(options));
    } else {
        auto made = make_unsafe_raw_broker(config, runtime.get_executor());
        if (!made) return made.error();
        broker = std::move(*made);
        if (auto up = broker->connect(asio::use_future).get(); !up) return failure(up.error());
    }
    bool has_tape = plan.tape != nullptr;
    auto recorded = wait_for(*broker, record(*broker, std::move(plan)));
    if (!has_tape) static_cast<void>(broker->disconnect(asio::use_future).get());
    end_of(std::move(broker));
    return report(recorded, arguments);
}

std::vector<Contract> contracts_of(const RecordArguments& arguments)
{
    std::vector<Contract> contracts;
    std::istringstream words{arguments.symbols};
    for (ContractArguments one = arguments.contract; std::getline(words, one.symbol, ',');) {
        if (one.symbol.empty())
            throw WrongUsage{"--symbols '" + arguments.symbols + "' has an empty symbol"};
        contracts.push_back(contract_of(one));
    }
    if (arguments.symbols.ends_with(','))
        throw WrongUsage{"--symbols '" + arguments.symbols + "' has an empty symbol"};
    if (contracts.empty() && arguments.contract.contract_id != 0)
        contracts.push_back(contract_of(arguments.contract));
    refuse_repeats(contracts);
    return contracts;
}

/// The tape that the configuration names, and which of its contracts are wanted.
Result<> find_tape(RecordPlan& plan, const PaperConfig& paper)
{
    if (paper.tape.empty()) return {};
    auto tape = paper::open_tape(paper.tape);
    if (!tape) return tape.error();
    plan.tape = std::move(*tape);
    if (plan.tape->has_bars())
        return Error{Errc::invalid_argument, "the tape has bars: there are no quotes to record"};
    const auto& listed = plan.tape->listed();
    if (plan.contracts.empty()) plan.contracts = listed;
    for (const Contract& wanted : plan.contracts)
        if (std::ranges::find(listed, wanted) == listed.end())
            return Error{Errc::invalid_argument, "the tape has no quotes of " + wanted.describe()};
    return {};
}

Outcome run(const RecordArguments& arguments)
{
    RecordPlan plan;
    plan.contracts = contracts_of(arguments);
    plan.out = arguments.out;
    if (arguments.seconds) plan.limit = std::chrono::seconds{*arguments.seconds};
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(plan.out, ignored)))
        return Error{Errc::input_output,
                     fmt::format("'{}' exists already: it is not overwritten", arguments.out)};
    std::optional<Config> config;
    if (auto file = config_file_or_usual(arguments.config_file); !file.empty()) {
        auto loaded = load_config(file);
        if (!loaded) return loaded.error();
        config = std::move(*loaded);
    }
    if (config && config->type == BrokerType::paper) {
        if (auto found = find_tape(plan, config->paper); !found) return found.error();
        if (plan.contracts.empty() && config->paper.market == PaperMarketSource::generated)
            for (const auto& symbol : config->paper.generated.symbols)
                plan.contracts.push_back(stock(symbol));
    }
    if (plan.contracts.empty()) throw WrongUsage{"what to record? name --symbols A,B"};
    if (config && config->type == BrokerType::paper)
        return record_paper(std::move(*config), std::move(plan), arguments);
    return with_ibkr(arguments, [&](Broker& broker, const Config&) {
        return report(wait_for(broker, record(broker, std::move(plan))), arguments);
    });
}

}  // namespace

void add_record(Command& program, Console&)
{
    auto command =
        program.add("record", "Make a tape of quotes, to be played on paper", live_group);
    auto arguments = std::make_shared<RecordArguments>();
    command
        .option("--symbols", arguments->symbols, text("A,B"),
                "What to record, US stocks unless said (all of a tape or of a generated market)")
        .option("--out", arguments->out, text("FILE"), "The new tape; an existing file is refused")
        .option("--seconds", arguments->seconds, whole_number(1, 31'536'000, "SECONDS"),
                "How long (until stopped)");
    add_contract_terms(command, arguments->contract);
    add_connection_options(command, *arguments);
    command.footer(
        "Records quotes of TWS, live or delayed as market_data_type of the configuration says, or\n"
        "of the market of a paper broker. Ends after --seconds, at the end of a tape, or at "
        "Ctrl-C\n"
        "and SIGTERM; what was recorded is durable once a second. While the connection is lost "
        "the\n"
        "tape has no quotes. Play it with `trademind run --tape FILE`.");
    command.run([arguments] {
        if (arguments->out.empty()) throw WrongUsage{"where to? name the new tape with --out FILE"};
        auto outcome = run(*arguments);
        outcome.beside_a_log = true;
        return outcome;
    });
}

}  // namespace trademind::cli
