// Reading the words of a command line.
#include "cli/options.hpp"

#include "base/escape.hpp"
#include "execution/config/value_types.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace trademind::cli {

Reading<std::string> text(std::string type)
{
    return {std::move(type), "is empty, blank or not printable", [](const std::string& word) {
                bool is_blank = word.find_first_not_of(' ') == std::string::npos;
                return is_blank || has_control(word) ? std::nullopt : std::optional{word};
            }};
}

Reading<std::string> word_of(std::vector<std::string> words, std::string type)
{
    std::string known;
    for (const auto& word : words) known += (known.empty() ? "is none of " : ", ") + word;
    return {std::move(type), std::move(known), [words = std::move(words)](const std::string& word) {
                auto at = std::ranges::find(words, word);
                return at == words.end() ? std::nullopt : std::optional{*at};
            }};
}

Reading<std::string> host_name()
{
    return as(
        [](const std::string& word) -> std::optional<std::string> {
            auto host = config::host().parse(word);
            return host ? std::optional{*host} : std::nullopt;
        },
        "HOST", "is not a name or an address (--port has the port)");
}

Reading<std::int64_t> whole_number(std::int64_t least, std::int64_t most, std::string type)
{
    return {std::move(type),
            "is not a whole number from " + std::to_string(least) + " to " + std::to_string(most),
            [=](const std::string& word) -> std::optional<std::int64_t> {
                std::int64_t value = 0;
                const auto* end = word.data() + word.size();
                auto [stop, failed] = std::from_chars(word.data(), end, value);
                if (failed != std::errc{} || stop != end || value < least || value > most)
                    return std::nullopt;
                return value;
            }};
}

Reading<Decimal> number(std::string type)
{
    return as([](const std::string& word) { return Decimal::parse(word); }, std::move(type),
              "is not a number");
}

Reading<Decimal> positive_number(std::string type)
{
    auto positive = [](const std::string& word) {
        auto value = Decimal::parse(word);
        return value && value->sign() > 0 ? value : std::nullopt;
    };
    return as(positive, std::move(type), "is not a number greater than 0");
}

Reading<TimePoint> utc_time()
{
    return as([](const std::string& word) { return parse_time(word); }, "TIME",
              "is not a time such as 2026-01-05T21:00:00Z");
}

Command Command::add(const std::string& name, const std::string& help, const std::string& group)
{
    return {*app_->add_subcommand(name, help)->group(group), *outcome_};
}

Command& Command::section(std::string heading)
{
    section_ = std::move(heading);
    return *this;
}

void Command::add_option(const Words& words, std::function<bool(const std::string&)> take)
{
    CLI::callback_t read = [name = words.name, otherwise = words.otherwise,
                            take = std::move(take)](const CLI::results_t& given) {
        for (const auto& word : given)
            if (!take(word))
                throw CLI::ValidationError{name, '"' + escaped(word) + "\" " + otherwise};
        return true;
    };
    auto* option = app_->add_option(words.name, std::move(read), words.help);
    option->type_name(words.type)->default_str(words.usual);
    if (words.several) option->expected(CLI::detail::expected_max_vector_size);
    if (!words.name.starts_with('-'))
        option->required(!words.optional);
    else if (!section_.empty())
        option->group(section_);
}

Command& Command::flag(const std::string& name, bool& into, const std::string& help)
{
    auto* option = app_->add_flag(name, into, help);
    if (!section_.empty()) option->group(section_);
    return *this;
}

Command& Command::footer(const std::string& text)
{
    footer_ = text;
    return *this;
}

Command& Command::status(Exit exit, std::string meaning)
{
    statuses_[exit] = std::move(meaning);
    return *this;
}

Command& Command::needs_command()
{
    app_->require_subcommand(1);
    return *this;
}

void Command::run(std::function<Outcome()> work)
{
    auto text = footer_ + (footer_.empty() ? "" : "\n\n") + "Exit status:";
    for (const auto& [exit, meaning] : statuses_)
        text += "\n  " + std::to_string(static_cast<int>(exit)) + "  " + meaning;
    app_->footer(text);
    app_->callback([outcome = outcome_, work = std::move(work)] { *outcome = work(); });
}

}  // namespace trademind::cli
