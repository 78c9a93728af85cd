// Paths of a configuration.
#include "execution/config/paths.hpp"

#include "execution/config/keys.hpp"

#include <fmt/format.h>

#include <map>
#include <string>
#include <system_error>

#include <unistd.h>

namespace trademind::config {
namespace fs = std::filesystem;

fs::path place_of(const fs::path& path)
{
    std::error_code failed;
    auto place = fs::weakly_canonical(fs::absolute(path, failed), failed);
    // links to what is not there yet, which weakly_canonical leaves as they are
    constexpr int most_links = 40;
    std::error_code ignored;
    for (int i = 0; i < most_links && !failed && fs::is_symlink(place, ignored); ++i) {
        auto target = fs::read_symlink(place, failed);
        if (!failed) place = fs::weakly_canonical(place.parent_path() / target, failed);
    }
    return failed ? path.lexically_normal() : place;
}

void root_paths(Config& made, const fs::path& file, Faults& faults)
{
    std::error_code failed;
    fs::path folder;
    if (fs::is_regular_file(file, failed)) {
        folder = fs::canonical(file, failed).parent_path();
        if (failed) folder.clear();
    }
    for (const auto& key : all_keys(made.risk.currency)) {
        if (!key.file) continue;
        auto& path = key.file(made);
        if (path.empty() || path.is_absolute()) continue;
        if (folder.empty())
            faults.add(
                fmt::format("{}: \"{}\" is relative, but the configuration is not a file in "
                            "a folder; write an absolute path",
                            key.name, path.string()));
        path = (folder / path).lexically_normal();
    }
}

void refuse_shared_paths(Config& made, const fs::path& file, Faults& faults)
{
    std::map<fs::path, std::string> taken;
    if (!file.empty()) taken.emplace(place_of(file), "the configuration itself");
    for (const auto& key : all_keys(made.risk.currency)) {
        if (!key.file || key.file(made).empty()) continue;
        const auto& path = key.file(made);
        std::error_code ignored;
        if (fs::is_character_file(path, ignored)) continue;  // a terminal or /dev/null
        auto [place, is_free] = taken.emplace(place_of(path), key.name);
        if (!is_free)
            faults.add(fmt::format("{}: {} is the file of {}; each needs a file of its own",
                                   key.name, path.string(), place->second));
    }
}

void refuse_missing_places(Config& made, Faults& faults)
{
    for (const auto& key : all_keys(made.risk.currency)) {
        // default places are made when they are needed
        if (!key.file || key.file(made).empty() || !faults.has_line(key.name)) continue;
        const auto& path = key.file(made);
        std::error_code ignored;
        bool is_program = key.name == "alerts.command";
        bool is_read =
            is_program || key.name == "broker.paper.tape" || key.name == "broker.paper.actions";
        if (is_read && !fs::is_regular_file(path, ignored))
            faults.add(fmt::format("{}: there is no file {}", key.name, path.string()));
        else if (is_program && ::access(path.c_str(), X_OK) != 0)
            faults.add(fmt::format("{}: {} may not be executed", key.name, path.string()));
        auto folder = path.parent_path();
        if (is_read || fs::is_directory(folder, ignored)) continue;
        faults.add(fmt::format("{}: there is no folder {} for {}", key.name, folder.string(),
                               path.filename().string()));
    }
}

}  // namespace trademind::config
