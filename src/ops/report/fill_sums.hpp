// Fills by day and by symbol.
#pragma once

#include <trademind/execution/strategy_report.hpp>

#include <map>
#include <string>

namespace trademind::ops {

/// Sums of executions and their commissions, in the account's currency by its rates at that time.
class FillSums {
public:
    /// `account`: for its rates.
    void add(const Execution& execution, const Account& account);
    void add(const Commission& commission, const Account& account);
    void quote(const Quote& quote);
    void details(const ContractDetails& details);

    void write(StrategyReport& report, const std::vector<Position>& positions,
               const Account& account) const;

private:
    /// What one execution has added.
    struct Booked {
        std::size_t symbol = 0;
        std::string date;
        ReportSums sums;
        Decimal bought, sold;
    };
    struct Symbol {
        ReportSymbol told;
        std::optional<Decimal> midpoint;
        Decimal magnifier{1};
    };
    std::size_t index_of(const Contract& contract);
    void book(const Booked& booked, bool again);
    void charge(Booked& booked, const Commission& commission, const Account& account);

    std::vector<Symbol> symbols_;
    std::map<std::string, ReportSums> days_;
    std::map<std::string, Booked> executions_;  ///< by id without the number of corrections
    std::map<std::string, Commission> early_;   ///< commissions that came before
};

}  // namespace trademind::ops
