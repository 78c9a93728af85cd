// The terminal that a command talks to.
#include "cli/console.hpp"

#include "base/escape.hpp"
#include "cli/progress_bar.hpp"

#include <iostream>
#include <string>

namespace trademind::cli {

Console Console::process()
{
    return {std::cin, std::cout, std::cerr, person_looks_on()};
}

void Console::print(std::string_view line)
{
    *out_ << escaped_lines(line) << '\n' << std::flush;
}

void Console::write(std::string_view text)
{
    *out_ << text;
}

std::string Console::answer()
{
    std::string line;
    if (!std::getline(*in_, line)) *err_ << '\n' << std::flush;
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.pop_back();
    return line;
}

bool Console::confirm(std::string_view question)
{
    *err_ << escaped_lines(question) << " [y/N] " << std::flush;
    auto given = answer();
    return given == "y" || given == "Y" || given == "yes" || given == "Yes" || given == "YES";
}

bool Console::confirm_by(std::string_view word, std::string_view question)
{
    *err_ << escaped_lines(question) << "\nType '" << escaped(word) << "' to go on: " << std::flush;
    return answer() == word;
}

}  // namespace trademind::cli
