// Writes every frame of a driver to a file, with its time and without account ids.
#pragma once

#include <trademind/brokers/ibkr/messages/version.hpp>
#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::ibkr::transport {

/// A recording is a text file of one line a frame, made to be read, compared and served back:
///
///     trademind recording 1
///     # 2026-01-05T14:30:00Z session 200
///     0.000000 > 373100...        client to server: seconds since the session began, payload in
///     hex 0.001250 < 313500...        server to client # end
///
/// Account ids learnt from MANAGED_ACCTS are replaced by ids of the same length (DU1234567 becomes
/// DU0000001), in every frame that has them; what comes before that message waits for it, and where
/// a session ends without it, only frames that name no account are written. Flushed at each end of
/// a session and once a second; an error of the file ends the recording, is logged once and never
/// disturbs the session. Used on the driver's strand.
class Recorder {
public:
    /// Creates or appends to the file; input_output when that is not possible.
    static Result<std::shared_ptr<Recorder>> open(const std::string& path,
                                                  std::shared_ptr<Clock> clock);

    /// A session begins: the handshake is done, startApi comes next.
    void on_version(Version server);
    void on_received(std::string_view payload);
    /// Whole frames with their length prefixes, as handed to the socket.
    void on_sent(std::string_view frames);
    void on_end();

private:
    Recorder(std::ofstream file, std::string path, std::shared_ptr<Clock> clock);
    struct Frame {
        Duration at;
        char direction;
        std::string payload;
    };
    void record(char direction, std::string_view payload);
    void write(const Frame&);
    void write_held(bool all);
    bool names_no_account(const Frame&) const;
    void learn_accounts(std::string_view payload);
    std::string redacted(std::string_view payload) const;
    void check();

    std::ofstream file_;
    std::string path_;
    std::shared_ptr<Clock> clock_;
    Duration begin_{};
    Version server_{};
    struct Account {
        std::string real, shown;
    };
    std::vector<Account> accounts_;
    bool knows_accounts_ = false;  // of this session
    std::vector<Frame> held_;      // until it does
    std::string line_;
    Duration flushed_{};
    bool failed_ = false;
};

}  // namespace trademind::ibkr::transport
