// Files of rows below a header.
#include "brokers/paper/tape/csv_file.hpp"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace trademind::paper {
namespace {

using testing::ElementsAre;

struct Lines {
    RowResult<void> header(std::string_view line)
    {
        all.emplace_back("header " + std::string{line});
        return {};
    }
    RowResult<void> row(std::string_view line)
    {
        if (line == "bad") return RowFault{7, "no good"};
        all.emplace_back(line);
        return {};
    }
    std::vector<std::string> all;
};

TEST(CsvFile, gives_header_and_rows_without_marks_and_empty_lines)
{
    Lines lines;
    EXPECT_TRUE(read_csv(bytes_of("\xef\xbb\xbf"
                                  "a,b\r\n\r\n1,2\n\n3,4"),
                         "f", lines));
    EXPECT_THAT(lines.all, ElementsAre("header a,b", "1,2", "3,4"));
    Lines none;
    EXPECT_TRUE(read_csv(bytes_of(""), "f", none));
    EXPECT_THAT(none.all, ElementsAre("header "));
}

TEST(CsvFile, names_file_line_and_column_of_a_fault)
{
    Lines lines;
    auto read = read_csv(bytes_of("h\n\n1\nbad\n2\n"), "f.csv", lines);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error(), Errc::data_file);
    EXPECT_EQ(read.error().message, "f.csv:4:7: no good");
    EXPECT_THAT(lines.all, ElementsAre("header h", "1"));
}

TEST(CsvFile, names_the_file_that_is_not_there)
{
    auto bytes = open_csv("/no/such.csv", "tape");
    ASSERT_FALSE(bytes);
    EXPECT_EQ(bytes.error().message, "cannot read tape '/no/such.csv'");
}

}  // namespace
}  // namespace trademind::paper
