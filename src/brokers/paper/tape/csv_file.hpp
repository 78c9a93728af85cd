// Files of rows below a header: tapes, corporate actions.
#pragma once

#include "brokers/paper/tape/columns.hpp"
#include "brokers/paper/tape/line_reader.hpp"

#include <trademind/result.hpp>

#include <filesystem>
#include <functional>
#include <memory>
#include <string_view>

namespace trademind::paper {

/// What takes the lines of such a file.
struct LineTaker {
    std::function<RowResult<void>(std::string_view)> header, row;
};
/// Gives header and rows to the taker, without a byte order mark and empty lines, until one is
/// refused. Errors: Errc::data_file with "name:line:column: what is wrong".
Result<> read_lines(std::unique_ptr<ByteSource> bytes, std::string_view name,
                    const LineTaker& taker);
template <class Reader>
Result<> read_csv(std::unique_ptr<ByteSource> bytes, std::string_view name, Reader& reader)
{
    return read_lines(std::move(bytes), name,
                      {[&](std::string_view line) { return reader.header(line); },
                       [&](std::string_view line) { return reader.row(line); }});
}

/// The file's bytes; the error names `what` the file is.
Result<std::unique_ptr<ByteSource>> open_csv(const std::filesystem::path& file,
                                             std::string_view what);

}  // namespace trademind::paper
