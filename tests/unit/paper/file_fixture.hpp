// A paper broker that keeps its account in a file, and programs that end and go on from it.
#pragma once

#include "unit/paper/paper_fixture.hpp"

#include <unistd.h>
#include <filesystem>
#include <string>

namespace trademind::test {

class PaperFileTest : public PaperTest {
protected:
    PaperFileTest();
    ~PaperFileTest() override;
    /// Ends the broker as a program does.
    void end();
    void restart();
    /// Ends the program and forgets its account.
    void begin_anew();
    /// What another program with these options is told when it connects.
    Result<void> connect(paper::Options with);

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("trademind_paper_" + std::to_string(getpid()));
    std::filesystem::path file = folder / "account.db";
    paper::Options options;
};

}  // namespace trademind::test
