// A file that a command writes where its line says.
#pragma once

#include "base/new_file.hpp"

#include <trademind/result.hpp>

#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace trademind::cli {

/// Takes a file's place as a whole, at finish(); a device or a pipe is written to. A file that is
/// there and begins as nothing that the command writes is refused: it is something else, a
/// configuration or a journal. Errors are Errc::input_output and name the file.
class OutputFile {
public:
    /// How a file begins that may be replaced.
    using Beginnings = std::initializer_list<std::string_view>;

    /// Why open() would be refused: to be asked before the work whose result is written.
    static Result<> judge(const std::filesystem::path& file, Beginnings beginnings);
    static Result<OutputFile> open(const std::filesystem::path& file, Beginnings beginnings);
    OutputFile(OutputFile&&) = default;
    OutputFile& operator=(OutputFile&&) = delete;
    /// Without finish() nothing has changed.
    ~OutputFile();

    Result<> append(std::string_view text);
    Result<> finish();

private:
    explicit OutputFile(std::filesystem::path file) : file_{std::move(file)} {}

    std::filesystem::path file_, beside_;
    std::unique_ptr<NewFile> new_file_;
    std::ofstream device_;
};

}  // namespace trademind::cli
