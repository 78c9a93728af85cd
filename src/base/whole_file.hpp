// Small files that are read and replaced as a whole, and what a path leads to.
#pragma once

#include <trademind/result.hpp>
#include <trademind/time.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace trademind {

/// Which file a path leads to, whatever links and names it has.
class FileIdentity {
public:
    bool operator==(const FileIdentity&) const = default;
    std::uint64_t device = 0, inode = 0;
};
/// Follows links, opens nothing. Nothing where no file can be reached.
std::optional<FileIdentity> identity_of(const std::filesystem::path&);

/// Why this path cannot be a file of data: "a FIFO", "a directory", "a device", ... Nothing for a
/// regular file, for a link to one, and where there is none. Opens nothing: a FIFO would wait.
std::optional<Error> fault_of_type(const std::filesystem::path&);

/// Why data cannot be kept in this file: it has another name, too (a hard link), under which
/// neither its lock nor its write-ahead log would be found. Nothing where it has one, or none.
std::optional<Error> fault_of_names(const std::filesystem::path&);

/// Makes an empty file of mode 0600 where there is none, without opening anything.
/// Errc::input_output where it cannot be made or is of another type.
Result<> make_private_file(const std::filesystem::path&);

/// The whole file. Errc::input_output for anything but a regular file, and beyond `most` bytes.
/// With `pipe_patience` a pipe, too ("<(command)" of a shell): its writer has so long for each
/// piece.
Result<std::string> read_whole_file(const std::filesystem::path&, std::size_t most,
                                    Duration pipe_patience = {});

/// How a file is replaced.
class Replacing {
public:
    bool durable = true;           ///< fsync, of the folder too
    bool readable_by_all = false;  ///< mode 0644 instead of 0600
    bool empty_if_full = false;    ///< the file's being there matters more than its text
};
enum class Replaced {
    whole,
    empty,  ///< the disk had no room for the text: the file is there without it
};
/// In one step: a reader finds the old file or the new one. The file beside it has a random name
/// and is never one that was there before, so that no planted link is followed.
Result<Replaced> replace_whole_file(const std::filesystem::path&, std::string_view text,
                                    Replacing how = {});

/// A write beyond the limit of file sizes (ulimit -f) is an error of that write, instead of the end
/// of the process by SIGXFSZ. Leaves a handler that the program has set.
void ignore_file_size_signal() noexcept;

}  // namespace trademind
