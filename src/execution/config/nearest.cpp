// The known name that a misspelt one most likely means.
#include "execution/config/nearest.hpp"

#include <algorithm>
#include <utility>

namespace trademind::config {

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        before = std::exchange(above, row);
    }
    return above[b.size()];
}

std::string nearest(std::string_view name, const std::vector<std::string>& candidates)
{
    auto last_part = [](std::string_view dotted) { return dotted.substr(dotted.rfind('.') + 1); };
    auto distance = [&](const std::string& candidate) {
        // a right word in the wrong section is nearer than another word in the right section
        auto word = edit_distance(last_part(name), last_part(candidate));
        return std::pair{std::min(2 * word, edit_distance(name, candidate) + word),
                         edit_distance(name, candidate)};
    };
    auto best = std::ranges::min_element(candidates, {}, distance);
    return best == candidates.end() ? std::string{} : *best;
}

}  // namespace trademind::config
