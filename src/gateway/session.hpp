// One client's connection: frames in, messages out, and the bounds of both.
#pragma once

#include "brokers/ibkr/transport/recorder.hpp"
#include "brokers/ibkr/wire/dispatch.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>
#include <trademind/completion.hpp>
#include <trademind/time.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::gateway {

namespace wire = ibkr::wire;
using ibkr::Version;

class Session;

/// What a session asks of the server that accepted it.
class SessionHost {
public:
    virtual ~SessionHost() = default;
    /// The version to speak with a client of that range; nothing: none fits.
    virtual std::optional<Version> choose(const wire::ClientHello&) = 0;
    /// The time of the greeting, in TWS's form.
    virtual std::string connection_time() = 0;
    /// One frame after the greeting. Views die with the call.
    virtual void on_frame(Session&, std::string_view payload) = 0;
    /// The client reads again: quotes that were held back may be sent.
    virtual void on_drained(Session&) = 0;
    virtual void on_closed(Session&, std::string_view why) = 0;
    virtual Clock& clock() = 0;
    /// What writes the session down; nothing: nobody does.
    virtual std::shared_ptr<ibkr::transport::Recorder> recorder_for(const Session&) = 0;
};

/// What a session may hold for its client.
struct SessionLimits {
    /// Bytes that wait to be written beyond which the client is closed: it does not read.
    std::size_t most_waiting = std::size_t{32} << 20;
    /// Bytes beyond which quotes are held back and joined.
    std::size_t congested_at = 256U << 10;
};

/// Lives on the strand of its socket. Held by the server and by what it has under way.
class Session : public std::enable_shared_from_this<Session> {
public:
    using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;
    static constexpr int not_started = -1;

    Session(std::weak_ptr<SessionHost> host, Socket socket, SessionLimits limits);

    void start();
    /// startApi has come: the session is a client of this number.
    void begin(int client_id) { client_id_ = client_id; }
    int client_id() const { return client_id_; }
    bool started() const { return client_id_ != not_started; }
    bool open() const { return socket_.is_open() && !state_.closing; }
    Version version() const { return version_; }
    /// Quotes wait until the client has read.
    bool is_congested() const { return bytes_.waiting.size() > limits_.congested_at; }
    /// "127.0.0.1:51322".
    const std::string& peer() const { return peer_; }

    /// In the encoding of the session's version. A message that this version cannot carry is
    /// dropped, and counted.
    template <class M> void send(const M& message)
    {
        if (!open()) return;
        auto before = bytes_.waiting.size();
        if (auto fault = wire::encode(bytes_.waiting, message, version_)) return refuse(fault);
        constexpr std::size_t length_prefix = 4;
        if (recorder_)
            recorder_->on_received(std::string_view{bytes_.waiting}.substr(before + length_prefix));
        flush_soon();
    }
    /// `about` is a request's or an order's number; ErrorMessage::no_request: the session's.
    void send_error(int about, int code, std::string_view text, TimePoint now);
    /// Closes when all that was sent so far has been written.
    void finish(std::string_view why);
    /// Half of what is sent next leaves, then the connection is closed.
    void cut_next() { state_.cuts = true; }
    /// Nothing is written until it speaks again.
    void hold(bool on);
    /// Closes at once.
    void close(std::string_view why);

    std::size_t unsendable() const { return unsendable_; }

private:
    void read();
    void take_frames();
    bool greet(std::string_view payload);
    void refuse(const wire::Fault&);
    void flush_soon();
    void flush();
    void half_close();

    std::weak_ptr<SessionHost> host_;
    Socket socket_;
    SessionLimits limits_;
    std::string peer_;
    int client_id_ = not_started;
    Version version_{};
    /// Where the conversation stands.
    struct {
        bool greeted = false, closing = false, writes = false, cuts = false, holds = false;
    } state_;
    std::size_t unsendable_ = 0;
    struct {
        std::string received, waiting, written;
        std::vector<char> space = std::vector<char>(std::size_t{16} * 1024);
    } bytes_;
    std::string end_;
    Subscription patience_;
    std::shared_ptr<ibkr::transport::Recorder> recorder_;  ///< sees it as the client does
};

}  // namespace trademind::gateway
