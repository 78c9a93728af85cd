// The property of every message: what one end writes, the other reads identically.
#pragma once

#include "unit/wire/random_message.hpp"

#include "brokers/ibkr/wire/dispatch.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace trademind::ibkr::wire {

/// Nothing when equal, else the two texts from a little before they part.
inline std::string first_difference(const std::string& a, const std::string& b)
{
    if (a == b) return {};
    auto at = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                       a.begin());
    auto from = at < 30 ? 0 : at - 30;
    return "..." + a.substr(from, 90) + "... and ..." + b.substr(from, 90) + "...";
}

template <class M>
M random_message(std::mt19937_64& random, Version server, Encoding encoding,
                 std::deque<std::string>& texts)
{
    M message;
    if (encoding == Encoding::text) {
        RandomFiller<true> filler{random, server, texts};
        fields_of(message, filler);
    } else {
        RandomFiller<false> filler{random, server, texts};
        fields_of(message, filler);
    }
    return message;
}

/// True when the message exists in that encoding at that version.
template <class M> bool has_form(Version server, Encoding encoding)
{
    if (server < M::info.since) return false;
    if (encoding == Encoding::protobuf)
        return server >= Version::protobuf && M::info.protobuf_since != Version::never;
    return M::info.since < Version::protobuf;
}

template <class M> void expect_round_trip(Version server, Encoding encoding, unsigned seed)
{
    SCOPED_TRACE(std::string{M::info.name} + " at " + std::to_string(number(server)) +
                 (encoding == Encoding::text ? " text" : " protobuf") + " seed " +
                 std::to_string(seed));
    std::mt19937_64 random{seed};
    std::deque<std::string> texts;
    auto written = random_message<M>(random, server, encoding, texts);
    std::string frame;
    auto refused = encode_as(frame, written, server, encoding);
    ASSERT_FALSE(refused) << refused.describe();

    auto cut = cut_frame(frame);
    ASSERT_EQ(cut.kind, FrameCut::Kind::frame);
    ASSERT_EQ(cut.used, frame.size());
    MessageHead head;
    ASSERT_FALSE(read_head(cut.payload, server, head));
    ASSERT_EQ(head.id, static_cast<int>(M::info.id));
    ASSERT_EQ(head.encoding, encoding);
    M read;
    Surplus surplus;
    auto fault = decode(cut.payload, head.body_at, server, encoding, read, surplus);
    ASSERT_FALSE(fault) << fault.describe();
    EXPECT_EQ(surplus.trailing_fields + surplus.unknown_fields, 0U);
    ASSERT_EQ(first_difference(to_json(read), to_json(written)), "");

    std::string again;
    ASSERT_FALSE(encode_as(again, read, server, encoding));
    EXPECT_TRUE(again == frame);
}

template <class M> void expect_round_trips_at_every_version()
{
    for (int v = number(Version::oldest); v <= number(Version::newest); ++v)
        for (auto encoding : {Encoding::text, Encoding::protobuf})
            if (has_form<M>(Version{v}, encoding))
                for (unsigned seed = 0; seed < 4; ++seed)
                    expect_round_trip<M>(Version{v}, encoding,
                                         seed + 100 * static_cast<unsigned>(v));
}

/// A frame that ends early is a fault or, where protobuf allows it, a message with less in it; it
/// is never read beyond its end.
template <class M> void expect_every_cut_is_noticed(Version server, Encoding encoding)
{
    SCOPED_TRACE(std::string{M::info.name} + " at " + std::to_string(number(server)));
    std::mt19937_64 random{7};
    std::deque<std::string> texts;
    auto whole_message = random_message<M>(random, server, encoding, texts);
    std::string frame;
    ASSERT_FALSE(encode_as(frame, whole_message, server, encoding));
    auto payload = std::string_view{frame}.substr(4);
    MessageHead head;
    ASSERT_FALSE(read_head(payload, server, head));
    for (std::size_t n = head.body_at; n < payload.size(); ++n) {
        std::string exact{payload.substr(0, n)};  // so that a sanitizer sees one byte too many
        exact.shrink_to_fit();
        M message;
        Surplus surplus;
        auto fault = decode(exact, head.body_at, server, encoding, message, surplus);
        if (encoding == Encoding::text) {
            EXPECT_TRUE(fault) << n;
            EXPECT_LE(fault.offset, n);
            EXPECT_FALSE(fault.field.empty());
        }
    }
}

template <class... Ms> struct Properties {
    static void round_trips() { (expect_round_trips_at_every_version<Ms>(), ...); }
    static void cuts()
    {
        for (auto version : {Version::oldest, Version{200}, Version{213}, Version::newest})
            for (auto encoding : {Encoding::text, Encoding::protobuf})
                (cut_one<Ms>(version, encoding), ...);
    }

private:
    template <class M> static void cut_one(Version version, Encoding encoding)
    {
        if (has_form<M>(version, encoding)) expect_every_cut_is_noticed<M>(version, encoding);
    }
};

}  // namespace trademind::ibkr::wire
