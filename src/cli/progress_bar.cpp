// A bar on a terminal.
#include "cli/progress_bar.hpp"

#include <algorithm>
#include <ostream>
#include <string>

#include <unistd.h>

namespace trademind::cli {
namespace {

constexpr int bar_width = 40;

}  // namespace

void ProgressBar::show(double part)
{
    if (!visible_) return;
    int percent = std::clamp(static_cast<int>(part * 100), 0, 100);
    if (percent == percent_) return;
    percent_ = percent;
    auto full = static_cast<std::size_t>(percent * bar_width / 100);
    out_ << "\r[" << std::string(full, '#') << std::string(bar_width - full, '.') << "] " << percent
         << '%' << std::flush;
}

void ProgressBar::clear()
{
    if (!visible_ || percent_ < 0) return;
    percent_ = -1;
    out_ << '\r' << std::string(bar_width + 7, ' ') << '\r' << std::flush;
}

bool person_looks_on()
{
    return isatty(STDERR_FILENO) == 1;
}

}  // namespace trademind::cli
