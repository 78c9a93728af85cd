// main of the test programs: a test that crashes, aborts or hangs is named, whatever else its
// process runs; and temporary files are the program's own, so that two runs at a time never meet.
#include "support/temporary_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

#include <unistd.h>

namespace {

constexpr unsigned longest_test = 300;  // seconds; no test takes a tenth of it

std::array<char, 256> running{"before the first test"};
std::array<struct sigaction, NSIG> before{};

// only what a signal handler may call
void print_name(const char* what)
{
    for (const char* text : std::initializer_list<const char*>{what, running.data(), "\n"})
        if (::write(STDERR_FILENO, text, std::strlen(text)) < 0) return;
}

void on_fatal(int signal)
{
    print_name("\n[  FATAL   ] ended by a signal in: ");
    // what was there before, a sanitizer's report for example, gets the same fault again
    ::sigaction(signal, &before[static_cast<std::size_t>(signal)], nullptr);
}

void on_alarm(int)
{
    print_name("\n[  FATAL   ] does not end: ");
    ::_exit(1);
}

class NameKeeper : public testing::EmptyTestEventListener {
    void OnTestStart(const testing::TestInfo& test) override
    {
        std::snprintf(running.data(), running.size(), "%s.%s", test.test_suite_name(), test.name());
        ::alarm(longest_test);
    }
    void OnTestEnd(const testing::TestInfo&) override
    {
        ::alarm(0);
        std::strcpy(running.data(), "between two tests");
    }
};

}  // namespace

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
// Asio counts an executor's owners down with a fence, which ThreadSanitizer does not see
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions()
{
    return "race:boost::asio::execution::detail::shared_target_executor\n";
}
#endif
#endif

int main(int count, char** arguments)
{
    testing::InitGoogleMock(&count, arguments);
    trademind::test::TemporaryDirectory own;
    for (auto name : {"TMPDIR", "TEST_TMPDIR"}) ::setenv(name, own.path().c_str(), 1);
    testing::UnitTest::GetInstance()->listeners().Append(new NameKeeper);
    struct sigaction action = {};
    action.sa_handler = on_alarm;
    ::sigaction(SIGALRM, &action, nullptr);
    action.sa_handler = on_fatal;
    for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
        ::sigaction(signal, &action, &before[static_cast<std::size_t>(signal)]);
    return RUN_ALL_TESTS();
}
