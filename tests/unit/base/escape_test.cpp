// Foreign text made printable.
#include "base/escape.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trademind {
namespace {

TEST(Escape, leaves_what_can_be_printed)
{
    for (std::string text : {"", "AAPL 100 @ 99.5", "\xe2\x82\xac 5", "\xc3\xbc",
                             "\xf0\x9f\x93\x88", "\\x1b is five letters"}) {
        EXPECT_EQ(escaped(text), text);
        EXPECT_FALSE(has_control(text)) << text;
    }
}

TEST(Escape, shows_what_would_move_a_cursor_end_a_line_or_turn_the_writing)
{
    struct Row {
        std::string text, shown;
    };
    for (const auto& row : {
             Row{"a\nb", "a\\nb"},
             Row{"a\rb\tc", "a\\rb\\tc"},
             Row{"\x1b[2J\x07", "\\x1b[2J\\x07"},
             Row{std::string{"a\0b", 3}, "a\\x00b"},
             Row{"\x7f", "\\x7f"},
             Row{"\xc2\x9b"
                 "2J",
                 "\\u009b2J"},
             Row{"\xe2\x80\xa8", "\\u2028"},
             Row{"\xe2\x80\xae", "\\u202e"},
             // no UTF-8: a terminal of another encoding might obey
             Row{"\x9b"
                 "2J",
                 "\\x9b2J"},
             Row{"\xc0\x9b", "\\xc0\\x9b"},
             Row{"\xe2\x82", "\\xe2\\x82"},
             Row{"\xed\xa0\x80", "\\xed\\xa0\\x80"},
         }) {
        EXPECT_EQ(escaped(row.text), row.shown);
        EXPECT_TRUE(has_control(row.text)) << row.shown;
    }
}

TEST(Escape, keeps_the_lines_of_a_page)
{
    EXPECT_EQ(escaped_lines("a\nb\r\n\x1b[2J"), "a\nb\\r\n\\x1b[2J");
}

}  // namespace
}  // namespace trademind
