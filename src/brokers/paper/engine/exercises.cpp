// Options that their holder exercises.
#include "brokers/paper/engine/exercises.hpp"

#include "brokers/paper/engine/admission.hpp"

#include <fmt/format.h>

namespace trademind::paper {

Result<> Exercises::exercise(const Contract& contract, Decimal quantity, bool override_value)
{
    auto option = state_.instruments().find(contract);
    if (!option) return unlisted(contract);
    if (contract.type != SecurityType::option)
        return Error{Errc::invalid_argument, contract.describe() + " is no option"};
    if (auto fault = fault_of(*option, quantity, override_value)) return *fault;
    bookings_.exercise("exercise", *option, quantity, Decimal{});
    return {};
}

std::optional<Error> Exercises::fault_of(InstrumentId option, Decimal quantity,
                                         bool override_value) const
{
    const Contract& contract = state_.instruments().contract(option);
    if (quantity.sign() <= 0 ||
        !quantity.is_multiple_of(state_.instruments().size_increment(option)))
        return Error{Errc::invalid_argument,
                     fmt::format("a quantity of {} cannot be exercised", quantity.str())};
    if (state_.expired.contains(option))
        return Error{Errc::rejected, contract.describe() + " has expired"};
    if (!bookings_.delivers_shares(option))
        return Error{Errc::not_supported,
                     contract.describe() +
                         ": no listed stock is delivered for it; what is paid in "
                         "cash is exercised at its end"};
    Decimal held = state_.account.position(option), for_sale;
    state_.orders.for_each_live([&](const Order& order) {
        if (order.instrument == option && order.side == Side::sell) for_sale += order.leaves();
    });
    if (held < quantity)
        return Error{Errc::rejected, fmt::format("{} of {} are held: {} cannot be exercised",
                                                 held.str(), contract.describe(), quantity.str())};
    if (held < quantity + for_sale)
        return Error{Errc::rejected, fmt::format("orders to sell {} of {} work: cancel them first",
                                                 for_sale.str(), contract.describe())};
    if (!override_value && bookings_.intrinsic_value(option).sign() <= 0)
        return Error{Errc::rejected,
                     contract.describe() + " is not in the money: exercising it needs override"};
    return fault_of_funds(option, quantity);
}

std::optional<Error> Exercises::fault_of_funds(InstrumentId option, Decimal quantity) const
{
    // a margin account borrows, and what it cannot carry is liquidated
    if (state_.account.ledger().requires_margin()) return std::nullopt;
    const Contract& contract = state_.instruments().contract(option);
    Decimal shares = quantity * state_.instruments()[option].unit_value();
    if (contract.right == OptionRight::put) {
        InstrumentId underlying = *state_.instruments().underlying_of(option);
        if (state_.account.position(underlying) >= shares ||
            state_.account.may_short(state_.instruments().contract(underlying)))
            return std::nullopt;
        return Error{Errc::rejected, fmt::format("{} {} would have to be delivered", shares.str(),
                                                 contract.symbol)};
    }
    auto free = state_.account.account(state_.now()).buying_power;
    Decimal cost = shares * contract.strike.value_or(Decimal{});
    if (!free || cost <= *free) return std::nullopt;
    return Error{Errc::buying_power, fmt::format("the exercise costs {} {}, {} is available",
                                                 cost.str(), contract.currency, free->str())};
}

}  // namespace trademind::paper
