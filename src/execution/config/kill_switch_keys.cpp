// Keys of the journal and the kill switch.
#include "execution/config/keys.hpp"

namespace trademind::config {
namespace {

ValueType<KillAction> kill_action()
{
    return choice<KillAction>({{"none", KillAction::none},
                               {"reducing", KillAction::reducing},
                               {"halted", KillAction::halted}});
}

}  // namespace

using namespace std::chrono_literals;

std::vector<Key> kill_switch_keys()
{
    return {
        make_key(
            {"journal.file", "none",
             "The record of every order, decision and kill step. With broker.type ibkr it is "
             "needed "
             "to trade; where the key is left out, it is "
             "~/.local/state/trademind/NAME.db (mode live: NAME-live.db), NAME being that of the "
             "configuration file with digits for the folder that it stands in, as `trademind "
             "config "
             "show` prints it; XDG_STATE_HOME moves the folder. A configuration that moves begins "
             "a new journal."},
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
             "flatten. With broker.type ibkr, where the key is left out, it is NAME.kill beside "
             "the "
             "default of journal.file."},
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
             "No quote comes of an instrument that is held, in its regular hours.", "",
             Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_stale_data; }),
        make_key(
            {"kill_switch.stale_data_after", "5 min",
             "How long no quote may come; never less than risk.max_quote_age allows.", "",
             Reload::smaller},
            duration(1s, 24h), [](Config & c) -> auto& { return c.kill_switch.stale_data_after; }),
        make_key(
            {"kill_switch.watch_positions", "true",
             "Asks for quotes of everything that is held (a market data line each): stale data is "
             "judged for all of it, and a flatten knows its prices. false: only of what was traded "
             "or watched.",
             "", Reload::larger},
            flag(), [](Config & c) -> auto& { return c.kill_switch.watch_positions; }),
        make_key(
            {"kill_switch.on_lost_executions", "none",
             "After a break or a restart an own order has filled more than was known. Such fills "
             "are booked in any case.",
             "", Reload::named},
            kill_action(), [](Config & c) -> auto& { return c.kill_switch.on_lost_executions; }),
    };
}

}  // namespace trademind::config
