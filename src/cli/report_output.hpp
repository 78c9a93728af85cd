// A strategy's report as JSON and as tables.
#pragma once

#include "cli/trading_json.hpp"

#include <trademind/execution/strategy_report.hpp>

#include <filesystem>
#include <string>

namespace trademind::cli {

Json json_of(const StrategyReport& report);
/// The tables that a person reads: the whole, days, symbols.
std::string to_text(const StrategyReport& report);
/// Why write_report would be refused: to be asked before the run.
Result<> judge_report_file(const std::filesystem::path& file);
/// Writes the JSON page, in place of an older report.
Result<> write_report(const StrategyReport& report, const std::filesystem::path& file);

}  // namespace trademind::cli
