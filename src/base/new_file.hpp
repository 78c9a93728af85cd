// A file that is made new and grows.
#pragma once

#include <trademind/result.hpp>

#include <filesystem>
#include <string_view>
#include <utility>

namespace trademind {

/// Appends to a file of its own. Errors are Errc::input_output and name the file.
class NewFile {
public:
    /// Refuses a file that exists already, a link too. Readable by all whom the umask lets.
    static Result<NewFile> create(const std::filesystem::path& file);
    NewFile(NewFile&& other) noexcept
        : file_{std::move(other.file_)}, fd_{std::exchange(other.fd_, -1)}
    {}
    NewFile& operator=(NewFile&&) = delete;
    ~NewFile();

    /// All of the text, or an error. What was written survives the end of the program.
    Result<> append(std::string_view text);
    /// What was written survives a power cut, too.
    Result<> sync();
    /// Removes the file: it has come to nothing.
    void discard();

private:
    NewFile(std::filesystem::path file, int fd) : file_{std::move(file)}, fd_{fd} {}

    std::filesystem::path file_;
    int fd_;
};

}  // namespace trademind
