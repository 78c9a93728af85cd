// Outgoing frames: three lanes, the pacing between them, and the batch that the socket is writing.
#pragma once

#include "brokers/ibkr/session/pacer.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::ibkr::session {

/// The sender's own name for a message, so that it can be told which did not leave.
using Tag = std::uint64_t;
inline constexpr Tag no_tag = 0;
/// Asked by a message's tag before it is taken from the lane of orders: false drops it, and whoever
/// set the gate tells its sender.
using FrameGate = std::function<bool(Tag)>;

/// Frames of one lane, first in, first out. Allocates only while it grows.
class FrameQueue {
public:
    /// Where the next frame is to be appended; end_frame() makes it one.
    std::string& begin_frame();
    void end_frame(Tag tag);
    bool empty() const { return head_ == items_.size(); }
    std::size_t size() const { return items_.size() - head_; }
    std::string_view front() const { return {bytes_.data() + offset_, items_[head_].size}; }
    Tag front_tag() const { return items_[head_].tag; }
    void pop();
    /// Takes out the frames of that tag: how many.
    std::size_t erase(Tag tag);
    /// Appends the tags of what waits, and empties the queue.
    void drain(std::vector<Tag>& tags);

private:
    struct Item {
        std::size_t size;
        Tag tag;
    };
    void compact();

    std::string bytes_;
    std::vector<Item> items_;
    std::size_t head_ = 0, offset_ = 0;
    std::size_t begin_ = 0;  // of the frame that is being appended
};

/// Queues frames, hands out batches in the order of the lanes as fast as pacing allows, and knows
/// what became of each when the socket breaks.
class Writer {
public:
    explicit Writer(const PacingOptions& options) : pacer_{options}, capacity_{options.queue} {}

    /// Where the next frame is to be appended; nullptr when the lane is full. Counts only after
    /// end_frame().
    std::string* begin_frame(SendPriority lane);
    void end_frame(SendPriority lane, Tag tag);
    /// The same of a frame that is written. False when the lane is full: nothing was queued.
    bool push(std::string_view frame, SendPriority lane, Tag tag);
    /// Without one every frame passes.
    void set_gate(FrameGate gate) { gate_ = std::move(gate); }
    /// Takes back a frame that has not been handed out: true when it will never be sent.
    bool withdraw(Tag tag);

    /// Bytes in front of everything else, outside of lanes and pacing: the greeting.
    void greet(std::string_view bytes) { batch_.append(bytes); }
    /// The next batch, empty when there is none or pacing forbids it. Valid until finished().
    std::string_view begin(Duration now);
    /// The batch is written whole.
    void finished();
    /// The socket broke after `written` bytes of the batch. Appends the tags of all frames that did
    /// not leave whole, in the batch and in the lanes, and starts anew. Such a frame cannot have
    /// been acted upon; any other may have been.
    void broken(std::size_t written, std::vector<Tag>& not_sent);

    /// Time until pacing lets the first waiting frame go; nothing when none waits.
    std::optional<Duration> due(Duration now) const;
    /// How long a frame given now to `lane` would wait for pacing, those before it included.
    Duration delay(SendPriority lane, Duration now) const;
    /// Nothing waits, and nothing is being written.
    bool empty() const { return batch_.empty() && !has_waiting(); }
    bool has_waiting() const { return waiting_ > 0; }
    std::size_t waiting(SendPriority lane) const { return lanes_[index(lane)].size(); }

private:
    struct Sent {
        std::size_t end;  // within the batch
        Tag tag;
    };

    void drop_stopped();

    Pacer pacer_;
    std::size_t capacity_;
    FrameGate gate_;
    FrameQueue lanes_[lane_count];
    std::size_t waiting_ = 0;  // in all lanes
    std::string batch_;
    std::vector<Sent> sent_;
};

}  // namespace trademind::ibkr::session
