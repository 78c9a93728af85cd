// Every `trademind COMMAND` that a page or a source names exists.
#include "cli/program.hpp"
#include "support/source_dir.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace trademind::cli {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> pages()
{
    std::vector<fs::path> all{trademind::test::source_dir() / "README.md"};
    for (auto folder : {"docs", "src", "include"})
        for (const auto& entry :
             fs::recursive_directory_iterator{trademind::test::source_dir() / folder})
            for (auto ending : {".md", ".cpp", ".hpp"})
                if (entry.path().extension() == ending) all.push_back(entry.path());
    return all;
}

TEST(DocCommands, that_a_page_or_a_source_names_exist)
{
    const std::regex named{"(`|^ *)trademind ([a-z-]+)( [a-z]+)?"};
    const std::set<std::string> with_commands{"journal", "paper", "config"};
    std::set<std::vector<std::string>> seen;
    for (const auto& page : pages()) {
        std::ifstream in{page};
        for (std::string line; std::getline(in, line);)
            for (std::sregex_iterator at{line.begin(), line.end(), named}, end; at != end; ++at) {
                std::vector<std::string> words{"help", (*at)[2]};
                if ((*at)[3].matched && with_commands.contains(words[1]))
                    words.push_back((*at)[3].str().substr(1));
                if (!seen.insert(words).second) continue;
                EXPECT_EQ(run_program(words).exit, Exit::done) << page << ": " << line;
            }
    }
    EXPECT_GT(seen.size(), 15U);
}

}  // namespace
}  // namespace trademind::cli
