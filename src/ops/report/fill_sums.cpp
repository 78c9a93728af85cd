// Fills by day and by symbol.
#include "ops/report/fill_sums.hpp"

#include "base/time_zone.hpp"
#include "domain/execution_id.hpp"

#include <algorithm>

namespace trademind::ops {
namespace {

/// Once unknown, a sum stays so.
void add_to(ReportMoney& sum, const ReportMoney& amount, bool take_back)
{
    if (!sum || !amount)
        sum.reset();
    else
        sum = take_back ? *sum - *amount : *sum + *amount;
}

void add_to(ReportSums& sum, const ReportSums& one, bool take_back)
{
    auto sign = take_back ? ~std::uint64_t{0} : std::uint64_t{1};
    sum.fills += sign * one.fills;
    sum.without_midpoint += sign * one.without_midpoint;
    add_to(sum.turnover, one.turnover, take_back);
    add_to(sum.costs, one.costs, take_back);
    add_to(sum.slippage, one.slippage, take_back);
    add_to(sum.realized, one.realized, take_back);
}

std::string key_of(const std::string& execution_id)
{
    return std::string{split_execution_id(execution_id).base};
}

}  // namespace

std::size_t FillSums::index_of(const Contract& contract)
{
    auto same = [&](const Symbol& s) { return s.told.contract.same_instrument(contract); };
    auto known = std::ranges::find_if(symbols_, same);
    if (known != symbols_.end()) return static_cast<std::size_t>(known - symbols_.begin());
    symbols_.emplace_back().told.contract = contract;
    return symbols_.size() - 1;
}

void FillSums::quote(const Quote& quote)
{
    symbols_[index_of(quote.contract)].midpoint = quote.midpoint();
}

void FillSums::details(const ContractDetails& details)
{
    symbols_[index_of(details.contract)].magnifier = Decimal{details.price_magnifier};
}

void FillSums::book(const Booked& booked, bool again)
{
    ReportSymbol& symbol = symbols_[booked.symbol].told;
    add_to(symbol, booked.sums, again);
    add_to(days_[booked.date], booked.sums, again);
    symbol.bought += again ? -booked.bought : booked.bought;
    symbol.sold += again ? -booked.sold : booked.sold;
}

void FillSums::add(const Execution& e, const Account& account)
{
    Booked now;
    now.symbol = index_of(e.contract);
    now.date = date_text(e.time, new_york());
    Decimal value = e.quantity * e.contract.unit_value(symbols_[now.symbol].magnifier);
    const std::string& currency = e.contract.currency;
    now.sums.fills = 1;
    now.sums.turnover = account.in_base((value * e.price).abs(), currency);
    (e.side == Side::sell ? now.sold : now.bought) = e.quantity;
    if (auto midpoint = symbols_[now.symbol].midpoint; midpoint && e.side != Side::unknown) {
        Decimal worse = e.side == Side::sell ? *midpoint - e.price : e.price - *midpoint;
        now.sums.slippage = account.in_base(worse * value, currency);
    } else {
        now.sums.without_midpoint = 1;
    }
    auto [place, is_new] = executions_.try_emplace(key_of(e.id), now);
    if (!is_new) {
        // a correction: the fill that it replaces is taken back, its commission stays
        Booked& before = place->second;
        book(before, true);
        now.sums.costs = before.sums.costs;
        now.sums.realized = before.sums.realized;
        before = now;
    }
    if (e.commission) charge(place->second, *e.commission, account);
    if (auto early = early_.extract(key_of(e.id))) charge(place->second, early.mapped(), account);
    book(place->second, false);
}

void FillSums::charge(Booked& booked, const Commission& commission, const Account& account)
{
    const std::string& of_contract = symbols_[booked.symbol].told.contract.currency;
    booked.sums.costs = account.in_base(
        commission.amount, commission.currency.empty() ? of_contract : commission.currency);
    booked.sums.realized =
        account.in_base(commission.realized_pnl.value_or(Decimal{}), of_contract);
}

void FillSums::add(const Commission& commission, const Account& account)
{
    auto key = key_of(commission.execution_id);
    auto known = executions_.find(key);
    if (known == executions_.end()) {
        early_.insert_or_assign(key, commission);
        return;
    }
    book(known->second, true);
    charge(known->second, commission, account);
    book(known->second, false);
}

void FillSums::write(StrategyReport& report, const std::vector<Position>& positions,
                     const Account& account) const
{
    for (const auto& [date, sums] : days_) {
        ReportDay& day = report.days.emplace_back();
        static_cast<ReportSums&>(day) = sums;
        day.date = date;
        add_to(report.total, sums, false);
    }
    for (const Symbol& symbol : symbols_)
        if (symbol.told.fills > 0) report.symbols.push_back(symbol.told);
    for (const Position& held : positions) {
        if (held.quantity.is_zero()) continue;
        auto same = [&](const ReportSymbol& s) {
            return s.contract.same_instrument(held.contract);
        };
        auto known = std::ranges::find_if(report.symbols, same);
        ReportSymbol& symbol =
            known == report.symbols.end() ? report.symbols.emplace_back() : *known;
        symbol.contract = held.contract;
        symbol.position = held.quantity;
        if (held.unrealized_pnl)
            symbol.unrealized = account.in_base(*held.unrealized_pnl, held.contract.currency);
    }
    for (ReportSymbol& symbol : report.symbols) {
        if (symbol.position.is_zero()) symbol.unrealized = Decimal{};
        if (symbol.realized && symbol.unrealized)
            symbol.pnl = *symbol.realized + *symbol.unrealized;
    }
}

}  // namespace trademind::ops
