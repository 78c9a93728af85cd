// Files of rows below a header.
#include "brokers/paper/tape/csv_file.hpp"

#include <fmt/format.h>

namespace trademind::paper {

Result<> read_lines(std::unique_ptr<ByteSource> bytes, std::string_view name,
                    const LineTaker& taker)
{
    // spreadsheets write a mark before the first line
    constexpr std::string_view utf8_mark = "\xef\xbb\xbf";
    LineReader lines{std::move(bytes)};
    auto fault_at = [&](const RowFault& fault) {
        return Error{Errc::data_file,
                     fmt::format("{}:{}:{}: {}", name, lines.number(), fault.column, fault.what)};
    };
    for (;;) {
        auto line = lines.next();
        if (!line && line.error() == Errc::data_file) return fault_at({1, line.error().message});
        if (!line)
            return Error{line.error().code, fmt::format("{}: {}", name, line.error().message)};
        bool is_first = lines.number() == 1;
        if (!*line && !is_first) return {};
        auto text = line->value_or(std::string_view{});
        if (is_first && text.starts_with(utf8_mark)) text.remove_prefix(utf8_mark.size());
        if (text.empty() && !is_first) continue;
        auto taken = is_first ? taker.header(text) : taker.row(text);
        if (!taken) return fault_at(taken.error());
    }
}

Result<std::unique_ptr<ByteSource>> open_csv(const std::filesystem::path& file,
                                             std::string_view what)
{
    auto bytes = open_bytes(file);
    if (bytes) return bytes;
    if (bytes.error() == Errc::input_output)
        return Error{Errc::input_output, fmt::format("cannot read {} '{}'", what, file.string())};
    return Error{bytes.error().code, fmt::format("{}: {}", file.string(), bytes.error().message)};
}

}  // namespace trademind::paper
