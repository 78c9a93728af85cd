// From a configuration to the options of the paper broker.
#include "factory/paper_market.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>
#include <trademind/brokers/unsafe_ibkr.hpp>
#include <trademind/execution/factory.hpp>

namespace trademind {
namespace {

std::shared_ptr<const paper::FeeModel> fees_of(CommissionPlan plan)
{
    switch (plan) {
    case CommissionPlan::pro_fixed: return std::make_shared<paper::IbkrProFixed>();
    case CommissionPlan::pro_tiered: return std::make_shared<paper::IbkrProTiered>();
    case CommissionPlan::lite: return std::make_shared<paper::IbkrLite>();
    case CommissionPlan::none: break;
    }
    return std::make_shared<paper::NoFees>();
}

std::shared_ptr<const paper::MarginModel> margin_of(const Config& config)
{
    switch (config.paper.margin) {
    case PaperMargin::reg_t: return std::make_shared<paper::RegulationTMargin>();
    case PaperMargin::cash: return std::make_shared<paper::CashAccountMargin>();
    case PaperMargin::none: return std::make_shared<paper::NoMargin>();
    case PaperMargin::account_type: break;
    }
    if (config.risk.account_type == AccountType::cash)
        return std::make_shared<paper::CashAccountMargin>();
    return std::make_shared<paper::RegulationTMargin>();
}

std::shared_ptr<const paper::FillModel> fills_of(const PaperConfig& config)
{
    auto fills = paper::profile_fill_settings(config.profile);
    fills.seed = config.seed;
    fills.slippage_ticks = config.slippage_ticks;
    fills.participation = config.participation;
    fills.trade_prints = config.queue;
    if (config.touch_probability) fills.touch_probability = *config.touch_probability;
    return paper::make_fill_model(fills);
}

std::optional<PaperMarketSource> source_of(const PaperConfig& config)
{
    if (!config.market && !config.tape.empty()) return PaperMarketSource::tape;
    return config.market;
}

/// Of calls to a tape where no jitter is configured: without any draw all seeds would give the same
/// fills. Small beside the time between the rows of usual tapes.
constexpr Duration jitter_of_a_tape = std::chrono::milliseconds{20};

std::shared_ptr<const paper::LatencyModel> latency_of(const PaperConfig& config)
{
    paper::LatencySettings latency;
    latency.base = config.latency;
    latency.jitter = config.latency_jitter.value_or(
        source_of(config) == PaperMarketSource::tape ? jitter_of_a_tape : Duration{});
    latency.seed = config.seed;
    return paper::make_latency_model(latency);
}

void set_calendar(const PaperConfig& config, paper::Options& options)
{
    auto source = source_of(config);
    bool is_real = source == PaperMarketSource::tape || source == PaperMarketSource::ibkr;
    auto calendar = config.calendar;
    if (calendar == PaperCalendar::automatic)
        calendar = is_real ? PaperCalendar::us_equities : PaperCalendar::every_day;
    options.calendar = always_open_calendar();
    if (calendar == PaperCalendar::us_equities) options.us_stock_calendar = us_equities_calendar();
    if (calendar == PaperCalendar::every_day) options.calendar = every_day_calendar();
}

/// TWS gives quotes only: its account is not the paper account, and no order goes there.
IbkrOptions options_of_quotes(const Config& config)
{
    auto options = ibkr_options(config);
    options.account.clear();
    return options;
}

}  // namespace

paper::Options paper_options(const Config& config)
{
    const PaperConfig& c = config.paper;
    paper::Options options = paper::profile_options(c.profile);
    if (c.market_remainder)
        options.market_remainder = options.directed_remainder = *c.market_remainder;
    if (c.relative_orders) options.allow_relative = *c.relative_orders;
    if (!config.account.empty()) options.account = config.account;
    options.base_currency = config.risk.currency;
    options.cash = c.foreign_cash;
    options.cash[config.risk.currency] = c.starting_cash;
    options.exchange_rates = c.exchange_rates;
    options.fee_model = fees_of(c.commission);
    options.margin_model = margin_of(config);
    options.liquidate = c.liquidation == PaperLiquidation::on;
    options.margin_notices = c.liquidation != PaperLiquidation::off;
    options.day_trade_regime = config.risk.day_trade_regime;
    options.fill_model = fills_of(c);
    options.latency_model = latency_of(c);
    options.child_activation = c.child_activation;
    options.stale_quote_after = c.stale_quote_after;
    set_calendar(c, options);
    options.time_zone = config.ibkr.time_zone;
    if (c.tape_speed) options.tape_speed = c.tape_speed->to_double();
    options.deadline = config.request_timeout;
    options.state_file = c.account_file;
    options.survive_power_cut = config.journal.survives_power_cut;
    return options;
}

Result<> read_actions(const Config& config, paper::Options& options)
{
    if (config.paper.actions.empty() || !options.actions.empty()) return {};
    auto actions = paper::read_corporate_actions(config.paper.actions);
    if (!actions) return actions.error();
    options.actions = std::move(*actions);
    return {};
}

Result<paper::Options> paper_options_with_market(const Config& config,
                                                 asio::any_io_executor executor,
                                                 std::shared_ptr<Clock> clock)
{
    auto options = paper_options(config);
    if (auto read = read_actions(config, options); !read) return read.error();
    auto source = source_of(config.paper);
    if (source == PaperMarketSource::tape) {
        auto tape = paper::open_tape(config.paper.tape);
        if (!tape) return tape.error();
        options.tape = std::move(*tape);
    } else if (source == PaperMarketSource::generated) {
        options.generated = config.paper.generated;
        options.generated->seed = config.paper.seed;
    } else if (source == PaperMarketSource::ibkr) {
        options.quotes_from = make_unsafe_ibkr_broker(std::move(executor),
                                                      options_of_quotes(config), std::move(clock));
        options.owns_quotes_from = true;
    }
    return options;
}

}  // namespace trademind
