// The trademind command line.
#include "cli/program.hpp"

#include <exception>
#include <iostream>

int main(int argc, char** argv)
{
    using namespace trademind::cli;
    try {
        auto outcome = run_program({argv + 1, argv + argc});
        std::cout << outcome.output << std::flush;
        if (!outcome.problem.empty()) std::cerr << "trademind: " << outcome.problem << '\n';
        return static_cast<int>(outcome.exit);
    } catch (const std::exception& thrown) {
        std::cerr << "trademind: " << thrown.what() << '\n';
        return static_cast<int>(Exit::failed);
    }
}
