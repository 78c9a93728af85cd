// Which configuration a command reads when its line names none.
#include "cli/config_file.hpp"

#include <trademind/execution/config.hpp>

#include <filesystem>
#include <system_error>

namespace trademind::cli {

std::string config_file_or_usual(const std::string& given)
{
    if (!given.empty()) return given;
    auto environment = process_environment();
    if (auto named = environment("TRADEMIND_CONFIG")) return *named;
    std::filesystem::path folder;
    // source: XDG Base Directory Specification
    if (auto config = environment("XDG_CONFIG_HOME"); config && !config->empty())
        folder = *config;
    else if (auto home = environment("HOME"); home && !home->empty())
        folder = std::filesystem::path{*home} / ".config";
    else
        return {};
    auto usual = folder / "trademind" / "config.yaml";
    std::error_code ignored;
    return std::filesystem::exists(usual, ignored) ? usual.string() : "";
}

}  // namespace trademind::cli
