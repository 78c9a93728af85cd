// Orders, fills, positions and accounts as tables for people.
#pragma once

#include "cli/table.hpp"

#include <trademind/account.hpp>
#include <trademind/market.hpp>
#include <trademind/order_report.hpp>

#include <string>
#include <vector>

namespace trademind::cli {

/// "2026-01-05 14:30:00.250", UTC; "-" for none.
std::string clock_time(TimePoint time);

Table order_table(const std::vector<OrderReport>&);
Table fill_table(const std::vector<Execution>&);
Table position_table(const std::vector<Position>&);
Table account_table(const Account&);
Table summary_table(const Portfolio&);
Table preview_table(const OrderPreview&);
Table contract_table(const std::vector<ContractDetails>&);
Table quote_table(const Quote&);
Table bar_table(const std::vector<Bar>&);

/// The table's text, or a line that says that there is nothing.
std::string text_or(const Table& table, const std::string& none);

}  // namespace trademind::cli
