// What is wrong with a configuration: all of it, in the order of the file.
#pragma once

#include <trademind/result.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trademind::config {

class Faults {
public:
    /// `name` stands for the file.
    explicit Faults(std::string_view name) : name_{name} {}

    bool empty() const { return all_.empty(); }
    /// "NAME:LINE: TEXT".
    void add(int line, std::string_view text);
    /// "NAME: TEXT": of the file as a whole, behind those of a line; with the line of the key that
    /// the text begins with, where the file has it.
    void add(std::string_view text);
    /// TEXT alone: not of the file.
    void add_elsewhere(std::string text);
    /// Where the file has a key: later faults that begin with its name get that line.
    void set_line(const std::string& key, int line) { lines_[key] = line; }
    /// The file has the key.
    bool has_line(const std::string& key) const { return lines_.contains(key); }
    /// A value that is wrong; what follows from its default is none.
    void add_value(int line, const std::string& key, std::string_view text);
    /// True where the text names a key that has a fault of its own.
    bool explain(std::string_view text) const;
    /// Errc::config with one fault a line.
    Error error() const;

private:
    static constexpr int behind_all = 1 << 30;

    std::string name_;
    std::vector<std::pair<int, std::string>> all_;
    std::vector<std::string> keys_;
    std::map<std::string, int, std::less<>> lines_;
};

}  // namespace trademind::config
