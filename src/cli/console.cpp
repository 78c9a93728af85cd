// The terminal that a command talks to.
#include "cli/console.hpp"

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
    *out_ << line << '\n' << std::flush;
}

bool Console::confirm(std::string_view question)
{
    *err_ << question << " [y/N] " << std::flush;
    std::string answer;
    if (!std::getline(*in_, answer)) {
        *err_ << '\n' << std::flush;
        return false;
    }
    while (!answer.empty() && (answer.back() == ' ' || answer.back() == '\r')) answer.pop_back();
    return answer == "y" || answer == "Y" || answer == "yes" || answer == "Yes" || answer == "YES";
}

}  // namespace trademind::cli
