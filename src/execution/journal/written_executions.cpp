// Which executions the journal has: each counts once, however often the broker lists it.
#include "execution/journal/written_executions.hpp"

#include "domain/execution_id.hpp"

#include <fmt/format.h>

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

WrittenExecutions::News WrittenExecutions::add(std::string_view client_order_id,
                                               std::string_view execution_id, std::string* replaced)
{
    auto key = split_execution_id(execution_id);
    auto [at, fresh] =
        latest_.try_emplace(fmt::format("{}\n{}", client_order_id, key.base), execution_id);
    if (fresh) return News::fresh;
    if (key.revision <= split_execution_id(at->second).revision) return News::known;
    if (replaced) *replaced = at->second;
    at->second = execution_id;
    return News::correction;
}

}  // namespace trademind::journal
