// Dividends, splits and delistings.
#include "brokers/paper/engine/corporate_actions.hpp"

#include "base/time_zone.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace trademind::paper {
namespace {

using namespace std::chrono;

/// The moment from which on the share trades without what it had.
TimePoint ex_time(const CorporateAction& action)
{
    return new_york().to_utc(local_days{action.date});
}

/// A night's change of more than that, up or down, looks like a split: the smallest usual one is
/// three for two.
constexpr Decimal jump_factor = Decimal::from_raw(Decimal::one * 147 / 100);

bool is_jump(Decimal before, Decimal after)
{
    if (before.sign() <= 0 || after.sign() <= 0) return false;
    return after >= before * jump_factor || before >= after * jump_factor;
}

}  // namespace

void CorporateActions::start(TimePoint since)
{
    Actions all = state_.options.actions;
    for (const CorporateAction& action : all)
        if (action.kind == ActionKind::delisting && ex_time(action) <= since)
            for (InstrumentId stock : stocks_of(action)) state_.expired.insert(stock);
    for (std::size_t i = 0, next = 0; i < all.size(); i = next) {
        auto same_day = [&](const CorporateAction& a) { return a.date == all[i].date; };
        for (next = i; next < all.size() && same_day(all[next]);) ++next;
        // together, so that a file keeps all of a day or none
        if (ex_time(all[i]) > since)
            state_.scheduler.at(ex_time(all[i]),
                                [this, day = all.subspan(i, next - i)] { apply(day); });
    }
}

void CorporateActions::apply(Actions of_one_day)
{
    state_.account.begin_day(state_.now());
    for (const CorporateAction& action : of_one_day)
        for (InstrumentId stock : stocks_of(action)) apply(action, stock);
}

std::vector<InstrumentId> CorporateActions::stocks_of(const CorporateAction& action) const
{
    std::vector<InstrumentId> stocks;
    for (InstrumentId id = 0; id < state_.instruments().size(); ++id) {
        const Contract& contract = state_.instruments().contract(id);
        if (contract.type == SecurityType::stock && contract.symbol == action.symbol &&
            contract.currency == action.currency)
            stocks.push_back(id);
    }
    return stocks;
}

void CorporateActions::apply(const CorporateAction& action, InstrumentId stock)
{
    if (state_.expired.contains(stock)) return;
    switch (action.kind) {
    case ActionKind::dividend: return pay(action, stock);
    case ActionKind::split: return split(action, stock);
    case ActionKind::delisting: return delist(action, stock);
    }
}

void CorporateActions::pay(const CorporateAction& action, InstrumentId stock)
{
    Decimal held = state_.account.position(stock);
    if (held.is_zero()) return;
    Decimal amount = held * action.amount;
    state_.account.receive(stock, amount);
    tell(stock, fmt::format("{} {} {} on {} shares", amount.sign() > 0 ? "received" : "paid",
                            amount.abs().str(), action.currency, held.str()));
}

void CorporateActions::split(const CorporateAction& action, InstrumentId stock)
{
    auto reason = fmt::format("split {}:{}", action.new_shares.str(), action.old_shares.str());
    bookings_.cancel_orders(stock, reason);
    end_options(stock, std::nullopt, reason);
    Book& book = state_.listings[stock];
    book.market.split(action.new_shares, action.old_shares);
    if (stock < seen_.size()) seen_[stock] = {};
    Decimal before = state_.account.position(stock);
    if (before.is_zero()) return;
    state_.account.split(stock, action.new_shares, action.old_shares);
    Decimal after = state_.account.position(stock);
    Decimal whole =
        after.round_to(state_.instruments().size_increment(stock), Rounding::toward_zero);
    auto text = fmt::format("{} shares became {}", before.str(), whole.str());
    if (Decimal rest = after - whole; !rest.is_zero()) {
        Decimal price = mark_of(stock);
        redeem(stock, rest, price);
        text += fmt::format(", and {} {} in cash for {}", (rest * price).str(), action.currency,
                            rest.str());
    }
    tell(stock, std::move(text));
}

void CorporateActions::delist(const CorporateAction& action, InstrumentId stock)
{
    constexpr std::string_view reason = "the share is delisted";
    end_options(stock, action.amount, reason);
    bookings_.end(stock, reason);
    Decimal held = state_.account.position(stock);
    if (held.is_zero()) return;
    redeem(stock, held, action.amount);
    tell(stock,
         fmt::format("{} shares ended at {} {}", held.str(), action.amount.str(), action.currency));
}

void CorporateActions::end_options(InstrumentId stock, std::optional<Decimal> price,
                                   std::string_view reason)
{
    for (InstrumentId option : state_.instruments().options_on(stock)) {
        if (!bookings_.end(option, reason)) continue;
        Decimal held = state_.account.position(option);
        if (held.is_zero()) continue;
        const Contract& contract = state_.instruments().contract(option);
        Decimal value = price ? intrinsic_value(contract, *price) : mark_of(option);
        redeem(option, held, value);
        tell(option, fmt::format("{} ended at {} {}: adjusted contracts are not simulated",
                                 held.str(), value.str(), contract.currency));
    }
}

void CorporateActions::redeem(InstrumentId instrument, Decimal quantity, Decimal price)
{
    state_.account.redeem(instrument, quantity, price);
}

Decimal CorporateActions::mark_of(InstrumentId instrument) const
{
    if (auto mark = state_.listings[instrument].market.mark()) return *mark;
    return state_.account.report(instrument).market_price.value_or(Decimal{});
}

void CorporateActions::tell(InstrumentId instrument, std::string text)
{
    const Contract& contract = state_.instruments().contract(instrument);
    lifecycle_.notice(
        Error{Errc::corporate_action, fmt::format("{}: {}", contract.describe(), text)});
    state_.outbox.add(state_.account.report(instrument));
    state_.outbox.add(state_.account.account(state_.now()));
}

void CorporateActions::compare_days(InstrumentId instrument, Decimal price)
{
    TimePoint now = state_.now();
    if (instrument >= seen_.size()) seen_.resize(instrument + std::size_t{1});
    Seen& seen = seen_[instrument];
    auto day = trade_date_of(now);
    const Contract& contract = state_.instruments().contract(instrument);
    auto before = state_.account.ledger().book()[instrument].mark;
    if (seen.is_known && before && day != seen.day && contract.type == SecurityType::stock &&
        is_jump(*before, price))
        lifecycle_.notice(
            Error{Errc::data_file,
                  fmt::format("{}: the price goes from {} to {} over the night, and no corporate "
                              "action says why; a split belongs in broker.paper.actions",
                              contract.describe(), before->str(), price.str())});
    seen.day = day;
    seen.is_known = true;
    // midnight in New York is a full hour everywhere
    seen.until = floor<hours>(now) + hours{1};
}

}  // namespace trademind::paper
