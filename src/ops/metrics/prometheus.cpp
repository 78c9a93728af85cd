// Metrics in Prometheus's text format.
#include <trademind/execution/metrics.hpp>

#include "base/whole_file.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ostream>
#include <sstream>

namespace trademind {
namespace {

std::string seconds_text(Duration time)
{
    return fmt::format("{}", std::chrono::duration<double>{time}.count());
}

std::string escaped(std::string_view value)
{
    std::string text;
    for (char c : value) {
        if (c == '\\' || c == '"') text += '\\';
        if (c == '\n')
            text += "\\n";
        else
            text += c;
    }
    return text;
}

/// Writes families: a help line and a type before the first sample. Every sample has the label
/// `program`: two programs of one machine must not write the same series.
class Text {
public:
    Text(std::ostream& out, std::string_view program)
        : out_{out}, program_{fmt::format("program=\"{}\"", escaped(program))}
    {}

    void family(std::string_view name, std::string_view type, std::string_view help)
    {
        name_ = name;
        out_ << "# HELP " << name << ' ' << help << "\n# TYPE " << name << ' ' << type << '\n';
    }
    template <class Value> void sample(const Value& value, std::string_view labels = {})
    {
        out_ << name_ << '{' << program_ << (labels.empty() ? "" : ",") << labels << '}'
             << fmt::format(" {}\n", value);
    }
    template <class Value>
    void one(std::string_view name, std::string_view type, std::string_view help,
             const Value& value, std::string_view labels = {})
    {
        family(name, type, help);
        sample(value, labels);
    }
    void money(std::string_view name, std::string_view help, const std::optional<Decimal>& value,
               const std::string& currency)
    {
        // an unknown amount is absent, not zero
        if (value) one(name, "gauge", help, value->str(), fmt::format("currency=\"{}\"", currency));
    }

private:
    std::ostream& out_;
    std::string name_, program_;
};

void write_link(Text& text, const Metrics& m)
{
    text.one("broker_info", "gauge", "What is traded with.", 1,
             fmt::format("backend=\"{}\",mode=\"{}\"", m.backend,
                         m.mode == TradingMode::live ? "live" : "paper"));
    text.family("broker_connection_state", "gauge", "1 for the state of the link.");
    for (auto state : {LinkState::disconnected, LinkState::connecting, LinkState::ready,
                       LinkState::lost, LinkState::restored, LinkState::restored_without_data})
        text.sample(m.link == state ? 1 : 0, fmt::format("state=\"{}\"", to_string(state)));
    text.one("broker_connection_up", "gauge", "1 where orders and requests may be sent.",
             is_usable(m.link) ? 1 : 0);
    text.one("broker_reconciled", "gauge", "1 where positions and open orders are known.",
             m.reconciled ? 1 : 0);
    text.family("broker_list_known", "gauge",
                "1 for a list of the broker that has come since the latest break.");
    text.sample(m.lists.account ? 1 : 0, "list=\"account\"");
    text.sample(m.lists.open_orders ? 1 : 0, "list=\"open_orders\"");
    text.sample(m.lists.completed_orders ? 1 : 0, "list=\"completed_orders\"");
    text.sample(m.lists.positions ? 1 : 0, "list=\"positions\"");
    text.sample(m.lists.executions ? 1 : 0, "list=\"executions\"");
    text.one("broker_link_losses_total", "counter", "Usable links that ended.", m.link_losses);
}

void write_orders(Text& text, const Metrics& m)
{
    text.family("broker_orders_total", "counter", "Own orders, by what happened.");
    text.sample(m.orders_sent, "event=\"sent\"");
    text.sample(m.orders_acknowledged, "event=\"acknowledged\"");
    text.sample(m.orders_filled, "event=\"filled\"");
    text.sample(m.orders_cancelled, "event=\"cancelled\"");
    text.sample(m.orders_rejected, "event=\"rejected\"");
    text.sample(m.modifies_sent, "event=\"modified\"");
    text.one("broker_executions_total", "counter", "Fills heard of.", m.executions);
    text.one("broker_orders_open", "gauge", "Orders that may still fill.", m.orders_open);
    text.one("broker_orders_unconfirmed", "gauge",
             "Orders sent of which the broker has not spoken.", m.orders_unconfirmed);
    text.one("broker_order_oldest_unconfirmed_seconds", "gauge", "Age of the oldest of them.",
             seconds_text(m.oldest_unconfirmed));
    text.family("broker_risk_checks_total", "counter", "Orders judged, by outcome.");
    text.sample(m.checks_passed, "result=\"pass\",reason=\"OK\"");
    for (std::size_t i = 1; i < m.refusals.size(); ++i)
        text.sample(m.refusals[i],
                    fmt::format("result=\"deny\",reason=\"{}\"",
                                to_string(static_cast<RiskReason>(static_cast<int>(i)))));
}

void write_safety(Text& text, const Metrics& m)
{
    text.family("broker_trading_state", "gauge", "1 for the state of the kill switch.");
    for (auto state : {TradingState::active, TradingState::reducing, TradingState::halted,
                       TradingState::flattening})
        text.sample(m.trading == state ? 1 : 0, fmt::format("state=\"{}\"", to_string(state)));
    text.one("broker_kill_switch_engaged", "gauge", "1 where trading is not active.",
             m.trading == TradingState::active ? 0 : 1);
    text.one("broker_kill_switch_trips_total", "counter", "Falls of the trading state.",
             m.kill_trips);
    text.one("broker_kill_switch_cancels_total", "counter", "Cancels sent by kills.",
             m.kill_cancels);
    text.one("broker_kill_switch_complete", "gauge",
             "0 while a kill has not proven that nothing works.", m.kill_complete ? 1 : 0);
    text.one("broker_position_mismatch", "gauge",
             "Instruments of which the broker's position differs from the fills'.",
             m.position_mismatches);
    if (m.quote_age)
        text.one("broker_quote_age_seconds", "gauge", "Oldest quote of anything that is held.",
                 seconds_text(*m.quote_age));
    text.one("broker_journal_writes_total", "counter", "Records written.", m.journal_writes);
    text.one("broker_journal_failed", "gauge", "1 where the journal cannot be written.",
             m.journal_failed ? 1 : 0);
    text.family("broker_alerts_total", "counter", "Alerts told, by rule.");
    for (std::size_t i = 0; i < m.alerts.size(); ++i)
        text.sample(
            m.alerts[i],
            fmt::format("rule=\"{}\"", to_string(static_cast<AlertRule>(static_cast<int>(i)))));
    text.one("broker_alerts_dropped_total", "counter",
             "Alerts for which the queue of alerts.command had no room.", m.alerts_dropped);
}

void write_money(Text& text, const Metrics& m)
{
    text.money("broker_account_equity", "Net liquidation value.", m.equity, m.currency);
    text.money("broker_account_cash", "Cash balance.", m.cash, m.currency);
    text.money("broker_account_buying_power", "Buying power.", m.buying_power, m.currency);
    text.money("broker_loss_today", "Lost since the start of the day; negative: gained.",
               m.loss_today, m.currency);
    text.money("broker_orders_reserved", "Opening parts of working orders.", m.reserved,
               m.currency);
}

}  // namespace

void write_prometheus(const Metrics& m, std::ostream& out)
{
    Text text{out, m.program};
    write_link(text, m);
    write_orders(text, m);
    write_safety(text, m);
    write_money(text, m);
    text.one("broker_metrics_timestamp_seconds", "gauge", "When this was written.",
             std::chrono::floor<std::chrono::seconds>(m.at).time_since_epoch().count());
}

Result<> write_prometheus_file(const Metrics& m, const std::filesystem::path& file)
{
    std::ostringstream out;
    write_prometheus(m, out);
    // collectors run as another user; what is lost in a power cut comes again
    auto written = replace_whole_file(file, out.str(), {.durable = false, .readable_by_all = true});
    if (written) return {};
    return Error{Errc::input_output, "metrics.file " + written.error().message};
}

}  // namespace trademind
