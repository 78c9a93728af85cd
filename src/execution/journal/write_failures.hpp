// What keeps records from being written: a disk, or the lock of another program.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <chrono>
#include <optional>
#include <utility>

namespace trademind::journal {

/// Each failure is reported once, until a write succeeds again.
class WriteFailures {
public:
    /// Of another program's lock: from here on it is reported.
    static constexpr Duration patience_with_a_lock = std::chrono::seconds{2};

    /// The failure that lasts; nothing while writes may succeed.
    const std::optional<Error>& lasting() const { return lasting_; }
    /// The error of the latest attempt.
    const Error& latest() const { return latest_; }
    /// A caller has waited in vain.
    bool is_stalled() const { return stalled_; }
    void stall() { stalled_ = true; }

    void succeeded()
    {
        lasting_.reset();
        busy_since_.reset();
        stalled_ = reported_ = false;
    }
    /// `lasts`: the file is of no use until it is opened again. True: report it.
    bool failed(const Error& error, bool lasts, Duration now)
    {
        latest_ = error;
        if (lasts) {
            lasting_ = error;
        } else {
            if (!busy_since_) busy_since_ = now;
            if (now - *busy_since_ < patience_with_a_lock) return false;
        }
        return !std::exchange(reported_, true);
    }

private:
    std::optional<Error> lasting_;
    Error latest_;
    std::optional<Duration> busy_since_;
    bool stalled_ = false, reported_ = false;
};

}  // namespace trademind::journal
