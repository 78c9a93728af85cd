// Dividends, splits and ends of shares that a paper account holds.
#pragma once

#include <trademind/decimal.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::paper {

enum class ActionKind {
    dividend,   ///< cash for each share
    split,      ///< new shares for old ones, also a reverse split and a dividend in shares
    delisting,  ///< the share ends, and cash is paid for it: a takeover, a bankruptcy
};
/// "dividend", "split", "delisting".
std::string_view to_string(ActionKind);

/// What a company does to its shares.
///
/// It takes effect when its date begins in New York: who holds the share at the end of the day
/// before has it, and who is short pays it.
class CorporateAction {
public:
    CorporateAction() = default;
    bool operator==(const CorporateAction&) const = default;
    /// "2026-05-04 AAPL split 4:1", "2026-05-04 AAPL dividend 0.25 USD".
    std::string describe() const;

    std::chrono::year_month_day date{};  ///< the ex-date
    std::string symbol;                  ///< of a stock
    std::string currency = "USD";        ///< of the stock and of the amount
    ActionKind kind = ActionKind::dividend;
    Decimal amount;          ///< of a dividend and a delisting, for each share; >= 0
    Decimal new_shares = 1;  ///< of a split: so many ...
    Decimal old_shares = 1;  ///< ... for so many; > 0
};

/// Reads CSV whose first line names the columns, in any order: `date` (2026-05-04), `symbol`,
/// `kind` (dividend, split, stock_dividend, delisting), `amount` (money for each share), `ratio`
/// (of a split 4:1, new for old, or 0.1; of a stock_dividend the new shares for each old one),
/// `currency` (USD where the cell is empty). Returned in order of their dates.
///
/// Errors: Errc::data_file, "file:line:column: what is wrong"; Errc::input_output. Kinds that are
/// not simulated (spin-offs, mergers for shares, rights) are refused by their name.
Result<std::vector<CorporateAction>> read_corporate_actions(const std::filesystem::path& file);
/// The same from memory; `name` stands for the file in errors.
Result<std::vector<CorporateAction>> parse_corporate_actions(std::string_view text,
                                                             std::string_view name = "actions");

}  // namespace trademind::paper
