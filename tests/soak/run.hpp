// A week of trading on the paper broker in seconds, and what an audit of it found.
#pragma once

#include "soak/audit.hpp"

#include <trademind/brokers/paper/models.hpp>
#include <trademind/result.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trademind::soak {

/// What to trade and how roughly to treat the broker meanwhile.
class Plan {
public:
    int days = 5;
    int symbols = 20;
    int rows_per_day = 20'000;  ///< market events over all symbols
    int restarts_per_day = 3;   ///< the broker is destroyed and made again from its file
    std::uint64_t seed = 1;     ///< another number: another market, other cancels and modifies
    /// Trades this market in place of made-up days; symbols and rows are the file's.
    std::filesystem::path tape_file;
    std::string fees = "fixed";  ///< or "tiered", "lite", "none"
    bool like_ibkr = false;      ///< the profile ibkr_paper
    /// Keeps the account; must not exist yet. Empty: a temporary file, removed at the end.
    std::filesystem::path account_file;
};

/// Of the plan's word; nothing: there is no such plan of fees.
std::shared_ptr<const paper::FeeModel> fees_of(const std::string& word);

/// What happened, and the verdict.
class Report {
public:
    bool passed() const;

    Plan plan;
    std::size_t rows = 0;
    int restarts = 0;
    std::size_t orders = 0, filled = 0, cancelled = 0, refused = 0, working = 0;
    std::size_t cancels_asked = 0, modifies_asked = 0;
    std::size_t executions = 0;
    Decimal volume, commissions;
    std::vector<AuditedPosition> positions;
    std::vector<Check> checks;
    std::vector<std::string> faults;  ///< single fills that broke a rule, in words
};

/// Trades the plan with the dip strategy, random orders of all types, cancels, modifies and
/// restarts, then audits the account. The same plan gives the same report, byte for byte. Blocks.
Result<Report> run(const Plan& plan);

std::string to_text(const Report& report);
std::string to_json(const Report& report);

}  // namespace trademind::soak
