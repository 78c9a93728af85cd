// Looking contracts up: all that fit, or the one that is meant.
#pragma once

#include "brokers/ibkr/broker/desk.hpp"

#include <trademind/trading_calendar.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace trademind::ibkr_broker {

/// A contract that was qualified.
struct KnownContract {
    ContractDetails details;
    TimePoint at;                                     ///< when TWS told it
    std::shared_ptr<const TradingCalendar> calendar;  ///< nullptr: hours not known
};

/// Contract searches, and the contracts that they identified.
///
/// Qualification never picks: no match is Errc::unknown_contract, more than one
/// Errc::ambiguous_contract with the candidates in the message. What was identified is used for a
/// day, and then looked up again.
class Contracts {
public:
    explicit Contracts(Desk& desk) : desk_{desk} {}

    using Found = std::function<void(Result<std::vector<ContractDetails>>)>;
    using Qualified = std::function<void(Result<Contract>)>;

    /// `deadline` zero: the caller cancels it.
    ibkr::RouteId search(const Contract& pattern, Duration deadline, Found);
    /// The contract with IBKR's id and an exchange, which a row of a position has not; of a combo
    /// the exchanges of its legs. At once where it has them, or was found on this day.
    void qualify(const Contract&, Qualified);
    /// What was qualified to that id; allocates nothing. nullptr: nothing was, or too long ago.
    const KnownContract* find(std::int64_t id) const;
    /// Nothing is to be looked up: it has its id and an exchange, or is of a kind that has none.
    static bool is_qualified(const Contract&);

    /// Gives a contract what qualify() found of it.
    static void complete(Contract& contract, const Contract& qualified)
    {
        contract.id = qualified.id;
        if (contract.exchange.empty()) contract.exchange = qualified.exchange;
        contract.legs = qualified.legs;
    }

    /// What a search for `asked` found: the one that is meant is kept.
    Result<Contract> learn(const Contract& asked, const std::vector<ContractDetails>& found);

private:
    void qualify_leg(std::shared_ptr<Contract> combo, std::size_t number, Qualified);

    struct Choice {
        Contract contract;
        TimePoint at;
    };
    Desk& desk_;
    Life life_;
    std::map<std::string, Choice> known_;
    std::unordered_map<std::int64_t, KnownContract> details_;  // by id
    std::map<std::string, std::vector<Qualified>> waiting_;    // one search for all who ask at once
};

/// What a search's matches mean for the one contract that was asked for.
Result<Contract> choose(const Contract& asked, const std::vector<ContractDetails>& found);
/// The message with the contract's name in front, where it has none: TWS says "no security
/// definition" and not of what.
std::string name_in(const std::string& message, const Contract& asked);
/// All that identifies the contract, as a key.
std::string key_of(const Contract&);

}  // namespace trademind::ibkr_broker
