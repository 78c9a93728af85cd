#include "conformance/judge.hpp"
namespace trademind::conformance {
std::string judge_handshake(const Json&)
{
    return "later";
}
std::string judge_malformed(const Json&)
{
    return "later";
}
}  // namespace trademind::conformance
