// wire_conformance: judges this library's wire by vectors of the official client.
#include "conformance/run.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

using namespace trademind::conformance;

int main(int argc, char** argv)
{
    CLI::App app{"Judges the wire by frames and callbacks of the official client"};
    struct Kind {
        const char* option;
        const char* help;
        Judge judge;
        std::vector<std::string> files;
    };
    std::vector<Kind> kinds{
        {"--outbound",
         "requests: official frames and the calls that made them",
         judge_outbound,
         {}},
        {"--inbound", "answers: frames and the official callbacks", judge_inbound, {}},
        {"--handshake", "greetings of servers", judge_handshake, {}},
        {"--malformed", "broken answers", judge_malformed, {}}};
    for (auto& kind : kinds)
        app.add_option(kind.option, kind.files,
                       std::string{kind.help} + " (JSON Lines, plain, gzip or xz; repeatable)");
    CLI11_PARSE(app, argc, argv);

    Tally all;
    bool unreadable = false, given = false;
    for (auto& kind : kinds)
        for (auto& file : kind.files) {
            given = true;
            try {
                auto tally = run(kind.judge, file, std::cout);
                all.passed += tally.passed;
                all.failed += tally.failed;
            } catch (const FileError& error) {
                std::cerr << "wire_conformance: " << error.what() << '\n';
                unreadable = true;
            }
        }
    if (!given) {
        std::cerr << "wire_conformance: no file given\n" << app.help();
        return 1;
    }
    std::cout << all.passed << " passed, " << all.failed << " failed\n";
    return unreadable || all.failed != 0 ? 1 : 0;
}
