// Which executions the journal has: each counts once, however often the broker lists it.
#pragma once

#include <trademind/order_report.hpp>
#include <trademind/time.hpp>

#include <string>
#include <string_view>
#include <unordered_map>

namespace trademind::journal {

/// The journal's line of an execution. `replaced`: the id that a correction takes the place of.
std::string execution_line(const Execution&, std::string_view replaced);
/// The id in such a line; empty where there is none.
std::string_view execution_id_in(std::string_view line);

/// Executions that are written down, by order and id. A correction has the id of what it corrects,
/// but for its last number.
class WrittenExecutions {
public:
    enum class News {
        fresh,       ///< a fill not written before
        correction,  ///< replaces one that is written
        known,       ///< written, or replaced by a later correction
    };
    /// `replaced` is set with a correction. Ids are unique within an order: those of the paper
    /// market begin again with each run.
    News add(std::string_view client_order_id, std::string_view execution_id, TimePoint now,
             std::string* replaced = nullptr);

private:
    /// By order and id without correction, the latest id.
    using Ids = std::unordered_map<std::string, std::string>;
    std::string* find(const std::string& key);

    // no broker lists what is older than eight days: two halves of so many take turns
    Ids ids_, older_ids_;
    TimePoint turned_at_{};
};

}  // namespace trademind::journal
