// Contracts, positions and bars as the domain's values.
#include "brokers/ibkr/broker/from_wire.hpp"

#include "base/time_zone.hpp"

#include <charconv>

namespace trademind::ibkr_broker {
namespace {

template <class Details>
ContractDetails details_of(const ibkr::Contract& contract, const Details& details)
{
    ContractDetails out{from_wire(contract)};
    // A search answers with a date, a time and a zone in one field; the date identifies.
    auto& expiry = out.contract.expiry;
    if (auto blank = expiry.find_first_of(" -"); blank != std::string::npos) expiry.resize(blank);
    out.long_name = details.long_name;
    out.market_name = details.market_name;
    out.industry = details.industry;
    out.category = details.category;
    if (details.min_tick && details.min_tick->sign() > 0) out.minimum_tick = details.min_tick;
    out.minimum_size = details.min_size;
    out.size_increment = details.size_increment;
    if (details.price_magnifier > 0) out.price_magnifier = details.price_magnifier;
    out.valid_exchanges = details.valid_exchanges;
    out.order_types = details.order_types;
    out.market_rule_ids = details.market_rule_ids;
    out.time_zone = details.time_zone_id;
    out.trading_hours = details.trading_hours;
    out.liquid_hours = details.liquid_hours;
    return out;
}

std::optional<Decimal> multiplier_of(const ibkr::Multiplier& multiplier)
{
    if (!multiplier.text.empty()) return Decimal::parse(multiplier.text);
    auto number = decimal(multiplier.number);
    return number && !number->is_zero() ? number : std::nullopt;
}

bool routed_by_smart(SecurityType type)
{
    return type == SecurityType::stock || type == SecurityType::option ||
           type == SecurityType::cfd || type == SecurityType::warrant || type == SecurityType::bond;
}

}  // namespace

std::optional<Decimal> decimal(std::optional<double> x)
{
    return x ? Decimal::from_double(*x) : std::nullopt;
}

Contract from_wire(const ibkr::Contract& contract)
{
    Contract out{parse_security_type(contract.sec_type).value_or(SecurityType::stock),
                 std::string{contract.symbol}};
    out.id = contract.con_id;
    out.exchange = contract.exchange;
    out.primary_exchange = contract.primary_exchange;
    if (out.type == SecurityType::stock && !out.exchange.empty() && out.exchange != "SMART" &&
        out.primary_exchange.empty())
        out.primary_exchange = out.exchange;
    if (routed_by_smart(out.type) && (out.exchange.empty() || out.type == SecurityType::stock))
        out.exchange = "SMART";
    if (out.type == SecurityType::forex && out.exchange.empty()) out.exchange = "IDEALPRO";
    out.currency = contract.currency;
    out.expiry = contract.last_trade_date_or_contract_month;
    if (contract.strike && *contract.strike != 0) out.strike = decimal(contract.strike);
    out.right = parse_option_right(contract.right);
    out.multiplier = multiplier_of(contract.multiplier);
    out.local_symbol = contract.local_symbol;
    out.trading_class = contract.trading_class;
    for (const auto& leg : contract.combo_legs) {
        auto& ours =
            out.legs.emplace_back(leg.con_id, leg.ratio, parse_side(leg.action).value_or(Side::buy),
                                  std::string{leg.exchange});
        ours.open_close = leg.open_close;
        ours.short_sale_slot = leg.short_sale_slot;
        ours.designated_location = leg.designated_location;
        ours.exempt_code = leg.exempt_code;
    }
    return out;
}

Position from_wire(const ibkr::Position& message)
{
    Position out{from_wire(message.contract), message.position.value_or(Decimal{})};
    out.account = message.account;
    out.average_cost = decimal(message.average_cost).value_or(Decimal{});
    return out;
}

Position from_wire(const ibkr::PositionMulti& message)
{
    Position out{from_wire(message.contract), message.position.value_or(Decimal{})};
    out.account = message.account;
    out.average_cost = decimal(message.average_cost).value_or(Decimal{});
    return out;
}

Position from_wire(const ibkr::PortfolioValue& message)
{
    Position out{from_wire(message.contract), message.position.value_or(Decimal{})};
    out.account = message.account;
    out.average_cost = decimal(message.average_cost).value_or(Decimal{});
    out.market_price = decimal(message.market_price);
    if (out.market_price) out.price_source = PriceSource::broker;
    out.market_value = decimal(message.market_value);
    out.unrealized_pnl = decimal(message.unrealized_pnl);
    out.realized_pnl = decimal(message.realized_pnl);
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

std::optional<Bar> from_wire(const ibkr::HistoricalBar& bar, std::string_view zone)
{
    Bar out;
    // Intraday bars were asked for in epoch seconds; daily ones stay dates.
    std::int64_t seconds = 0;
    auto* end = bar.date.data() + bar.date.size();
    auto [p, ec] = std::from_chars(bar.date.data(), end, seconds);
    if (ec == std::errc{} && p == end && bar.date.size() != 8) {
        out.time = TimePoint{std::chrono::seconds{seconds}};
    } else {
        auto time = parse_tws_time(bar.date, bar.date.size() == 8 ? "UTC" : zone);
        if (!time) return std::nullopt;
        out.time = *time;
    }
    out.open = decimal(bar.open).value_or(Decimal{});
    out.high = decimal(bar.high).value_or(Decimal{});
    out.low = decimal(bar.low).value_or(Decimal{});
    out.close = decimal(bar.close).value_or(Decimal{});
    // -1: this kind of bar has none.
    auto told = [](std::optional<Decimal> d) { return d && d->sign() >= 0 ? d : std::nullopt; };
    out.volume = told(bar.volume);
    out.weighted_average = told(bar.wap);
    out.trade_count = bar.count > 0 ? bar.count : 0;
    return out;
}

}  // namespace trademind::ibkr_broker
