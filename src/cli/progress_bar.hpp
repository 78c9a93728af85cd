// A bar on a terminal that shows how far a long command is.
#pragma once

#include <iosfwd>

namespace trademind::cli {

/// Draws only where a person looks on; leaves nothing behind.
class ProgressBar {
public:
    /// `out` is drawn on if `visible`.
    ProgressBar(std::ostream& out, bool visible) : out_{out}, visible_{visible} {}
    ~ProgressBar() { clear(); }
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// 0 to 1; draws only when the picture changes.
    void show(double part);
    void clear();

private:
    std::ostream& out_;
    bool visible_;
    int percent_ = -1;  ///< drawn last
};

/// True where standard error is a terminal.
bool person_looks_on();

}  // namespace trademind::cli
