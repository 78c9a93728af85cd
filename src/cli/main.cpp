// The trademind command line.
#include "cli/program.hpp"

#include <iostream>

int main(int argc, char** argv)
{
    auto outcome = trademind::cli::run_program({argv + 1, argv + argc});
    std::cout << outcome.output << std::flush;
    std::cerr << outcome.remark();
    return static_cast<int>(outcome.exit);
}
