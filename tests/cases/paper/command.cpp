// Reads the lines of case files.
#include "cases/paper/command.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace trademind::cases {

Command::Command(const std::string& line)
{
    std::istringstream in{line};
    std::string word;
    while (in >> word) {
        auto equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            words_.push_back(word);
        else
            keys_[word.substr(0, equals)] = word.substr(equals + 1);
    }
    if (words_.empty()) throw std::runtime_error{"no command in '" + line + "'"};
}

const std::string& Command::word(std::size_t i) const
{
    if (i >= words_.size()) throw std::runtime_error{"a word is missing"};
    return words_[i];
}

std::string Command::name_of(const std::string& key, std::string_view otherwise) const
{
    auto found = keys_.find(key);
    return found == keys_.end() ? std::string{otherwise} : found->second;
}

std::string Command::text(const std::string& key, std::string_view otherwise) const
{
    return spaced(name_of(key, otherwise));
}

std::string spaced(std::string value)
{
    std::ranges::replace(value, '_', ' ');
    std::ranges::replace(value, '~', '_');
    return value;
}

Decimal number(const std::string& text)
{
    auto read = Decimal::parse(text);
    if (!read) throw std::runtime_error{"not a number: '" + text + "'"};
    return *read;
}

TimePoint moment(const std::string& text)
{
    auto read = parse_time(text);
    if (!read) throw std::runtime_error{"not a time: '" + text + "'"};
    return *read;
}

Duration span(const std::string& text)
{
    using namespace std::chrono_literals;
    constexpr std::array<std::pair<std::string_view, Duration>, 8> units{{{"ns", 1ns},
                                                                          {"us", 1us},
                                                                          {"ms", 1ms},
                                                                          {"s", 1s},
                                                                          {"m", 1min},
                                                                          {"min", 1min},
                                                                          {"h", 1h},
                                                                          {"d", 24h}}};
    auto end = text.find_first_not_of("0123456789");
    for (const auto& [name, length] : units)
        if (end != std::string::npos && end > 0 && text.substr(end) == name)
            return std::stoll(text.substr(0, end)) * length;
    throw std::runtime_error{"not a span of time: '" + text + "'"};
}

std::vector<std::string> parts(const std::string& text, char separator)
{
    std::vector<std::string> all;
    std::string one;
    std::istringstream in{text};
    while (std::getline(in, one, separator)) all.push_back(one);
    return all;
}

}  // namespace trademind::cases
