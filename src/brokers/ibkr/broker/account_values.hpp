// Account values by account, tag and currency, and the account that they make.
#pragma once

#include <trademind/account.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr_broker {

/// All that TWS told about the values of its accounts.
///
/// The same tag comes once a currency: keyed by the tag alone, the last currency would win. "BASE"
/// is the sum of all currencies; margin values come in the base currency under its own code.
class AccountValues {
public:
    /// ACCT_VALUE or ACCOUNT_SUMMARY. Returns true where that changed something.
    bool set(std::string_view account, std::string_view tag, std::string_view value,
             std::string_view currency);

    /// As text, whatever it is; empty when unknown.
    std::string_view text(std::string_view account, std::string_view tag,
                          std::string_view currency) const;
    /// As a number; nothing when unknown, not a number, or TWS's "unset".
    std::optional<Decimal> number(std::string_view account, std::string_view tag,
                                  std::string_view currency) const;
    /// The number under any currency but a part of the whole: first the empty one, then the base
    /// currency's code, then BASE.
    std::optional<Decimal> total(std::string_view account, std::string_view tag) const;

    /// The currency of the account's totals; empty while unknown.
    std::string_view base_currency(std::string_view account) const;
    /// False while TWS resets its account data: what it tells meanwhile is not used.
    bool ready(std::string_view account) const;
    bool knows(std::string_view account) const { return accounts_.contains(account); }
    void forget() { accounts_.clear(); }

    Account account(std::string_view id) const;
    /// Cash and rate of each currency that a ledger value names, by name.
    std::vector<CurrencyBalance> balances(std::string_view account) const;

private:
    struct Key {
        std::string tag, currency;
        bool operator==(const Key&) const = default;
        auto operator<=>(const Key&) const = default;
    };
    struct Values {
        std::map<Key, std::string> by_key;
        bool full = false;  ///< more values came than are kept
        bool ready = true;
    };
    const Values* find(std::string_view account) const;

    std::map<std::string, Values, std::less<>> accounts_;
};

}  // namespace trademind::ibkr_broker
