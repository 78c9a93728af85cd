// What a strategy has done: equity, drawdown, days, symbols, turnover, costs, exposure.
#pragma once

#include <trademind/account.hpp>
#include <trademind/market.hpp>
#include <trademind/observer.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trademind {

/// Money in the account's currency; empty: unknown, because an exchange rate or a value is missing.
using ReportMoney = std::optional<Decimal>;

/// The account's worth at a moment.
class EquityPoint {
public:
    EquityPoint() = default;
    EquityPoint(TimePoint time, Decimal equity) : time{time}, equity{equity} {}
    bool operator==(const EquityPoint&) const = default;

    TimePoint time{};
    Decimal equity;
};

/// The deepest fall of the equity below a high before it.
class Drawdown {
public:
    bool operator==(const Drawdown&) const = default;

    Decimal amount;  ///< >= 0
    Decimal rate;    ///< of the high: 0.1 is ten percent
    TimePoint high_at{}, low_at{};
};

/// What fills came to, by day or by symbol.
class ReportSums {
public:
    bool operator==(const ReportSums&) const = default;

    std::uint64_t fills = 0;
    ReportMoney turnover{0};  ///< value of what was bought and of what was sold
    ReportMoney costs{0};     ///< commissions and fees
    /// Fills against the midpoint of the last quote before them: > 0 is worse than that.
    ReportMoney slippage{0};
    std::uint64_t without_midpoint = 0;  ///< fills that slippage knows nothing of
    ReportMoney realized{0};             ///< as the broker reports it, after costs
};

/// A day in New York.
class ReportDay : public ReportSums {
public:
    bool operator==(const ReportDay&) const = default;

    std::string date;          ///< "20260105"
    ReportMoney equity_start;  ///< at the end of the day before; of the first day: at its start
    ReportMoney equity_end;
    ReportMoney pnl;              ///< the difference
    std::optional<Decimal> rate;  ///< pnl / equity_start
};

/// A contract that was traded or is held.
class ReportSymbol : public ReportSums {
public:
    bool operator==(const ReportSymbol&) const = default;

    Contract contract;
    Decimal bought, sold;  ///< quantities
    Decimal position;      ///< held at the end
    ReportMoney unrealized;
    ReportMoney pnl;  ///< realized + unrealized
};

/// All of it. Rates are parts of one, rounded at the twelfth digit; money is exact.
class StrategyReport {
public:
    bool operator==(const StrategyReport&) const = default;

    std::string currency = "USD";
    TimePoint from{}, to{};  ///< of the first and the last sample of the account
    ReportMoney equity_start, equity_end, equity_high, equity_low;
    ReportMoney pnl;              ///< equity_end - equity_start
    std::optional<Decimal> rate;  ///< pnl / equity_start
    Drawdown drawdown;
    ReportSums total;
    std::optional<Decimal> turnover_rate;  ///< turnover / average equity
    /// Gross value of positions over equity: the average over time, and the largest of a sample.
    std::optional<Decimal> average_exposure, highest_exposure;
    std::optional<Decimal> time_in_market;  ///< part of the time in which something was held
    std::uint64_t orders = 0, filled_orders = 0, cancelled_orders = 0, rejected_orders = 0;
    std::vector<ReportDay> days;        ///< in order
    std::vector<ReportSymbol> symbols;  ///< in order of their first fill
    /// The equity over time, thinned to at most StrategyReporter::most_points.
    std::vector<EquityPoint> equity;
};

/// Makes a report of what a broker tells. On the broker's strand, or fed from one thread.
///
/// Observe a broker with it, and give it quotes (on_quote) and, as often as the equity shall be
/// known, the account (on_account; the paper broker tells it at each fill, TWS by itself).
class StrategyReporter final : public BrokerObserver {
public:
    /// More points of the equity than that are thinned to half, by leaving out every second one;
    /// figures come from all of them.
    static constexpr std::size_t most_points = 4096;

    StrategyReporter();
    ~StrategyReporter() override;
    StrategyReporter(const StrategyReporter&) = delete;
    StrategyReporter& operator=(const StrategyReporter&) = delete;

    void on_order(const OrderReport& report) override;
    /// A correction replaces what it corrects.
    void on_execution(const Execution& execution) override;
    void on_commission(const Commission& commission) override;
    /// A sample of the equity, at Account::updated_at. One from before the last sample is ignored.
    void on_account(const Account& account) override;
    /// The midpoint that the next fills of the contract are measured by.
    void on_quote(const Quote& quote);
    /// The contract's price magnifier (100 where prices are in pence), for the fills behind it;
    /// without it prices are in whole units of the currency.
    void on_details(const ContractDetails& details);

    /// So far. `positions` are those held now.
    StrategyReport report(const std::vector<Position>& positions = {}) const;

private:
    class Figures;
    std::unique_ptr<Figures> figures_;
};

}  // namespace trademind
