// Runs the case files of this folder against the paper broker: a test a case.
#include "cases/paper/checks.hpp"
#include "support/source_dir.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

namespace trademind::cases {
namespace {

struct Line {
    std::string text, place;  ///< "marks.txt:8"
};
struct Case {
    std::string name;
    std::vector<Line> lines;
};

/// Without comments: "#" begins one at the start of a line or behind a blank.
std::string without_comment(std::string line)
{
    if (line.starts_with('#')) return {};
    auto comment = line.find(" #");
    if (comment != std::string::npos) line.resize(comment);
    return line;
}

std::vector<Case> read_cases(const std::filesystem::path& file)
{
    std::vector<Case> cases;
    std::ifstream in{file};
    std::string text;
    for (int number = 1; std::getline(in, text); ++number) {
        text = without_comment(text);
        if (text.find_first_not_of(' ') == std::string::npos) continue;
        std::string place = file.filename().string() + ":" + std::to_string(number);
        if (text.starts_with("case "))
            cases.push_back({parts(text, ' ').at(1), {}});
        else if (cases.empty())
            throw std::runtime_error{place + ": a command before the first case"};
        else
            cases.back().lines.push_back({text, place});
    }
    return cases;
}

class PaperCase : public testing::Test {
public:
    explicit PaperCase(Case one) : case_{std::move(one)} {}
    void TestBody() override
    {
        test::TemporaryDirectory folder;
        Desk desk;
        for (std::size_t i = 0; i < case_.lines.size(); ++i) {
            const Line& line = case_.lines[i];
            if (line.text.starts_with("again"))
                run_again(i, desk);
            else
                run(line, folder.path().string(), desk);
        }
    }

private:
    /// "again": all lines before it, once more, report the same. "again without NAME": without the
    /// lines of that instrument all others have the same executions.
    void run_again(std::size_t lines, Desk& desk) const
    {
        Command command{case_.lines[lines].text};
        std::string without = command.size() > 2 ? command.word(2) : "";
        test::TemporaryDirectory folder;
        Desk other;
        for (std::size_t i = 0; i < lines; ++i) {
            Command earlier{case_.lines[i].text};
            bool left_out = earlier.name().starts_with("expect") || earlier.name() == "again" ||
                            (earlier.size() > 1 && earlier.word(1) == without);
            if (!left_out) run(case_.lines[i], folder.path().string(), other);
        }
        EXPECT_FALSE(desk.transcript(without).empty()) << case_.lines[lines].place;
        EXPECT_EQ(desk.transcript(without), other.transcript(without)) << case_.lines[lines].place;
    }
    static void replace_all(std::string& text, std::string_view word, const std::string& by)
    {
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, word.size(), by);
    }
    static void run(const Line& line, const std::string& folder, Desk& desk)
    {
        std::string text = line.text;
        replace_all(text, "{tmp}", folder);
        try {
            Command command{text};
            if (command.name() == "repeat") {
                std::string repeated = text.substr(text.find(command.word(2)));
                for (int i = 1, n = std::stoi(command.word(1)); i <= n; ++i) {
                    std::string one = repeated;
                    replace_all(one, "{i}", std::to_string(i));
                    run({one, line.place}, folder, desk);
                }
                return;
            }
            if (desk.act(command)) return;
            for (const auto& failure : failures_of(command, desk))
                ADD_FAILURE() << line.place << ' ' << failure;
        } catch (const std::exception& fault) {
            ADD_FAILURE() << line.place << ' ' << fault.what() << " in '" << line.text << "'";
        }
    }
    Case case_;
};

bool register_cases()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::directory_iterator{test::source_dir() / "tests/cases/paper"})
        if (entry.path().extension() == ".txt" && entry.path().stem() != "CMakeLists")
            files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files)
        for (const auto& one : read_cases(file))
            testing::RegisterTest(("PaperCases_" + file.stem().string()).c_str(), one.name.c_str(),
                                  nullptr, nullptr, __FILE__, __LINE__,
                                  [one]() -> testing::Test* { return new PaperCase{one}; });
    return true;
}
const bool registered = register_cases();

TEST(PaperCaseFiles, are_all_read)
{
    EXPECT_TRUE(registered);
    EXPECT_GT(testing::UnitTest::GetInstance()->total_test_count(), 230);
}

/// The numbered lists: fills (P), accounting (A), day trades (D), commissions (C).
TEST(PaperCaseFiles, have_every_numbered_case)
{
    std::set<std::string> names;
    for (const char* file :
         {"domain_fills", "domain_money", "domain_fees", "corporate_actions", "exercise"})
        for (const auto& one :
             read_cases(test::source_dir() / "tests/cases/paper" / (std::string{file} + ".txt")))
            names.insert(one.name);
    for (auto [letter, last] : {std::pair{"P", 80}, {"A", 35}, {"D", 8}, {"C", 40}})
        for (int i = 1; i <= last; ++i)
            EXPECT_TRUE(names.contains(letter + std::to_string(i))) << letter << i;
}

TEST(PaperCaseFiles, fail_where_something_else_is_expected)
{
    Desk desk;
    for (const char* line : {"quote A 9.99 100 10 100", "buy A a 100 LMT lmt=10"})
        ASSERT_TRUE(desk.act(Command{line}));
    EXPECT_TRUE(failures_of(Command{"expect a filled=100 status=Filled"}, desk).empty());
    EXPECT_EQ(failures_of(Command{"expect a filled=99"}, desk).size(), 1U);
    EXPECT_EQ(failures_of(Command{"pos A qty=0"}, desk).size(), 1U);
    EXPECT_THROW(failures_of(Command{"expect a colour=red"}, desk), std::runtime_error);
    EXPECT_THROW(failures_of(Command{"expct a filled=1"}, desk), std::runtime_error);
}

}  // namespace
}  // namespace trademind::cases
