// The exit status of a command by name, and what it writes to standard error.
#include "cli/command.hpp"

#include "base/escape.hpp"
#include "cli/trading_json.hpp"

namespace trademind::cli {

std::string_view to_string(Exit exit)
{
    switch (exit) {
    case Exit::done: return "done";
    case Exit::failed: return "failed";
    case Exit::wrong_usage: return "wrong_usage";
    case Exit::not_connected: return "not_connected";
    case Exit::refused: return "refused";
    case Exit::unknown: return "unknown";
    case Exit::declined: return "declined";
    }
    return "failed";
}

std::string Outcome::remark() const
{
    if (problem.empty()) return {};
    if (!as_json) return "trademind: " + escaped_lines(problem) + '\n';
    auto error = object("exit_status", static_cast<int>(exit), "exit", exit, "category",
                        code ? Json(code.category().name()) : Json(nullptr), "code",
                        code ? Json(code.value()) : Json(nullptr), "meaning",
                        code ? Json(code.message()) : Json(nullptr), "text", problem);
    return one_line(object("error", error)) + '\n';
}

}  // namespace trademind::cli
