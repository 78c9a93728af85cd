// What the fixture of the account file's tests does.
#include "unit/paper/file_fixture.hpp"

#include <utility>

namespace trademind::test {

PaperFileTest::PaperFileTest()
{
    std::filesystem::create_directories(folder);
    options.state_file = file;
    options.instruments = {stock("X")};
}

PaperFileTest::~PaperFileTest()
{
    end();
    std::filesystem::remove_all(folder);
}

void PaperFileTest::end()
{
    listening.reset();
    broker.reset();
    run();
}

void PaperFileTest::restart()
{
    end();
    start(options);
}

void PaperFileTest::begin_anew()
{
    end();
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    heard = {};
}

Result<void> PaperFileTest::connect(paper::Options with)
{
    auto other = make_unsafe_paper_broker(io.get_executor(), std::move(with), clock);
    Awaited<void> up;
    other->connect(up.token());
    run();
    return up.get();
}

}  // namespace trademind::test
