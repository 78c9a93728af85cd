// Runs the case files of this folder against the paper broker: a test a case.
#include "cases/paper/checks.hpp"
#include "support/source_dir.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

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
        auto folder = std::filesystem::temp_directory_path() /
                      ("paper_case_" + case_.name + "_" + std::to_string(getpid()));
        std::filesystem::create_directory(folder);
        {
            Desk desk;
            for (const Line& line : case_.lines) run(line, folder.string(), desk);
        }
        std::filesystem::remove_all(folder);
    }

private:
    static void run(const Line& line, const std::string& folder, Desk& desk)
    {
        std::string text = line.text;
        constexpr std::string_view word = "{tmp}";
        for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
            text.replace(at, word.size(), folder);
        try {
            Command command{text};
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
