// Writes tapes row by row.
#pragma once

#include "brokers/paper/tape/columns.hpp"

#include <trademind/brokers/paper/tape.hpp>

#include <iosfwd>
#include <string>
#include <vector>

namespace trademind::paper {

/// The usual columns, and those optional ones that are needed.
class TapeWriter {
public:
    enum class Form { quotes, bars };
    /// Writes the header. `kinds`, `aggressors`: with those columns.
    struct Extra {
        bool kinds = false, aggressors = false;
    };
    TapeWriter(std::ostream& out, const std::vector<ContractDetails>& contracts, Form form,
               Extra extra);

    void write(std::uint32_t contract, const MarketChange& change);
    void write(std::uint32_t contract, const Bar& bar);

private:
    void begin(TimePoint time, std::uint32_t contract);
    void cell(std::string_view text);
    void cell(const std::optional<Decimal>& number);
    void end(std::uint32_t contract, std::string_view kind, std::string_view aggressor);

    std::ostream& out_;
    Extra extra_;
    /// Of each contract: its symbol, and its cells behind the prices with a comma before each.
    std::vector<std::string> symbols_, contract_cells_;
};

}  // namespace trademind::paper
