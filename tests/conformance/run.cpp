// The loop over vectors.
#include "conformance/run.hpp"

#include <ostream>

namespace trademind::conformance {

Tally run(Judge judge, const std::string& path, std::ostream& report)
{
    Tally tally;
    for (auto& vector : read_vectors(path)) {
        std::string failure;
        try {
            failure = judge(vector);
        } catch (const std::exception& error) {
            failure = std::string{"the judge failed: "} + error.what();
        }
        ++(failure.empty() ? tally.passed : tally.failed);
        if (!failure.empty())
            report << vector["id"].get_ref<const std::string&>() << ": " << failure << '\n';
    }
    return tally;
}

}  // namespace trademind::conformance
