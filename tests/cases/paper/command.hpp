// One line of a case file: words, and keys with values.
#pragma once

#include <trademind/decimal.hpp>
#include <trademind/time.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace trademind::cases {

/// A blank inside a value is written "_"; "~" is a "_" of the value itself. Throws
/// std::runtime_error, as all readers here do, for what it cannot read.
class Command {
public:
    explicit Command(const std::string& line);

    const std::string& name() const { return word(0); }
    const std::string& word(std::size_t i) const;
    std::size_t size() const { return words_.size(); }
    bool has(const std::string& key) const { return keys_.contains(key); }
    /// With blanks in place of "_".
    std::string text(const std::string& key, std::string_view otherwise = "") const;
    /// As it stands in the file.
    std::string name_of(const std::string& key, std::string_view otherwise = "") const;
    /// Keys in order, with the values as they stand.
    const std::map<std::string, std::string>& keys() const { return keys_; }

private:
    std::vector<std::string> words_;
    std::map<std::string, std::string> keys_;
};

/// "_" becomes a blank, and "~" becomes "_".
std::string spaced(std::string value);
Decimal number(const std::string& text);
TimePoint moment(const std::string& text);
/// "5s", "20ms", "1m", "2h", "1d".
Duration span(const std::string& text);
std::vector<std::string> parts(const std::string& text, char separator);

}  // namespace trademind::cases
