// What protobuf and JSON have in common.
#pragma once

#include <trademind/brokers/ibkr/messages/fields.hpp>

#include <string_view>

namespace trademind::ibkr::wire {

/// A visitor of fields that have a tag or a name: one layout for all versions, without the fields
/// that only the text encoding has.
class ByTag {
public:
    static constexpr bool is_text = false;

    bool since(Version) const { return true; }
    bool before(Version) const { return false; }
    template <class T> void refused(Version, const char*, T&&) {}
    template <class T> void json(const char*, T&&) {}
    template <class T> void text(const char*, T&&) {}
    template <class T> void text_marked(const char*, T&&) {}
    int text_version(int newest) { return newest; }
    void retired(std::string_view) {}
};

}  // namespace trademind::ibkr::wire
