// The trademind command line.
#include "cli/program.hpp"

#include <iostream>
#include <utility>

int main(int argc, char** argv)
{
    auto outcome = trademind::cli::run_program({argv + 1, argv + argc});
    return static_cast<int>(trademind::cli::end_program(std::move(outcome), std::cout, std::cerr));
}
