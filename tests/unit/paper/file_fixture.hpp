// A paper broker that keeps its account in a file, and programs that end and go on from it.
#pragma once

#include "unit/paper/paper_fixture.hpp"

#include <unistd.h>
#include <filesystem>
#include <string>

namespace trademind::test {

class PaperFileTest : public PaperTest {
protected:
    PaperFileTest()
    {
        std::filesystem::create_directories(folder);
        options.state_file = file;
        options.instruments = {stock("X")};
    }
    ~PaperFileTest() override
    {
        end();
        std::filesystem::remove_all(folder);
    }
    /// Ends the broker as a program does.
    void end()
    {
        listening.reset();
        broker.reset();
        run();
    }
    void restart()
    {
        end();
        start(options);
    }
    /// Ends the program and forgets its account.
    void begin_anew()
    {
        end();
        std::filesystem::remove_all(folder);
        std::filesystem::create_directories(folder);
        heard = {};
    }
    /// What another program with these options is told when it connects.
    Result<void> connect(paper::Options with)
    {
        auto other = make_paper_broker(io.get_executor(), std::move(with), clock);
        Awaited<void> up;
        other->connect(up.token());
        run();
        return up.get();
    }

    std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("trademind_paper_" + std::to_string(getpid()));
    std::filesystem::path file = folder / "account.db";
    paper::Options options;
};

}  // namespace trademind::test
