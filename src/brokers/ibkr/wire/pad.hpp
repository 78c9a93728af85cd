// Where a body is written before it joins its frame.
#pragma once

#include <protozero/buffer_tmpl.hpp>

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace trademind::ibkr::wire {

/// Bytes under construction: on the stack as long as they are few, as nearly all messages are. One
/// check and one store a byte where a string's append takes a call.
class Pad {
public:
    Pad() : begin_{few_}, at_{few_}, end_{few_ + sizeof few_} {}
    Pad(const Pad&) = delete;
    Pad& operator=(const Pad&) = delete;

    std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }
    std::string_view bytes() const { return {begin_, size()}; }
    char* data() { return begin_; }

    /// `count` bytes more are free behind the pointer that it returns; advance() takes them.
    char* room(std::size_t count)
    {
        if (static_cast<std::size_t>(end_ - at_) < count) [[unlikely]]
            grow(count);
        return at_;
    }
    void advance(char* to) { at_ = to; }
    void push_back(char c)
    {
        *room(1) = c;
        ++at_;
    }
    void append(const char* from, std::size_t count)
    {
        if (count == 0) return;  // an empty view has no address
        std::memcpy(room(count), from, count);
        at_ += count;
    }
    void resize(std::size_t size) { at_ = begin_ + size; }

private:
    [[gnu::cold, gnu::noinline]] void grow(std::size_t count)
    {
        auto used = size();
        auto size = 2 * (used + count);
        std::unique_ptr<char[]> larger{new char[size]};
        std::memcpy(larger.get(), begin_, used);
        many_ = std::move(larger);
        begin_ = many_.get();
        at_ = begin_ + used;
        end_ = begin_ + size;
    }

    char *begin_, *at_, *end_;
    std::unique_ptr<char[]> many_;
    char few_[2000];
};

}  // namespace trademind::ibkr::wire

namespace protozero {

/// How protozero writes to a pad.
template <> struct buffer_customization<trademind::ibkr::wire::Pad> {
    using Pad = trademind::ibkr::wire::Pad;

    static std::size_t size(const Pad* pad) noexcept { return pad->size(); }
    static void append(Pad* pad, const char* data, std::size_t count) { pad->append(data, count); }
    static void append_zeros(Pad* pad, std::size_t count)
    {
        char* at = pad->room(count);
        std::memset(at, 0, count);
        pad->advance(at + count);
    }
    static void resize(Pad* pad, std::size_t size) { pad->resize(size); }
    static void reserve_additional(Pad* pad, std::size_t size) { (void)pad->room(size); }
    static void erase_range(Pad* pad, std::size_t from, std::size_t to)
    {
        std::memmove(pad->data() + from, pad->data() + to, pad->size() - to);
        pad->resize(pad->size() - (to - from));
    }
    static char* at_pos(Pad* pad, std::size_t position) { return pad->data() + position; }
    static void push_back(Pad* pad, char c) { pad->push_back(c); }
};

}  // namespace protozero
