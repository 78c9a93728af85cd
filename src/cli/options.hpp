// The words of a command line: what each may be, read and judged before a command does anything.
#pragma once

#include "cli/command.hpp"

#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace trademind::cli {

/// A wrong command line, status 2. Thrown only while nothing is connected, opened or written.
class WrongUsage : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// How a word of the command line becomes a value.
template <class T> class Reading {
public:
    std::string type;                                          ///< in help pages: "PRICE"
    std::string otherwise;                                     ///< "is not a number"
    std::function<std::optional<T>(const std::string&)> read;  ///< nothing: the word is wrong
};

/// Where an option with several words, and one that may be left out, puts its value.
template <class T>
concept WordList = requires(T& list)
{
    list.emplace_back();
};
template <class T>
concept MayBeMissing = requires(T& value)
{
    value.has_value();
};

/// Any text but an empty or blank one, without control characters.
Reading<std::string> text(std::string type);
/// One of these words, as they stand.
Reading<std::string> word_of(std::vector<std::string> words, std::string type = "WORD");
/// A name or an address, without a port.
Reading<std::string> host_name();
Reading<std::int64_t> whole_number(std::int64_t least, std::int64_t most, std::string type = "N");
Reading<Decimal> number(std::string type = "NUMBER");
Reading<Decimal> positive_number(std::string type = "NUMBER");
/// "2026-01-05T21:00:00Z".
Reading<TimePoint> utc_time();
/// What `parse` understands: an optional or a Result of the value.
template <class Parse> auto as(Parse parse, std::string type, std::string otherwise)
{
    using T = std::decay_t<decltype(*parse(std::string{}))>;
    return Reading<T>{std::move(type), std::move(otherwise),
                      [parse](const std::string& word) -> std::optional<T> {
                          auto value = parse(word);
                          if (!value) return std::nullopt;
                          return *value;
                      }};
}

/// One command of the program, while it is described.
class Command {
public:
    Command(CLI::App& app, Outcome& outcome) : app_{&app}, outcome_{&outcome} {}

    /// A command of this one; `group` is its heading in the help page.
    Command add(const std::string& name, const std::string& help,
                const std::string& group = "Commands");
    /// The heading of the options that follow.
    Command& section(std::string heading);
    /// "--limit": may be given once. "SYMBOL": must be given, in this order, unless `into` is an
    /// std::optional. A vector takes several words. What `into` holds already is the default.
    /// `into` must outlive the parsing.
    template <class T, class Into>
    Command& option(const std::string& name, Into& into, Reading<T> reading,
                    const std::string& help)
    {
        auto take = [&into, read = std::move(reading.read)](const std::string& word) {
            auto value = read(word);
            if (!value) return false;
            if constexpr (WordList<Into>)
                into.push_back(std::move(*value));
            else if constexpr (std::integral<Into>)
                into = static_cast<Into>(*value);
            else
                into = std::move(*value);
            return true;
        };
        add_option(Words{name, help, reading.type, reading.otherwise, shown(into), WordList<Into>,
                         MayBeMissing<Into>},
                   std::move(take));
        return *this;
    }
    Command& flag(const std::string& name, bool& into, const std::string& help);
    /// --json, which every command has that prints something.
    Command& json(bool& into) { return flag("--json", into, "Print JSON"); }
    Command& footer(const std::string& text);
    /// What an exit status means here. The help page of each command has them in a table; 0, 1 and
    /// 2 have a meaning of their own where none is given.
    Command& status(Exit exit, std::string meaning);
    /// Exactly one of its own commands must be given.
    Command& needs_command();
    /// What the command does once its line is read. The outcome is the program's.
    void run(std::function<Outcome()> work);

private:
    struct Words {
        std::string name, help, type, otherwise, usual;
        bool several, optional;
    };
    template <class T> static std::string shown(const T& usual)
    {
        if constexpr (std::integral<T>)
            return std::to_string(usual);
        else if constexpr (std::same_as<T, std::string>)
            return usual;
        else
            return {};
    }
    void add_option(const Words& words, std::function<bool(const std::string&)> take);

    CLI::App* app_;
    Outcome* outcome_;
    std::string section_, footer_;
    std::map<Exit, std::string> statuses_{
        {Exit::done, "done, and known to be done"},
        {Exit::failed, "it failed, and standard error says why"},
        {Exit::wrong_usage, "the command line is wrong: nothing was done"}};
};

}  // namespace trademind::cli
