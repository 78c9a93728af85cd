// Names of faults, and scripts of them.
#include <trademind/gateway.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace trademind {
namespace {

constexpr std::array names{
    std::pair{GatewayFault::lose_upstream, std::string_view{"lose_upstream"}},
    std::pair{GatewayFault::restore_upstream, std::string_view{"restore_upstream"}},
    std::pair{GatewayFault::restore_upstream_without_data,
              std::string_view{"restore_upstream_without_data"}},
    std::pair{GatewayFault::break_farm, std::string_view{"break_farm"}},
    std::pair{GatewayFault::restore_farm, std::string_view{"restore_farm"}},
    std::pair{GatewayFault::drop_connections, std::string_view{"drop_connections"}},
    std::pair{GatewayFault::cut_frame, std::string_view{"cut_frame"}},
    std::pair{GatewayFault::fall_silent, std::string_view{"fall_silent"}},
    std::pair{GatewayFault::speak_again, std::string_view{"speak_again"}},
    std::pair{GatewayFault::refuse_connections, std::string_view{"refuse_connections"}},
    std::pair{GatewayFault::accept_connections, std::string_view{"accept_connections"}},
    std::pair{GatewayFault::lose_acknowledgement, std::string_view{"lose_acknowledgement"}},
    std::pair{GatewayFault::double_execution, std::string_view{"double_execution"}},
    std::pair{GatewayFault::correct_execution, std::string_view{"correct_execution"}},
    std::pair{GatewayFault::commission_first, std::string_view{"commission_first"}},
    std::pair{GatewayFault::roll_back_ids, std::string_view{"roll_back_ids"}},
};

std::string_view next_word(std::string_view& rest)
{
    auto begin = rest.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return rest = {}, std::string_view{};
    rest.remove_prefix(begin);
    auto word = rest.substr(0, rest.find_first_of(" \t\r"));
    rest.remove_prefix(word.size());
    return word;
}

}  // namespace

std::string_view to_string(GatewayFault fault)
{
    auto at = std::ranges::find(names, fault, &decltype(names)::value_type::first);
    return at == names.end() ? std::string_view{"unknown"} : at->second;
}

std::optional<GatewayFault> parse_gateway_fault(std::string_view word)
{
    auto at = std::ranges::find(names, word, &decltype(names)::value_type::second);
    return at == names.end() ? std::nullopt : std::optional{at->first};
}

Result<std::vector<GatewayStep>> parse_fault_script(std::string_view text, const std::string& name)
{
    constexpr std::size_t most_steps = 10'000;
    std::vector<GatewayStep> steps;
    for (int number = 1; !text.empty(); ++number) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        line = line.substr(0, line.find('#'));
        auto rest = line;
        auto wrong = [&](std::string_view word, const std::string& what) {
            return Error{Errc::data_file, fmt::format("{}:{}:{}: {}", name, number,
                                                      word.data() - line.data() + 1, what)};
        };
        auto seconds = next_word(rest);
        if (seconds.empty()) continue;
        auto at = Decimal::parse(seconds);
        if (!at || at->sign() < 0 || *at > Decimal{365 * 86'400})
            return wrong(seconds, fmt::format("'{}' is no number of seconds", seconds));
        auto word = next_word(rest);
        auto fault = parse_gateway_fault(word);
        if (!fault) return wrong(word, fmt::format("'{}' is no fault", word));
        if (auto more = next_word(rest); !more.empty())
            return wrong(more, fmt::format("'{}' is too much", more));
        if (steps.size() >= most_steps) return wrong(seconds, "too many lines");
        auto nanoseconds = std::chrono::nanoseconds{std::chrono::seconds{1}}.count();
        steps.emplace_back(
            Duration{static_cast<std::int64_t>(at->to_double() * static_cast<double>(nanoseconds))},
            *fault);
    }
    return steps;
}

}  // namespace trademind
