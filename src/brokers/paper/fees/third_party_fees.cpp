// Fees of exchanges, clearing houses and regulators.
#include "brokers/paper/fees/third_party_fees.hpp"

namespace trademind::paper {

using namespace trademind::literals;

void add_stock_regulation(Fees& fees, const FeeRequest& request, const IbkrRates& rates,
                          bool audit_trail)
{
    auto date = request.trade_date;
    if (request.side == Side::sell) {
        fees[FeeKind::sec] = rates.sec.at(date).on(request.value());
        if (request.charge == Charge::execution)
            fees[FeeKind::trading_activity] =
                rates.trading_activity_stock.at(date).on(request.quantity);
    }
    if (audit_trail && request.charge == Charge::execution)
        fees[FeeKind::audit_trail] = rates.audit_trail.at(date).on(request.quantity);
}

void add_stock_venue(Fees& fees, const FeeRequest& request, const IbkrRates& rates)
{
    auto date = request.trade_date;
    auto known = rates.venues.find(std::string{request.venue});
    const VenueFees& venue = known == rates.venues.end() ? rates.venue_default : known->second;
    bool removed = request.liquidity == Liquidity::removed;
    if (request.price.abs() < 1_d)
        fees[FeeKind::exchange] =
            removed ? venue.remove_below_one_dollar.at(date).on(request.value()) : 0_d;
    else
        fees[FeeKind::exchange] =
            (removed ? venue.remove : venue.add).at(date).on(request.quantity);
    fees[FeeKind::clearing] = rates.stock_clearing.at(date).on(request.quantity);
    Decimal commission = fees[FeeKind::commission];
    fees[FeeKind::exchange_pass_through] = rates.exchange_pass_through.at(date).on(commission);
    fees[FeeKind::regulator_pass_through] = rates.regulator_pass_through.at(date).on(commission);
}

void add_option_fees(Fees& fees, const FeeRequest& request, const IbkrRates& rates)
{
    auto date = request.trade_date;
    Decimal contracts = request.quantity;
    fees[FeeKind::exchange] = rates.option_exchange.at(date).on(contracts);
    fees[FeeKind::clearing] = rates.option_clearing.at(date).on(contracts);
    fees[FeeKind::options_regulatory] = rates.options_regulatory.at(date).on(contracts);
    if (request.side == Side::sell) {
        fees[FeeKind::sec] = rates.sec.at(date).on(request.value());
        fees[FeeKind::trading_activity] = rates.trading_activity_option.at(date).on(contracts);
    }
    auto surcharge = rates.option_surcharge.find(request.contract.symbol);
    if (surcharge != rates.option_surcharge.end())
        fees[FeeKind::surcharge] = surcharge->second * contracts;
}

void add_futures_fees(Fees& fees, const FeeRequest& request, const IbkrRates& rates,
                      const FuturesRates& family)
{
    auto date = request.trade_date;
    fees[FeeKind::exchange] = family.exchange.at(date).on(request.quantity);
    if (family.currency != "USD") return;
    fees[FeeKind::futures_regulatory] = rates.futures_regulatory.at(date).on(request.quantity);
}

}  // namespace trademind::paper
