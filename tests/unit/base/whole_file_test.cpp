// Small files: whole or not at all, no other type, no planted link.
#include "base/whole_file.hpp"

#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace trademind {
namespace {

namespace fs = std::filesystem;

class WholeFile : public testing::Test {
protected:
    std::string text() const { return read_whole_file(file, 1 << 20).value(); }
    std::size_t files() const
    {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator{folder}, fs::directory_iterator{}));
    }

    trademind::test::TemporaryDirectory directory;
    fs::path folder = directory.path(), file = folder / "file";
};

TEST_F(WholeFile, is_replaced_in_one_step_and_leaves_nothing_beside_it)
{
    EXPECT_EQ(replace_whole_file(file, "one").value(), Replaced::whole);
    EXPECT_EQ(replace_whole_file(file, "two").value(), Replaced::whole);
    EXPECT_EQ(text(), "two");
    EXPECT_EQ(files(), 1U);
    EXPECT_EQ(fs::status(file).permissions(), fs::perms{0600});
    EXPECT_TRUE(replace_whole_file(file, "three", {.readable_by_all = true}));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms{0644});
}

TEST_F(WholeFile, a_link_under_its_name_is_replaced_not_followed)
{
    std::ofstream{folder / "precious"} << "kept";
    fs::create_symlink(folder / "precious", file);
    EXPECT_TRUE(replace_whole_file(file, "new"));
    EXPECT_EQ(text(), "new");
    EXPECT_EQ(read_whole_file(folder / "precious", 100).value(), "kept");
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(file)));
}

TEST_F(WholeFile, of_every_other_type_is_an_error_by_name)
{
    struct Row {
        const char* name;
        std::function<void()> make;
        const char* text;
    };
    for (const auto& row : {
             Row{"none", [] {}, "No such file"},
             Row{"directory", [&] { fs::create_directory(file); }, "is a directory"},
             Row{"FIFO", [&] { ::mkfifo(file.c_str(), 0600); }, "is a FIFO"},
             Row{"device", [&] { fs::create_symlink("/dev/zero", file); }, "is a device"},
             Row{"dangling", [&] { fs::create_symlink("nowhere", file); }, "No such file"},
             Row{"loop", [&] { fs::create_symlink(file, file); }, "symbolic link"},
             Row{"large", [&] { std::ofstream{file} << std::string(3000, 'x'); },
                 "larger than 2000"},
         }) {
        fs::remove_all(file);
        row.make();
        auto read = read_whole_file(file, 2000);
        ASSERT_FALSE(read) << row.name;
        EXPECT_NE(read.error().message.find(row.text), std::string::npos)
            << row.name << ": " << read.error().message;
        EXPECT_EQ(read.error(), Errc::input_output);
        bool is_other = std::string{row.text}.starts_with("is ") || row.name == std::string{"loop"};
        EXPECT_EQ(fault_of_type(file).has_value(), is_other) << row.name;
    }
}

TEST_F(WholeFile, a_file_keeps_its_identity_under_all_its_names)
{
    EXPECT_FALSE(identity_of(file));
    std::ofstream{file} << "x";
    fs::create_symlink(file, folder / "link");
    fs::create_hard_link(file, folder / "hard");
    EXPECT_EQ(identity_of(folder / "link"), identity_of(file));
    EXPECT_EQ(identity_of(folder / "hard"), identity_of(file));
    EXPECT_NE(fault_of_names(file)->message.find("has 2 names"), std::string::npos);
    EXPECT_TRUE(fault_of_names(folder / "link") && fault_of_names(folder / "hard"));
    fs::remove(folder / "hard");
    EXPECT_FALSE(fault_of_names(file) || fault_of_names(folder / "link"));
    EXPECT_FALSE(fault_of_names(folder / "nothing"));
    auto before = identity_of(file);
    std::ofstream{folder / "other"} << "y";
    fs::rename(folder / "other", file);
    EXPECT_NE(identity_of(file), before);
}

/// Where files may not grow beyond `limit` bytes, as on a disk without room.
template <class Work> int with_file_limit(rlim_t limit, Work work)
{
    pid_t child = ::fork();
    if (child == 0) {
        rlimit most{limit, limit};
        ::setrlimit(RLIMIT_FSIZE, &most);
        ::_exit(work());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST_F(WholeFile, without_room_nothing_changes_or_an_empty_file_is_left)
{
    ASSERT_TRUE(replace_whole_file(file, "old"));
    auto refused = [&] { return replace_whole_file(file, "newer").has_error() ? 0 : 1; };
    EXPECT_EQ(with_file_limit(2, refused), 0) << "an error, no signal";
    EXPECT_EQ(text(), "old");
    EXPECT_EQ(files(), 1U);
    auto empty = [&] {
        auto done = replace_whole_file(file, "newer", {.empty_if_full = true});
        return done && *done == Replaced::empty ? 0 : 1;
    };
    EXPECT_EQ(with_file_limit(2, empty), 0);
    EXPECT_EQ(text(), "");
    EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace trademind
