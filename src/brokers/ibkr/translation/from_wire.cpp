// Contracts, positions and bars as the domain's values.
#include "brokers/ibkr/translation/from_wire.hpp"

#include "base/epoch.hpp"
#include "base/time_zone.hpp"
#include "brokers/ibkr/translation/number_gate.hpp"
#include "brokers/ibkr/translation/words.hpp"

#include <charconv>

namespace trademind::ibkr_broker {
namespace {

bool is_date(std::string_view text)
{
    return text.size() == 8 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// The day of the contract, from a date, or from a moment in some zone: since TWS 10.3x that of the
/// login, where the last day may be another one.
std::string expiry_of(const ibkr::Contract& contract, std::string_view zone)
{
    if (is_date(contract.last_trade_date)) return std::string{contract.last_trade_date};
    std::string_view text = contract.last_trade_date_or_contract_month;
    auto blank = text.find_first_of(" -");
    if (blank == std::string_view::npos) return std::string{text};
    auto day = text.substr(0, blank);
    // a time without a zone of its own is of the contract's
    const TimeZone* own = find_time_zone(zone);
    auto moment = parse_tws_time(text, zone);
    return std::string{moment && own ? date_text(*moment, *own) : day};
}

template <class Details>
ContractDetails details_of(const ibkr::Contract& contract, const Details& details)
{
    ContractDetails out{from_wire(contract)};
    out.contract.expiry = expiry_of(contract, details.time_zone_id);
    out.long_name = details.long_name;
    out.market_name = details.market_name;
    out.industry = details.industry;
    out.category = details.category;
    out.minimum_tick = step_of(details.min_tick);
    out.minimum_size = step_of(details.min_size);
    out.size_increment = step_of(details.size_increment);
    if (details.price_magnifier > most_magnifier)
        out.contract.unknown_words.emplace_back("price magnifier",
                                                std::to_string(details.price_magnifier));
    else if (details.price_magnifier > 0)
        out.price_magnifier = details.price_magnifier;
    out.valid_exchanges = details.valid_exchanges;
    out.order_types = details.order_types;
    out.market_rule_ids = details.market_rule_ids;
    out.time_zone = details.time_zone_id;
    out.trading_hours = details.trading_hours;
    out.liquid_hours = details.liquid_hours;
    return out;
}

/// One that cannot be is noted, because its absence means 1.
std::optional<Decimal> multiplier_of(const ibkr::Multiplier& multiplier, UnknownWords& words)
{
    if (multiplier.empty()) return std::nullopt;
    bool is_text = !multiplier.text.empty();
    auto number = is_text ? Decimal::parse(multiplier.text) : decimal(multiplier.number);
    if (number && number->is_zero()) return std::nullopt;
    if (number && number->sign() > 0 && within(number, most_multiplier)) return number;
    words.emplace_back("multiplier", is_text  ? std::string{multiplier.text}
                                     : number ? number->str()
                                              : std::string{"beyond its range"});
    return std::nullopt;
}

/// "0" and "?" are TWS's words for none.
std::optional<OptionRight> right_of(std::string_view text, UnknownWords& words)
{
    if (text.empty() || text == "0" || text == "?") return std::nullopt;
    if (auto known = parse_option_right(text)) return known;
    words.emplace_back("right", std::string{text});
    return OptionRight::unknown;
}

/// Where a stock is listed is not where it is traded; that only its details say.
Contract contract_of_row(const ibkr::Contract& contract)
{
    auto out = from_wire(contract);
    if (out.type != SecurityType::stock) return out;
    if (out.primary_exchange.empty() && out.exchange != "SMART")
        out.primary_exchange = out.exchange;
    out.exchange.clear();
    return out;
}

/// A row of a position; nothing without a quantity.
template <class Row> std::optional<Position> position_of(const Row& row, UnknownWords& unread)
{
    auto held = holding_of(row.position);
    if (!held) {
        unread.emplace_back("position", row.position ? row.position->str() : "");
        return std::nullopt;
    }
    Position out{contract_of_row(row.contract), *held};
    out.account = row.account;
    auto cost = decimal(row.average_cost);
    if (cost) out.average_cost = *cost;
    out.average_cost_known = cost.has_value();
    if (!cost) unread.emplace_back("averageCost", "");
    return out;
}

}  // namespace

std::optional<Decimal> decimal(std::optional<double> x)
{
    return amount_of(x);
}

Contract from_wire(const ibkr::Contract& contract)
{
    Contract out;
    out.type = known_or<SecurityType::unknown>(parse_security_type(contract.sec_type), "type",
                                               contract.sec_type, out.unknown_words);
    out.symbol = contract.symbol;
    out.id = contract.con_id;
    out.exchange = contract.exchange;
    out.primary_exchange = contract.primary_exchange;
    out.currency = contract.currency;
    out.expiry = expiry_of(contract, {});
    if (contract.strike && *contract.strike != 0) out.strike = price_of(contract.strike);
    out.right = right_of(contract.right, out.unknown_words);
    out.multiplier = multiplier_of(contract.multiplier, out.unknown_words);
    out.local_symbol = contract.local_symbol;
    out.trading_class = contract.trading_class;
    for (const auto& leg : contract.combo_legs) {
        auto field = "legs[" + std::to_string(out.legs.size()) + "].side";
        auto side =
            known_or<Side::unknown>(side_of(leg.action), field, leg.action, out.unknown_words);
        auto& ours = out.legs.emplace_back(leg.con_id, leg.ratio, side, std::string{leg.exchange});
        ours.open_close = leg.open_close;
        ours.short_sale_slot = leg.short_sale_slot;
        ours.designated_location = leg.designated_location;
        ours.exempt_code = leg.exempt_code;
    }
    return out;
}

std::optional<Position> from_wire(const ibkr::Position& message, UnknownWords& unread)
{
    return position_of(message, unread);
}

std::optional<Position> from_wire(const ibkr::PositionMulti& message, UnknownWords& unread)
{
    return position_of(message, unread);
}

std::optional<Position> from_wire(const ibkr::PortfolioValue& message, UnknownWords& unread)
{
    auto out = position_of(message, unread);
    if (!out) return out;
    out->market_price = price_of(message.market_price);
    if (out->market_price) out->price_source = PriceSource::broker;
    out->market_value = decimal(message.market_value);
    out->unrealized_pnl = decimal(message.unrealized_pnl);
    out->realized_pnl = decimal(message.realized_pnl);
    return out;
}

ContractDetails from_wire(const ibkr::ContractData& message)
{
    return details_of(message.contract, message.details);
}

ContractDetails from_wire(const ibkr::BondContractData& message)
{
    return details_of(message.contract, message.details);
}

std::optional<Bar> from_wire(const ibkr::HistoricalBar& bar, std::string_view zone,
                             UnknownWords& unread)
{
    Bar out;
    // Intraday bars were asked for in epoch seconds; daily ones stay dates.
    std::int64_t seconds = 0;
    auto* end = bar.date.data() + bar.date.size();
    auto [p, ec] = std::from_chars(bar.date.data(), end, seconds);
    auto moment = moment_of(seconds);
    if (ec == std::errc{} && p == end && bar.date.size() != 8 && moment) {
        out.time = *moment;
    } else {
        auto time = parse_tws_time(bar.date, bar.date.size() == 8 ? "UTC" : zone);
        if (!time) {
            unread.emplace_back("date", std::string{bar.date});
            return std::nullopt;
        }
        out.time = *time;
    }
    auto open = price_of(bar.open), high = price_of(bar.high), low = price_of(bar.low),
         close = price_of(bar.close);
    if (!open || !high || !low || !close) {
        unread.emplace_back("prices", "of " + std::string{bar.date});
        return std::nullopt;
    }
    out.open = *open;
    out.high = *high;
    out.low = *low;
    out.close = *close;
    // -1: this kind of bar has none.
    out.volume = count_of(bar.volume);
    out.weighted_average =
        bar.wap && bar.wap->sign() >= 0 ? within(bar.wap, most_price) : std::nullopt;
    out.trade_count = bar.count > 0 ? bar.count : 0;
    return out;
}

}  // namespace trademind::ibkr_broker
