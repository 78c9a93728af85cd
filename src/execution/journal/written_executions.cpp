// Which executions the journal has: each counts once, however often the broker lists it.
#include "execution/journal/written_executions.hpp"

#include "domain/execution_id.hpp"

#include <fmt/format.h>

#include <utility>

namespace trademind::journal {
namespace {

constexpr std::string_view replaces = ", replaces ";

}  // namespace

std::string execution_line(const Execution& execution, std::string_view replaced)
{
    return fmt::format("{} {} {} at {} ({}{}{})", to_string(execution.side),
                       execution.quantity.str(), execution.contract.describe(),
                       execution.price.str(), execution.id,
                       replaced.empty() ? std::string_view{} : replaces, replaced);
}

std::string_view execution_id_in(std::string_view line)
{
    auto begin = line.rfind('(');
    if (begin == std::string_view::npos || !line.ends_with(')')) return {};
    auto inside = line.substr(begin + 1, line.size() - begin - 2);
    return inside.substr(0, inside.find(replaces));
}

std::string* WrittenExecutions::find(const std::string& key)
{
    for (auto* ids : {&ids_, &older_ids_})
        if (auto at = ids->find(key); at != ids->end()) return &at->second;
    return nullptr;
}

WrittenExecutions::News WrittenExecutions::add(std::string_view client_order_id,
                                               std::string_view execution_id, TimePoint now,
                                               std::string* replaced)
{
    constexpr auto remembered_for = std::chrono::days{8};
    if (turned_at_ == TimePoint{}) turned_at_ = now;
    if (now - turned_at_ >= remembered_for) {
        older_ids_ = std::exchange(ids_, {});
        turned_at_ = now;
    }
    auto id = split_execution_id(execution_id);
    auto key = fmt::format("{}\n{}", client_order_id, id.base);
    auto* known = find(key);
    if (!known) {
        ids_.emplace(std::move(key), execution_id);
        return News::fresh;
    }
    if (id.revision <= split_execution_id(*known).revision) return News::known;
    if (replaced) *replaced = *known;
    *known = execution_id;
    return News::correction;
}

}  // namespace trademind::journal
