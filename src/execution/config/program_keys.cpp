// Keys of the journal, the kill switch and the log.
#include "execution/config/keys.hpp"

namespace trademind::config {
namespace {

ValueType<KillAction> kill_action()
{
    return choice<KillAction>({{"none", KillAction::none},
                               {"reducing", KillAction::reducing},
                               {"halted", KillAction::halted}});
}

ValueType<std::string> level()
{
    Choices<std::string> levels;
    for (const char* name : {"trace", "debug", "info", "warning", "error", "off"})
        levels.emplace_back(name, name);
    return choice(std::move(levels));
}

}  // namespace

using namespace std::chrono_literals;

std::vector<Key> program_keys()
{
    return {
        make_key(
            {"journal.file", "none",
             "The record of every order, decision and kill step. Needed with broker.type "
             "ibkr."},
            path(), [](Config & c) -> auto& { return c.journal.file; }),
        make_key(
            {"journal.durability", "power",
             "What a written record survives: power: a power cut (fsync at each record); "
             "process: the end of the process, kill -9 included."},
            choice<bool>({{"power", true}, {"process", false}}),
            [](Config & c) -> auto& { return c.journal.survives_power_cut; }),
        make_key(
            {"kill_switch.file", "none",
             "A file whose presence halts trading; its first line may say reducing, halted or "
             "flatten."},
            path(), [](Config & c) -> auto& { return c.kill_switch.file; }),
        make_key(
            {"kill_switch.poll_interval", "200 ms",
             "How often the file and the signal are looked at."},
            duration(10ms, 10s), [](Config & c) -> auto& { return c.kill_switch.poll_interval; }),
        make_key(
            {"kill_switch.on_signal", "true", "SIGUSR1 halts trading."}, flag(),
            [](Config & c) -> auto& { return c.kill_switch.on_signal; }),
        make_key(
            {"kill_switch.cancel_scope", "own",
             "own: cancels this program's orders; account: every working order of the "
             "account, also those of people.",
             "", Reload::free},
            choice<CancelScope>({{"own", CancelScope::own}, {"account", CancelScope::account}}),
            [](Config & c) -> auto& { return c.kill_switch.cancel_scope; }),
        make_key(
            {"kill_switch.cancel_retry", "1 s", "Between attempts to cancel what still works.", "",
             Reload::free},
            duration(10ms, 1min), [](Config & c) -> auto& { return c.kill_switch.cancel_retry; }),
        make_key(
            {"kill_switch.cancel_timeout", "5 s",
             "After this a kill reports what still works; the attempts go on.", "", Reload::free},
            duration(100ms, 10min),
            [](Config & c) -> auto& { return c.kill_switch.cancel_timeout; }),
        make_key(
            {"kill_switch.flatten_collar", "2%",
             "How far through the market the limits of flattening orders lie.", "", Reload::free},
            percent(50), [](Config & c) -> auto& { return c.kill_switch.flatten_collar; }),
        make_key(
            {"kill_switch.flatten_max_order_size", "1000",
             "Larger positions are closed by several orders.", "", Reload::free},
            quantity_limit(),
            [](Config & c) -> auto& { return c.kill_switch.flatten_max_order_size; }),
        make_key(
            {"kill_switch.on_unknown_order", "none",
             "An order appears that this program did not place.", "", Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_unknown_order; }),
        make_key(
            {"kill_switch.on_position_mismatch", "halted",
             "The broker's position differs from the one that the fills make.", "", Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_position_mismatch; }),
        make_key(
            {"kill_switch.position_mismatch_after", "5 s",
             "How long they may differ: positions come later than fills.", "", Reload::smaller},
            duration(100ms, 10min),
            [](Config & c) -> auto& { return c.kill_switch.position_mismatch_after; }),
        make_key(
            {"kill_switch.on_clock_skew", "reducing",
             "This machine's clock differs from the broker's by more than "
             "kill_switch.max_clock_skew.",
             "", Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_clock_skew; }),
        make_key(
            {"kill_switch.max_clock_skew", "5 s",
             "How far the clocks may differ; TWS tells its own in whole seconds.", "",
             Reload::smaller},
            duration(1s, 1h), [](Config & c) -> auto& { return c.kill_switch.max_clock_skew; }),
        make_key(
            {"kill_switch.clock_check_interval", "1 min", "How often the clocks are compared.", "",
             Reload::smaller},
            duration(1s, 1h),
            [](Config & c) -> auto& { return c.kill_switch.clock_check_interval; }),
        make_key(
            {"kill_switch.on_stale_data", "reducing",
             "No quote comes of an instrument that is held and was traded or watched, in its "
             "regular hours.",
             "", Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_stale_data; }),
        make_key(
            {"kill_switch.stale_data_after", "5 min",
             "How long no quote may come; never less than risk.max_quote_age allows.", "",
             Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.kill_switch.stale_data_after; }),
        make_key(
            {"kill_switch.on_lost_executions", "none",
             "After a break or a restart an own order has filled more than was known. Such fills "
             "are booked in any case.",
             "", Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_lost_executions; }),
        make_key(
            {"log.level", "info", "The least important lines that are written.", "", Reload::free},
            level(), [](Config & c) -> auto& { return c.log.level; }),
        make_key(
            {"log.file", "none", "Where lines go; none: standard error."}, path(),
            [](Config & c) -> auto& { return c.log.file; }),
        make_key(
            {"log.max_file_size", "10000000", "A larger file is rotated."},
            whole(10'000, 10'000'000'000, "bytes"),
            [](Config & c) -> auto& { return c.log.max_file_size; }),
        make_key(
            {"log.max_files", "5", "How many rotated files are kept."}, whole(1, 1000, "files"),
            [](Config & c) -> auto& { return c.log.max_files; }),
        make_key(
            {"log.show_account", "false", "Writes account numbers in full.", "", Reload::free},
            flag(), [](Config & c) -> auto& { return c.log.show_account; }),
    };
}

bool exceeds(const MoneyLimit& a, const MoneyLimit& b)
{
    using Kind = MoneyLimit::Kind;
    if (a == b || b.kind == Kind::unlimited) return false;
    // an amount and a part of equity cannot be compared without the equity: call it looser
    return a.kind == Kind::unlimited || a.kind != b.kind || a.value > b.value;
}

std::vector<Key> all_keys(const std::string& currency)
{
    std::vector<Key> all;
    for (auto part :
         {broker_keys(currency), order_risk_keys(), account_risk_keys(currency), program_keys()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace trademind::config
