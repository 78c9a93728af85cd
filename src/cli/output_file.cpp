// A file that a command writes where its line says.
#include "cli/output_file.hpp"

#include "execution/config/paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <system_error>

#include <unistd.h>

namespace trademind::cli {
namespace {

namespace fs = std::filesystem;

Error fault(const fs::path& file, std::string_view what)
{
    return {Errc::input_output, fmt::format("{}: {}", file.string(), what)};
}

bool is_device(const fs::path& file)
{
    std::error_code failed;
    auto status = fs::status(file, failed);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

bool begins_as(const fs::path& file, OutputFile::Beginnings beginnings)
{
    std::size_t longest = 1;
    for (auto text : beginnings) longest = std::max(longest, text.size());
    std::string first(longest, '\0');
    std::ifstream in{file, std::ios::binary};
    if (!in) return false;  // what cannot be read is something else
    in.read(first.data(), static_cast<std::streamsize>(first.size()));
    if (in.bad()) return false;
    first.resize(static_cast<std::size_t>(in.gcount()));
    return first.empty() ||
           std::ranges::any_of(beginnings, [&](auto text) { return first.starts_with(text); });
}

}  // namespace

Result<> OutputFile::judge(const fs::path& file, Beginnings beginnings)
{
    if (is_device(file)) return {};
    auto place = config::place_of(file);
    std::error_code failed;
    if (fs::is_directory(place, failed)) return fault(file, "is a folder");
    if (!fs::is_directory(place.parent_path(), failed))
        return fault(file, fmt::format("there is no folder {}", place.parent_path().string()));
    if (fs::exists(place, failed) && !begins_as(place, beginnings))
        return fault(file, "exists already and is something else: it is not overwritten");
    return {};
}

Result<OutputFile> OutputFile::open(const fs::path& file, Beginnings beginnings)
{
    if (auto free = judge(file, beginnings); !free) return free.error();
    OutputFile made{file};
    if (is_device(file)) {
        made.device_.open(file, std::ios::binary);
        if (!made.device_) return fault(file, "cannot be written");
        return made;
    }
    made.file_ = config::place_of(file);
    made.beside_ = made.file_;
    made.beside_ += fmt::format(".{}.new", ::getpid());
    auto beside = NewFile::create(made.beside_);
    if (!beside) return beside.error();
    made.new_file_ = std::make_unique<NewFile>(std::move(*beside));
    return made;
}

OutputFile::~OutputFile()
{
    if (new_file_) new_file_->discard();
}

Result<> OutputFile::append(std::string_view text)
{
    if (new_file_) return new_file_->append(text);
    device_ << text;
    return device_ ? Result<>{} : fault(file_, "cannot be written");
}

Result<> OutputFile::finish()
{
    if (!new_file_) {
        device_.close();
        return device_ ? Result<>{} : fault(file_, "cannot be written");
    }
    if (auto kept = new_file_->sync(); !kept) return kept;
    std::error_code failed;
    fs::rename(beside_, file_, failed);
    if (failed) return fault(file_, failed.message());
    new_file_.reset();
    return {};
}

}  // namespace trademind::cli
