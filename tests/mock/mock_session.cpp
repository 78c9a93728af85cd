// One client of the mock: frames in, scripted bytes out.
#include "mock/mock_tws.hpp"

#include "brokers/ibkr/wire/frame.hpp"
#include "brokers/ibkr/wire/server_hello.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <boost/asio/write.hpp>

#include <algorithm>

namespace trademind::test {

namespace asio = boost::asio;
namespace wire = ibkr::wire;
using asio::ip::tcp;

MockSession::MockSession(MockTws& tws, tcp::socket socket, int number)
    : tws_{&tws}, socket_{std::move(socket)}, number_{number}
{
    socket_.set_option(tcp::no_delay{true});
}

void MockSession::start()
{
    read();
}

void MockSession::read()
{
    socket_.async_read_some(
        asio::buffer(space_),
        [self = shared_from_this()](boost::system::error_code ec, std::size_t size) {
            if (ec) return self->close();
            self->received_.append(self->space_.data(), size);
            self->take_frames();
            if (self->open() && self->reading_) self->read();
        });
}

void MockSession::take_frames()
{
    constexpr std::string_view lead{"API\0", 4};
    while (open() && tws_ && reading_ && !tws_->mute_) {
        std::string_view bytes = received_;
        std::size_t skipped = 0;
        if (!greeted_) {
            if (bytes.size() < lead.size()) return;
            if (!bytes.starts_with(lead)) return close();
            skipped = lead.size();
        }
        auto cut = wire::cut_frame(bytes.substr(skipped));
        if (cut.kind == wire::FrameCut::Kind::incomplete) return;
        if (cut.kind == wire::FrameCut::Kind::broken) return close();
        auto payload = std::string{cut.payload};
        received_.erase(0, skipped + cut.used);
        if (greeted_)
            request(payload);
        else
            greet(payload);
    }
}

void MockSession::greet(std::string_view payload)
{
    wire::ClientHello hello;
    if (wire::read_client_hello(payload, hello)) return close();
    greeted_ = true;
    auto version = tws_->choose(hello.oldest, hello.newest);
    version_ = Version{version};
    std::string out;
    wire::write_server_hello(out, {version, "20260105 14:30:00 Eastern Standard Time", {}});
    send_bytes(std::move(out));
}

void MockSession::request(std::string_view payload)
{
    wire::MessageHead head;
    if (wire::read_head(payload, version_, head)) return close();
    ReceivedRequest request;
    request.session = number_;
    request.id = head.id;
    request.encoding = head.encoding;
    request.body_at = head.body_at;
    request.version = version_;
    request.payload = payload;
    tws_->handle(*this, std::move(request));
}

void MockSession::send_payload(std::string_view payload)
{
    std::string frame(4, '\0');
    wire::put_big_endian(frame.data(), static_cast<std::uint32_t>(payload.size()));
    send_bytes(frame.append(payload));
}

void MockSession::send_error(int id, int code, std::string_view text)
{
    ibkr::ErrorMessage error;
    error.id = id;
    error.error_code = code;
    error.error_message = text;
    send(error);
}

void MockSession::gather(bool on)
{
    gathers_ = on;
    if (!on && !gathered_.empty()) send_bytes(std::exchange(gathered_, {}));
}

void MockSession::send_bytes(std::string bytes)
{
    if (gathers_) {
        gathered_ += bytes;
        return;
    }
    auto before = bytes_sent_;
    bytes_sent_ += bytes.size();
    if (auto end = tws_ ? tws_->close_after_ : std::nullopt; end && bytes_sent_ >= *end) {
        if (before >= *end && before > 0) return;
        bytes.resize(*end - before);
    }
    Step step;
    step.bytes = std::move(bytes);
    step.piece = std::exchange(piece_, 0);
    steps_.push_back(std::move(step));
    if (auto end = tws_ ? tws_->close_after_ : std::nullopt; end && bytes_sent_ >= *end) {
        Step last;
        last.close = true;
        steps_.push_back(std::move(last));
    }
    next_step();
}

void MockSession::delay(Duration time)
{
    Step step;
    step.delay = time;
    steps_.push_back(std::move(step));
    next_step();
}

void MockSession::drop()
{
    Step step;
    step.close = true;
    steps_.push_back(std::move(step));
    next_step();
}

void MockSession::reset()
{
    boost::system::error_code ignored;
    socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
    close();
}

void MockSession::next_step()
{
    if (busy_ || steps_.empty() || !open()) return;
    const Step& step = steps_.front();
    if (step.close) return close();
    busy_ = true;
    if (step.delay > Duration{} && tws_) {
        timer_ =
            tws_->clock()->after(step.delay, socket_.get_executor(), [self = shared_from_this()] {
                self->busy_ = false;
                self->steps_.pop_front();
                self->next_step();
            });
        return;
    }
    at_ = 0;
    write_piece();
}

void MockSession::write_piece()
{
    const Step& step = steps_.front();
    auto left = step.bytes.size() - at_;
    auto size = step.piece == 0 ? left : std::min(step.piece, left);
    asio::async_write(
        socket_, asio::buffer(step.bytes.data() + at_, size),
        [self = shared_from_this()](boost::system::error_code ec, std::size_t written) {
            if (ec) return self->close();
            self->at_ += written;
            auto whole = self->at_ == self->steps_.front().bytes.size();
            auto go_on = [self, whole] {
                if (!self->open()) return;
                if (!whole) return self->write_piece();
                self->busy_ = false;
                self->steps_.pop_front();
                self->next_step();
            };
            // so that the client reads this piece before the next is written
            if (whole)
                go_on();
            else
                asio::post(self->socket_.get_executor(),
                           [self, go_on] { asio::post(self->socket_.get_executor(), go_on); });
        });
}

void MockSession::close()
{
    if (!open()) return;
    auto self = shared_from_this();
    boost::system::error_code ignored;
    socket_.close(ignored);
    timer_.reset();
    if (!tws_) return;
    std::erase(tws_->sessions_, self);
    if (tws_->closed_) tws_->closed_(*this);
}

}  // namespace trademind::test
