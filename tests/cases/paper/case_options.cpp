// Options and instruments of a case.
#include "cases/paper/desk.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <algorithm>
#include <functional>
#include <map>
#include <stdexcept>

namespace trademind::cases {
namespace {

using paper::Options;

/// Commissions of other engines' tests: flat (each execution), pct (of the value), pershare (with a
/// minimum per order), byqty (by the quantity of the fill).
class PlainFees final : public paper::FeeModel {
public:
    PlainFees(std::string kind, Decimal rate, Decimal minimum)
        : kind_{std::move(kind)}, rate_{rate}, minimum_{minimum}
    {}
    paper::Fees charge(const paper::FeeRequest& request) const override
    {
        paper::Fees fees{request.contract.currency};
        if (request.charge == paper::Charge::exercise) return fees;
        Decimal& commission = fees[paper::FeeKind::commission];
        if (kind_ == "flat") commission = rate_;
        if (kind_ == "pct") commission = request.value() * rate_;
        if (auto known = by_quantity.find(request.quantity); known != by_quantity.end())
            commission = known->second;
        if (kind_ != "pershare") return fees;
        fees.commission_before_limits = request.quantity * rate_;
        Decimal owed = std::max(
            request.order.commission_before_limits + fees.commission_before_limits, minimum_);
        commission = std::max(owed - request.order.commission, Decimal{});
        return fees;
    }

    std::map<Decimal, Decimal> by_quantity;

private:
    std::string kind_;
    Decimal rate_, minimum_;
};

std::shared_ptr<const paper::FeeModel> fees_of(const std::string& text)
{
    auto words = parts(text, ':');
    if (words[0] == "fixed") return std::make_shared<paper::IbkrProFixed>();
    if (words[0] == "tiered") {
        auto rates = paper::IbkrRates::published();
        if (words.size() > 1) rates.regulator_pass_through = number(words[1]);
        return std::make_shared<paper::IbkrProTiered>(rates);
    }
    if (words[0] == "lite") return std::make_shared<paper::IbkrLite>();
    if (words[0] == "none") return std::make_shared<paper::NoFees>();
    if (words[0] == "byqty") {
        auto fees = std::make_shared<PlainFees>(words[0], Decimal{}, Decimal{});
        for (const auto& pair : parts(words.at(1), ',')) {
            auto fee = parts(pair, '@');
            fees->by_quantity.emplace(number(fee.at(0)), number(fee.at(1)));
        }
        return fees;
    }
    return std::make_shared<PlainFees>(words[0], number(words.at(1)),
                                       words.size() > 2 ? number(words[2]) : Decimal{});
}

std::shared_ptr<const paper::MarginModel> margin_of(const std::string& text)
{
    auto words = parts(text, ',');
    if (words[0] == "cash") return std::make_shared<paper::CashAccountMargin>();
    if (words[0] == "none") return std::make_shared<paper::NoMargin>();
    paper::RegulationTRates rates;
    for (std::size_t i = 1; i < words.size(); ++i) {
        auto rate = parts(words[i], ':');
        if (rate[0] == "long")
            rates.long_stock = number(rate.at(1));
        else if (rate[0] == "overnight")
            rates.overnight_stock = number(rate.at(1));
        else if (rate[0] == "short")
            rates.short_stock = number(rate.at(1));
        else if (rate[0] == "leverage")
            rates.leverage = number(rate.at(1));
        else if (rate[0] == "minequity")
            rates.minimum_equity = number(rate.at(1));
        else if (rate[0] == "fut")
            rates.futures[rate.at(1)] = paper::MarginRequirement{
                number(rate.at(2)), number(rate.at(3)), number(rate.at(2))};
        else
            throw std::runtime_error{"margin has no '" + words[i] + "'"};
    }
    return std::make_shared<paper::RegulationTMargin>(rates);
}

std::shared_ptr<const paper::FillModel> fills_of(const std::string& text)
{
    paper::FillSettings settings;
    for (const auto& pair : parts(text, ',')) {
        auto setting = parts(pair, ':');
        const auto& value = setting.at(1);
        if (setting[0] == "cap")
            settings.cap_by_displayed_size = value == "1";
        else if (setting[0] == "part")
            settings.participation = number(value);
        else if (setting[0] == "slip")
            settings.slippage_ticks = std::stoi(value);
        else if (setting[0] == "prints")
            settings.trade_prints = value == "1";
        else if (setting[0] == "touch")
            settings.touch_probability = std::stoi(value);
        else if (setting[0] == "seed")
            settings.seed = std::stoull(value);
        else
            throw std::runtime_error{"fill has no '" + pair + "'"};
    }
    return paper::make_fill_model(settings);
}

std::shared_ptr<const paper::LatencyModel> latency_of(const std::string& text)
{
    paper::LatencySettings settings;
    for (const auto& pair : parts(text, ',')) {
        auto setting = parts(pair, ':');
        Duration& delay = setting[0] == "submit"   ? settings.submit
                          : setting[0] == "modify" ? settings.modify
                          : setting[0] == "cancel" ? settings.cancel
                                                   : settings.base;
        delay = span(setting.at(1));
    }
    return paper::make_latency_model(settings);
}

std::shared_ptr<const TradingCalendar> calendar_of(const std::string& text)
{
    return text == "us" ? us_equities_calendar() : always_open_calendar();
}

paper::MarketRemainder remainder_of(const std::string& text)
{
    return text == "wait"   ? paper::MarketRemainder::wait
           : text == "slip" ? paper::MarketRemainder::slip_one_tick
                            : paper::MarketRemainder::cancel;
}

void set_amounts(std::map<std::string, Decimal>& amounts, const std::string& text)
{
    for (const auto& pair : parts(text, ',')) {
        auto amount = parts(pair, ':');
        amounts[amount.size() > 1 ? amount[0] : "USD"] = number(amount.back());
    }
}

using Setter = std::function<void(Options&, const std::string&)>;

const std::map<std::string, Setter>& setters()
{
    static const std::map<std::string, Setter> all{
        {"cash", [](Options& o, const std::string& v) { o.cash.clear(), set_amounts(o.cash, v); }},
        {"rate", [](Options& o, const std::string& v) { set_amounts(o.exchange_rates, v); }},
        {"base", [](Options& o, const std::string& v) { o.base_currency = v; }},
        {"account", [](Options& o, const std::string& v) { o.account = v; }},
        {"fees", [](Options& o, const std::string& v) { o.fee_model = fees_of(v); }},
        {"scope",
         [](Options& o, const std::string& v) {
             o.minimum_scope = v == "order"     ? paper::MinimumScope::order
                               : v == "version" ? paper::MinimumScope::order_day_version
                                                : paper::MinimumScope::order_day;
         }},
        {"margin", [](Options& o, const std::string& v) { o.margin_model = margin_of(v); }},
        {"regime",
         [](Options& o, const std::string& v) {
             o.day_trade_regime = v == "off"   ? DayTradeRegime::off
                                  : v == "pdt" ? DayTradeRegime::pattern_day_trader
                                               : DayTradeRegime::intraday_margin;
         }},
        {"calendar", [](Options& o, const std::string& v) { o.calendar = calendar_of(v); }},
        {"remainder",
         [](Options& o, const std::string& v) { o.market_remainder = remainder_of(v); }},
        {"directed",
         [](Options& o, const std::string& v) { o.directed_remainder = remainder_of(v); }},
        {"fill", [](Options& o, const std::string& v) { o.fill_model = fills_of(v); }},
        {"latency", [](Options& o, const std::string& v) { o.latency_model = latency_of(v); }},
        {"child",
         [](Options& o, const std::string& v) {
             o.child_activation = v == "complete" ? paper::ChildActivation::when_complete
                                                  : paper::ChildActivation::with_each_fill;
         }},
        {"rejectthrough",
         [](Options& o, const std::string& v) { o.reject_through_stop = v == "1"; }},
        {"bartouch", [](Options& o, const std::string& v) { o.bar_touch_fills = v == "1"; }},
        {"short", [](Options& o, const std::string& v) { o.allow_short = v == "1"; }},
        {"relative", [](Options& o, const std::string& v) { o.allow_relative = v == "1"; }},
        {"stale", [](Options& o, const std::string& v) { o.stale_quote_after = span(v); }},
        {"grace", [](Options& o, const std::string& v) { o.auction_grace = span(v); }},
        {"state", [](Options& o, const std::string& v) { o.state_file = v; }},
        {"liquidate", [](Options& o, const std::string& v) { o.liquidate = v == "1"; }},
    };
    return all;
}

Contract contract_of(const Command& command)
{
    std::string name = command.word(1), symbol = command.text("sym", name);
    std::string type = command.size() > 2 ? command.word(2) : "stk";
    auto right = command.text("right", "C") == "P" ? OptionRight::put : OptionRight::call;
    if (type == "stk") return stock(symbol);
    if (type == "opt" || type == "fop") {
        std::string expiry = command.text("exp", "20261218");
        Decimal strike = number(command.text("strike", "100"));
        return type == "opt"
                   ? option(symbol, expiry, strike, right)
                   : future_option(symbol, expiry, strike, right, command.text("exch", "CME"));
    }
    if (type == "fut")
        return future(symbol, command.text("exp", "202612"), command.text("exch", "CME"));
    if (type == "fx") {
        auto pair = parts(command.text("pair", name), '.');
        return forex(pair.at(0), pair.at(1));
    }
    if (type == "crypto") return crypto(symbol);
    if (type == "cfd") return cfd(symbol);
    if (type == "war") return warrant(symbol);
    if (type == "ind") return trademind::index(symbol, "CBOE");
    if (type == "bond") return bond(symbol);
    throw std::runtime_error{"there is no security type '" + type + "'"};
}

}  // namespace

void set_options(Options& options, const Command& command)
{
    if (command.has("profile")) {
        auto fees = options.fee_model;
        options = paper::profile_options(command.text("profile").starts_with("ibkr")
                                             ? paper::Profile::ibkr_paper
                                             : paper::Profile::conservative);
        options.fee_model = fees;
    }
    for (const auto& [key, value] : command.keys()) {
        if (key == "profile") continue;
        auto setter = setters().find(key);
        if (setter == setters().end()) throw std::runtime_error{"there is no option " + key};
        setter->second(options, value);
    }
}

paper::Instrument instrument_of(const Command& command)
{
    ContractDetails details{contract_of(command)};
    Contract& contract = details.contract;
    if (command.has("cur")) contract.currency = command.text("cur");
    if (command.has("exch")) contract.exchange = command.text("exch");
    if (command.has("prim")) contract.primary_exchange = command.text("prim");
    if (command.has("mult")) contract.multiplier = number(command.text("mult"));
    if (command.has("tick")) details.minimum_tick = number(command.text("tick"));
    if (command.has("size")) details.size_increment = number(command.text("size"));
    if (command.has("minsize")) details.minimum_size = number(command.text("minsize"));
    if (command.has("mag")) details.price_magnifier = std::stoi(command.text("mag"));
    paper::Instrument instrument{details};
    for (const auto& step : parts(command.text("inc"), ',')) {
        auto edge = parts(step, ':');
        instrument.increments.emplace_back(number(edge.at(0)), number(edge.at(1)));
    }
    if (command.has("calendar")) instrument.calendar = calendar_of(command.text("calendar"));
    return instrument;
}

}  // namespace trademind::cases
