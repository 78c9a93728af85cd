// What an error of the broker says about the order that it answers.
#pragma once

#include <trademind/result.hpp>

namespace trademind {

/// True where the error proves that the order does not work and never will. Everything else leaves
/// it open: time-outs, lost links, and every code that nobody knows.
bool proves_refusal(const Error&);

}  // namespace trademind
