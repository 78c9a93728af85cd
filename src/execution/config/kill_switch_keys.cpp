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
    std::vector<Key> keys;
    Section{keys, "journal", &Config::journal}
        .key("file", &JournalConfig::file, path(),
             "The record of every order, decision and kill step. With broker.type ibkr it is "
             "needed to trade; where the key is left out, it is ~/.local/state/trademind/NAME.db "
             "(mode live: NAME-live.db), NAME being that of the configuration file with digits for "
             "the folder that it stands in, as `trademind config show` prints it; XDG_STATE_HOME "
             "moves the folder. A configuration that moves begins a new journal.")
        .key("durability", &JournalConfig::survives_power_cut,
             choice<bool>({{"power", true}, {"process", false}}),
             "What a written record survives: power: a power cut (fsync at each record); process: "
             "the end of the process, kill -9 included.");
    Section{keys, "kill_switch", &Config::kill_switch}
        .key("file", &KillSwitchConfig::file, path(),
             "A file whose presence halts trading; its first line may say reducing, halted or "
             "flatten. With broker.type ibkr, where the key is left out, it is NAME.kill beside "
             "the default of journal.file.")
        .key("poll_interval", &KillSwitchConfig::poll_interval, duration(10ms, 10s),
             "How often the file and the signal are looked at.")
        .key("on_signal", &KillSwitchConfig::on_signal, flag(), "SIGUSR1 halts trading.")
        .key("cancel_scope", &KillSwitchConfig::cancel_scope,
             choice<CancelScope>({{"own", CancelScope::own}, {"account", CancelScope::account}}),
             "own: cancels this program's orders; account: every working order of the account, "
             "also those of people.",
             free)
        .key("cancel_retry", &KillSwitchConfig::cancel_retry, duration(10ms, 1min),
             "Between attempts to cancel what still works.", free)
        .key("cancel_timeout", &KillSwitchConfig::cancel_timeout, duration(100ms, 10min),
             "After this a kill reports what still works; the attempts go on.", free)
        .key("flatten_collar", &KillSwitchConfig::flatten_collar, percent(50),
             "How far through the market the limits of flattening orders lie.", free)
        .key("flatten_max_order_size", &KillSwitchConfig::flatten_max_order_size, quantity_limit(),
             "Larger positions are closed by several orders.", free)
        .key("on_unknown_order", &KillSwitchConfig::on_unknown_order, kill_action(),
             "An order appears that this program did not place.", named)
        .key("on_position_mismatch", &KillSwitchConfig::on_position_mismatch, kill_action(),
             "The broker's position differs from the one that the fills make.", named)
        .key("position_mismatch_after", &KillSwitchConfig::position_mismatch_after,
             duration(100ms, 10min), "How long they may differ: positions come later than fills.",
             smaller)
        .key("on_clock_skew", &KillSwitchConfig::on_clock_skew, kill_action(),
             "This machine's clock differs from the broker's by more than "
             "kill_switch.max_clock_skew.",
             named)
        .key("max_clock_skew", &KillSwitchConfig::max_clock_skew, duration(1s, 1h),
             "How far the clocks may differ; TWS tells its own in whole seconds.", smaller)
        .key("clock_check_interval", &KillSwitchConfig::clock_check_interval, duration(1s, 1h),
             "How often the clocks are compared.", smaller)
        .key("on_stale_data", &KillSwitchConfig::on_stale_data, kill_action(),
             "No quote comes of an instrument that is held, in its regular hours.", named)
        .key("stale_data_after", &KillSwitchConfig::stale_data_after, duration(1s, 24h),
             "How long no quote may come; never less than risk.max_quote_age allows.", smaller)
        .key("watch_positions", &KillSwitchConfig::watch_positions, flag(),
             "Asks for quotes of everything that is held (a market data line each): stale data is "
             "judged for all of it, and a flatten knows its prices. false: only of what was traded "
             "or watched.",
             larger)
        .key("on_lost_executions", &KillSwitchConfig::on_lost_executions, kill_action(),
             "After a break or a restart an own order has filled more than was known. Such fills "
             "are booked in any case.",
             named);
    return keys;
}

}  // namespace trademind::config
