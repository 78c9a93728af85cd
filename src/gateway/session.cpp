// Bytes of one client.
#include "gateway/session.hpp"

#include "base/log.hpp"
#include "brokers/ibkr/wire/server_hello.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <utility>

namespace trademind::gateway {
namespace {

constexpr std::string_view lead{"API\0", 4};

std::string text_of(const boost::asio::ip::tcp::endpoint& peer)
{
    auto host = peer.address().to_string();
    if (peer.address().is_v6()) host = '[' + host + ']';
    return host + ':' + std::to_string(peer.port());
}

}  // namespace

Session::Session(std::weak_ptr<SessionHost> host, Socket socket, SessionLimits limits)
    : host_{std::move(host)}, socket_{std::move(socket)}, limits_{limits}
{
    error_code ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay{true}, ignored);
    auto peer = socket_.remote_endpoint(ignored);
    peer_ = ignored ? std::string{"unknown"} : text_of(peer);
}

void Session::start()
{
    read();
}

void Session::read()
{
    socket_.async_read_some(boost::asio::buffer(bytes_.space), [self = shared_from_this()](
                                                                   error_code ec,
                                                                   std::size_t size) {
        if (!self->socket_.is_open()) return;
        if (ec)
            return self->close(ec == boost::asio::error::eof ? "the client left" : ec.message());
        self->bytes_.received.append(self->bytes_.space.data(), size);
        if (self->state_.closing)
            self->bytes_.received.clear();
        else
            self->take_frames();
        if (self->socket_.is_open()) self->read();
    });
}

void Session::take_frames()
{
    std::size_t used = 0;
    while (open()) {
        auto bytes = std::string_view{bytes_.received}.substr(used);
        std::size_t skipped = 0;
        if (!state_.greeted) {
            if (bytes.size() < lead.size()) break;
            if (!bytes.starts_with(lead)) return close("no greeting of an API client");
            skipped = lead.size();
        }
        auto cut = wire::cut_frame(bytes.substr(skipped));
        if (cut.kind == wire::FrameCut::Kind::incomplete) break;
        if (cut.kind == wire::FrameCut::Kind::broken)
            return close("a frame of impossible length " + std::to_string(cut.bad_length));
        used += skipped + cut.used;
        if (!state_.greeted) {
            if (!greet(cut.payload)) return;
        } else if (auto host = host_.lock()) {
            if (recorder_) recorder_->on_sent(bytes.substr(0, cut.used));
            host->on_frame(*this, cut.payload);
        }
    }
    bytes_.received.erase(0, used);
}

bool Session::greet(std::string_view payload)
{
    auto host = host_.lock();
    wire::ClientHello hello;
    if (auto fault = wire::read_client_hello(payload, hello); fault || !host)
        return close(fault ? fault.describe() : "the server has ended"), false;
    auto version = host->choose(hello);
    if (!version) return close("no version in common"), false;
    state_.greeted = true;
    version_ = *version;
    recorder_ = host->recorder_for(*this);
    if (recorder_) recorder_->on_version(version_);
    auto time = host->connection_time();
    wire::write_server_hello(bytes_.waiting, {number(version_), time, {}});
    flush_soon();
    return true;
}

void Session::refuse(const wire::Fault& fault)
{
    ++unsendable_;
    log::warning("gateway: not sent to client {}: {}", client_id_, fault.describe());
}

void Session::send_error(int about, int code, std::string_view text, TimePoint now)
{
    ibkr::ErrorMessage error;
    error.id = about;
    error.error_time =
        std::chrono::floor<std::chrono::milliseconds>(now).time_since_epoch().count();
    error.error_code = code;
    error.error_message = text;
    send(error);
}

void Session::flush_soon()
{
    if (bytes_.waiting.size() > limits_.most_waiting)
        return close("the client does not read: " + std::to_string(bytes_.waiting.size()) +
                     " bytes wait");
    if (state_.holds || std::exchange(state_.writes, true)) return;
    // all that one turn sends leaves in one write
    boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->flush(); });
}

void Session::hold(bool on)
{
    state_.holds = on;
    if (!on && open() && !bytes_.waiting.empty()) flush_soon();
}

void Session::flush()
{
    if (!socket_.is_open()) return;
    if (state_.holds) {
        state_.writes = false;
        return;
    }
    bytes_.written.swap(bytes_.waiting);
    if (state_.cuts) {
        bytes_.written.resize(bytes_.written.size() / 2);
        state_.closing = true;
        end_ = "a frame was to be cut";
    }
    bytes_.waiting.clear();
    boost::asio::async_write(socket_, boost::asio::buffer(bytes_.written),
                             [self = shared_from_this()](error_code ec, std::size_t) {
                                 if (!self->socket_.is_open()) return;
                                 if (ec) return self->close(ec.message());
                                 if (!self->bytes_.waiting.empty()) return self->flush();
                                 self->state_.writes = false;
                                 if (self->state_.closing) return self->half_close();
                                 if (auto host = self->host_.lock()) host->on_drained(*self);
                             });
}

void Session::finish(std::string_view why)
{
    if (!open()) return;
    state_.closing = true;
    end_ = why;
    if (!state_.writes) half_close();
}

void Session::half_close()
{
    // a close while bytes of the client are unread is a reset, which may eat the last words
    error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    auto host = host_.lock();
    if (!host) return close(end_);
    patience_ = host->clock().after(std::chrono::seconds{2}, socket_.get_executor(),
                                    [self = shared_from_this()] { self->close(self->end_); });
}

void Session::close(std::string_view why)
{
    if (!socket_.is_open()) return;
    auto self = shared_from_this();
    patience_.reset();
    if (recorder_) recorder_->on_end();
    error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
    if (auto host = host_.lock()) host->on_closed(*this, why);
}

}  // namespace trademind::gateway
