// The account's books: ledger and fees together.
#include "brokers/paper/engine/account_books.hpp"

#include "base/time_zone.hpp"

#include <trademind/brokers/paper/ibkr_fees.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trademind::paper {
namespace {

std::shared_ptr<const MarginModel> margin_of(const Options& options)
{
    return options.margin_model ? options.margin_model : std::make_shared<RegulationTMargin>();
}

std::shared_ptr<const FeeModel> fees_of(const Options& options)
{
    return options.fee_model ? options.fee_model : std::make_shared<IbkrProFixed>();
}

LedgerOptions ledger_options(const Options& options, std::shared_ptr<const MarginModel> margin)
{
    LedgerOptions ledger;
    ledger.base_currency = options.base_currency;
    ledger.margin = std::move(margin);
    ledger.day_trade_regime = options.day_trade_regime;
    auto days = options.us_stock_calendar ? options.us_stock_calendar : options.calendar;
    ledger.is_business_day = [days](Date date) { return days->is_trading_day(date); };
    ledger.is_settlement_day = [days](Date date) { return days->is_settlement_day(date); };
    return ledger;
}

}  // namespace

Date trade_date_of(TimePoint time)
{
    return std::chrono::floor<std::chrono::days>(time + new_york().offset_at(time));
}

AccountBooks::AccountBooks(const Options& options)
    : options_{options},
      margin_{margin_of(options)},
      ledger_{ledger_options(options, margin_)},
      fees_{fees_of(options), options.minimum_scope}
{
    for (const auto& [currency, amount] : options.cash) ledger_.deposit(currency, amount);
    for (const auto& [currency, rate] : options.exchange_rates)
        ledger_.set_exchange_rate(currency, rate);
}

void AccountBooks::define(InstrumentId instrument, const ContractDetails& details,
                          std::optional<InstrumentId> underlying)
{
    Decimal unit = details.unit_value();
    ledger_.define(instrument, details.contract, unit, underlying);
    if (terms_.size() <= instrument) terms_.resize(instrument + 1);
    if (times_.size() <= instrument) times_.resize(instrument + 1);
    if (!underlying) underlying = terms_[instrument].underlying;
    terms_[instrument] = {details.contract, unit, underlying};
}

void AccountBooks::begin_day(TimePoint now)
{
    Date date = trade_date_of(now);
    if (date > ledger_.today()) ledger_.begin_day(date);
}

void AccountBooks::mark(InstrumentId instrument, Decimal price, TimePoint time)
{
    // what the night brought belongs to the new day: the old one is closed at its own last price
    if (time >= day_looked_up_to_) {
        begin_day(time);
        // midnight in New York is a full hour everywhere
        day_looked_up_to_ = std::chrono::floor<std::chrono::hours>(time) + std::chrono::hours{1};
    }
    ledger_.mark(instrument, price);
    times_[instrument].priced = time;
}

void AccountBooks::restore(const LedgerState& state)
{
    ledger_.restore(state);
    for (std::size_t i = 0; i < terms_.size(); ++i)
        if (!terms_[i].unit_value.is_zero())
            ledger_.define(static_cast<InstrumentId>(i), terms_[i].contract, terms_[i].unit_value);
    // what an option stands on may come behind it
    for (std::size_t i = 0; i < terms_.size(); ++i)
        if (terms_[i].underlying)
            ledger_.define(static_cast<InstrumentId>(i), terms_[i].contract, terms_[i].unit_value,
                           terms_[i].underlying);
    // the file knows the rates of its time; a currency that is new has that of the options
    for (const auto& [currency, rate] : options_.exchange_rates)
        if (!ledger_.exchange_rates().knows(currency)) ledger_.set_exchange_rate(currency, rate);
}

FeeRequest AccountBooks::fee_request(const Claim& claim, Decimal price, Contract& routed) const
{
    const Terms& terms = terms_[claim.order.instrument];
    const std::string& exchange = claim.order.exchange(terms.contract);
    bool elsewhere = exchange != terms.contract.exchange;
    if (elsewhere) {
        routed = terms.contract;
        routed.exchange = exchange;
    }
    FeeRequest request{elsewhere ? routed : terms.contract, claim.order.side, claim.quantity,
                       price};
    if (claim.order.is_directed(terms.contract)) request.venue = exchange;
    request.unit_value = terms.unit_value;
    request.trade_date = std::chrono::year_month_day{trade_date_of(claim.now)};
    request.base_currency = options_.base_currency;
    request.base_rate = ledger_.exchange_rates().rate(terms.contract.currency);
    return request;
}

LiveOrder AccountBooks::live_order(const Claim& claim, Decimal price) const
{
    LiveOrder live;
    live.id = claim.order.id;
    live.instrument = claim.order.instrument;
    live.side = claim.order.side;
    live.quantity = claim.quantity;
    live.price = price;
    live.group = claim.group;
    Contract routed;
    Fees fees = fees_.preview(claim.order.id, fee_request(claim, price, routed));
    if (fees.currency == terms_[live.instrument].contract.currency)
        live.fees = std::max(Decimal{}, fees.total());
    return live;
}

Commission AccountBooks::settle(const Fill& fill, std::string execution_id)
{
    begin_day(fill.time);
    Contract routed;
    FeeRequest request =
        fee_request({fill.order, fill.quantity, fill.price, 0, fill.time}, fill.price, routed);
    request.liquidity = fill.liquidity;
    if (fill.order.is_exercise) request.charge = Charge::exercise;
    Fees fees = fees_.charge(fill.order.id, request);
    if (fees.assumed && assumed_fees_.insert(fill.order.instrument).second)
        fee_notice_ =
            Error{Errc::not_supported,
                  fmt::format("no price list covers {}: {} {} is charged as an assumption",
                              request.contract.describe(), fees.total().str(), fees.currency)};
    LedgerFill booked;
    booked.instrument = fill.order.instrument;
    booked.order = fill.order.id;
    booked.side = fill.order.side;
    booked.quantity = fill.quantity;
    booked.price = fill.price;
    booked.fee = fees.total();
    booked.fee_currency = fees.currency;
    booked.carried_cost = fill.carried_cost;
    booked.trade_date = trade_date_of(fill.time);
    FillEffect effect = ledger_.apply(booked);
    Times& times = times_[booked.instrument];
    times.changed = fill.time;
    // the ledger's price is the fill's where the market has given none
    if (times.priced == TimePoint{}) times.priced = fill.time;
    Commission commission{std::move(execution_id), booked.fee, fees.currency};
    commission.realized_pnl = effect.realized_pnl();
    return commission;
}

void AccountBooks::receive(InstrumentId instrument, Decimal amount)
{
    ++adjustments_;
    ledger_.receive(instrument, amount);
}

void AccountBooks::split(InstrumentId instrument, Decimal new_shares, Decimal old_shares)
{
    ++adjustments_;
    ledger_.split(instrument, new_shares, old_shares);
}

void AccountBooks::redeem(InstrumentId instrument, Decimal quantity, Decimal price)
{
    ++adjustments_;
    LedgerFill out;
    out.instrument = instrument;
    out.side = quantity.sign() > 0 ? Side::sell : Side::buy;
    out.quantity = quantity.abs();
    out.price = price;
    out.trade_date = ledger_.today();
    out.settles_on = out.trade_date;
    ledger_.apply(out);
}

std::optional<Error> AccountBooks::take_fee_notice()
{
    return std::exchange(fee_notice_, std::nullopt);
}

Decimal AccountBooks::price_of(const Claim& claim) const
{
    if (claim.price) return *claim.price;
    if (auto known = ledger_.reservation(claim.order.id)) return known->price;
    // after a restart the market is silent, and the file knows what positions were worth
    return ledger_.report(claim.order.instrument).market_price.value_or(Decimal{1});
}

bool AccountBooks::closes(const Claim& claim) const
{
    Decimal held = position(claim.order.instrument);
    return (claim.order.side == Side::sell ? held : -held) >= claim.quantity;
}

bool AccountBooks::is_reserved(const Claim& claim) const
{
    auto known = ledger_.reservation(claim.order.id);
    return known && claim.quantity <= known->quantity;
}

bool AccountBooks::lacks_price(const Claim& claim) const
{
    return !claim.price && claim.quantity.sign() > 0 && margin_->limits_orders() &&
           !closes(claim) && !is_reserved(claim);
}

std::optional<Error> AccountBooks::reserve(const Claim& claim)
{
    begin_day(claim.now);
    if (claim.quantity.sign() <= 0) {
        // a child whose parent has not filled ties up nothing
        ledger_.release(claim.order.id);
        return std::nullopt;
    }
    LiveOrder live = live_order(claim, price_of(claim));
    bool needs_more = !closes(claim) && !is_reserved(claim);
    if (auto missing = missing_rate(live.instrument); missing && needs_more) return missing;
    if (auto fine = ledger_.check(live); !fine) return fine.error();
    if (auto done = ledger_.reserve(live); !done) return done.error();
    return std::nullopt;
}

std::optional<Error> AccountBooks::missing_rate(InstrumentId instrument) const
{
    const Contract& contract = terms_[instrument].contract;
    bool needs_rate = contract.type == SecurityType::forex;
    if (!needs_rate || ledger_.exchange_rates().knows(contract.currency)) return std::nullopt;
    return Error{Errc::no_price, "the commission of " + contract.describe() +
                                     " cannot be told: the exchange rate of " + contract.currency +
                                     " to " + options_.base_currency +
                                     " is not known; set broker.paper.exchange_rates"};
}

void AccountBooks::shrink(const Claim& claim)
{
    if (claim.quantity.sign() <= 0) return ledger_.release(claim.order.id);
    // an order that could be reserved can be for less
    (void)ledger_.reserve(live_order(claim, price_of(claim)));
}

void AccountBooks::release(const Order& order)
{
    ledger_.release(order.id);
    fees_.forget(order.id);
}

Result<OrderPreview> AccountBooks::preview(const Claim& claim) const
{
    if (!claim.price)
        return Error{Errc::no_price, "no price to value the order by: neither a limit nor a quote"};
    LiveOrder live = live_order(claim, *claim.price);
    OrderPreview preview;
    Contract routed;
    Fees fees = fees_.preview(OrderId{}, fee_request(claim, *claim.price, routed));
    preview.minimum_commission = fees.total();
    preview.commission_currency = fees.currency;
    auto missing = missing_rate(live.instrument);
    if (missing)
        preview.warning = missing->message;
    else
        preview.commission = preview.maximum_commission = fees.total();
    MarginImpact impact = ledger_.preview(live);
    auto change = [](std::optional<Decimal> before, std::optional<Decimal> after) {
        return before && after ? std::optional{*after - *before} : std::nullopt;
    };
    preview.initial_margin_before = impact.initial_before;
    preview.initial_margin_after = impact.initial_after;
    preview.initial_margin_change = change(impact.initial_before, impact.initial_after);
    preview.maintenance_margin_before = impact.maintenance_before;
    preview.maintenance_margin_after = impact.maintenance_after;
    preview.maintenance_margin_change = change(impact.maintenance_before, impact.maintenance_after);
    preview.equity_before = impact.equity_before;
    preview.equity_after = impact.equity_after;
    preview.equity_change = change(impact.equity_before, impact.equity_after);
    if (auto fine = ledger_.check(live); !fine && !missing)
        preview.warning = fine.error().describe();
    return preview;
}

bool AccountBooks::may_short(const Contract& contract) const
{
    return options_.allow_short && margin_->allows_short(contract);
}

std::vector<Position> AccountBooks::positions() const
{
    std::vector<Position> all;
    for (InstrumentId id = 0; id < ledger_.size(); ++id)
        if (ledger_.is_defined(id) && !position(id).is_zero()) all.push_back(report(id));
    return all;
}

Position AccountBooks::report(InstrumentId instrument) const
{
    Position position = ledger_.report(instrument);
    position.account = options_.account;
    if (position.market_price) position.price_source = PriceSource::broker;
    if (instrument < times_.size()) {
        const Times& times = times_[instrument];
        if (position.market_price && times.priced != TimePoint{})
            position.price_time = times.priced;
        if (times.changed != TimePoint{}) position.updated_at = times.changed;
    }
    return position;
}

Account AccountBooks::account(TimePoint now) const
{
    return to_account(ledger_.values(), options_.account, now);
}

}  // namespace trademind::paper
