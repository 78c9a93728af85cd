// Turns golden vectors (JSON Lines on standard input) into seed files for the message fuzzers.
#include <trademind/brokers/ibkr/messages/version.hpp>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>

namespace {

/// The text behind a key of a flat JSON line, up to a quote or a comma.
std::string_view value(std::string_view line, std::string_view key)
{
    auto at = line.find("\"" + std::string{key} + "\":");
    if (at == std::string_view::npos) return {};
    auto rest = line.substr(at + key.size() + 3);
    while (!rest.empty() && (rest.front() == ' ' || rest.front() == '"')) rest.remove_prefix(1);
    return rest.substr(0, rest.find_first_of("\","));
}

int number(std::string_view text, int base)
{
    int n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n, base);
    return n;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return std::fprintf(stderr, "usage: fuzz_seeds directory < vectors.jsonl\n"), 1;
    int count = 0;
    for (std::string line; std::getline(std::cin, line); ++count) {
        auto hex = value(line, "frame");
        constexpr int oldest = trademind::ibkr::number(trademind::ibkr::Version::oldest);
        auto version = std::max(0, number(value(line, "server_version"), 10) - oldest);
        std::string seed(1, static_cast<char>(version));
        for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
            seed += static_cast<char>(number(hex.substr(i, 2), 16));
        std::ofstream{std::string{argv[1]} + "/" + std::to_string(count), std::ios::binary} << seed;
    }
    std::printf("%d seeds in %s\n", count, argv[1]);
}
