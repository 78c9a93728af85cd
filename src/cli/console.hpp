// The terminal that a command talks to: for questions, progress and lines that come one by one.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace trademind::cli {

/// Where a running command reads and writes. What it prints at its end is in its Outcome instead.
/// The streams must outlive it.
class Console {
public:
    Console(std::istream& in, std::ostream& out, std::ostream& err, bool is_terminal)
        : in_{&in}, out_{&out}, err_{&err}, is_terminal_{is_terminal}
    {}
    /// Standard input, output and error of the process.
    static Console process();

    /// A line of the result, at once.
    void print(std::string_view line);
    /// A part of a long result, as it is: its line ends and its escapes are the caller's.
    void write(std::string_view text);
    /// True when the answer is y or yes. The end of the input is a no.
    bool confirm(std::string_view question);
    /// True when the answer is this very word: for what cannot be undone.
    bool confirm_by(std::string_view word, std::string_view question);
    /// For bars that draw themselves.
    std::ostream& err() { return *err_; }
    /// True where standard error is a terminal.
    bool is_terminal() const { return is_terminal_; }

private:
    /// Nothing at the end of the input.
    std::string answer();

    std::istream* in_;
    std::ostream *out_, *err_;
    bool is_terminal_;
};

}  // namespace trademind::cli
