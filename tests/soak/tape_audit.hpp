// Holds executions against the quotes of a tape: inside them, and no larger than they showed.
#pragma once

#include <trademind/brokers/paper/tape.hpp>
#include <trademind/order_report.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trademind::soak {

/// Reads a tape once; executions may come in any order. Bars have no quotes: nothing is inside.
class TapeAudit {
public:
    explicit TapeAudit(const paper::Tape& tape);

    /// An order that waited fills at its limit, which lies between what the market was and what it
    /// is: the price must be within the quotes that stood at the execution's time and before it.
    bool is_inside(const Execution& execution) const;
    /// The execution gives its order nothing that the opposite quote did not offer: a buyer paid
    /// the ask or more. What is left of an order at a better price than the quote's fills so, at
    /// its own limit.
    bool is_no_better(const Execution& execution) const;
    /// Adds to what its quote has filled.
    void count(const Execution& execution);
    /// Quotes whose fills on one side are more than they showed, in words.
    std::vector<std::string> overfilled() const;

private:
    struct Standing {
        TimePoint time;
        std::optional<Decimal> bid, bid_size, ask, ask_size;
        Decimal bought, sold;
    };
    /// The quotes of the execution's moment, first and behind the last; the one before them is
    /// `first - 1`. Empty where there are none yet.
    std::pair<std::size_t, std::size_t> quotes_at(const std::vector<Standing>& all,
                                                  TimePoint time) const;

    std::map<std::string, std::vector<Standing>> symbols_;
};

}  // namespace trademind::soak
