// Lines of a tape.
#include "brokers/paper/tape/line_reader.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace trademind::paper {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> lines_of(std::string_view text)
{
    LineReader reader{bytes_of(text)};
    std::vector<std::string> lines;
    for (;;) {
        auto line = reader.next();
        if (!line) return {"fault in line " + std::to_string(reader.number())};
        if (!*line) return lines;
        lines.emplace_back(**line);
    }
}

TEST(LineReader, cuts_at_line_ends_of_both_kinds)
{
    EXPECT_THAT(lines_of("a\nb\r\n\nc"), ElementsAre("a", "b", "", "c"));
    EXPECT_THAT(lines_of("a\n"), ElementsAre("a"));
    EXPECT_THAT(lines_of("\r\n"), ElementsAre(""));
    EXPECT_THAT(lines_of(""), ElementsAre());
}

TEST(LineReader, a_line_may_cross_blocks)
{
    std::string first(LineReader::longest - 3, 'a'), second(LineReader::longest, 'b');
    EXPECT_THAT(lines_of(first + "\n" + second + "\nc\n"), ElementsAre(first, second, "c"));
}

TEST(LineReader, a_line_is_bounded)
{
    std::string longer(LineReader::longest + 1, 'a');
    EXPECT_THAT(lines_of("x\n" + longer + "\n"), ElementsAre("fault in line 2"));
    EXPECT_THAT(lines_of(longer), ElementsAre("fault in line 1"));
    EXPECT_THAT(lines_of(std::string(20 * LineReader::longest, 'a')),
                ElementsAre("fault in line 1"));
}

}  // namespace
}  // namespace trademind::paper
