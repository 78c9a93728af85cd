// Recordings: one line a frame.
#include "brokers/ibkr/transport/recorder.hpp"

#include "base/log.hpp"
#include "base/whole_file.hpp"
#include "brokers/ibkr/wire/dispatch.hpp"
#include "brokers/ibkr/wire/frame.hpp"

#include <trademind/brokers/ibkr/messages/system.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace trademind::ibkr::transport {
namespace {

constexpr std::string_view title = "trademind recording 1\n";

/// Frames that wait for the accounts' numbers: a session begins with far fewer.
constexpr std::size_t most_held = 10'000;

/// Keeps the letters in front, so that paper (DU) and live (U) stay apart, and the length.
std::string pseudonym(std::string_view account, std::size_t number)
{
    auto digits = account.find_first_of("0123456789");
    if (digits == std::string_view::npos) digits = 0;
    auto width = account.size() - digits;
    auto text = fmt::format("{:0{}}", number, width);
    return std::string{account.substr(0, digits)} + text.substr(text.size() - width);
}

/// What is appended to something else, a journal or a configuration, destroys it.
bool is_recording(const std::string& path)
{
    std::string first(title.size(), '\0');
    std::ifstream in{path, std::ios::binary};
    in.read(first.data(), static_cast<std::streamsize>(first.size()));
    return std::string_view{first}.substr(0, static_cast<std::size_t>(in.gcount())) == title;
}

bool ends_within_a_line(const std::string& path)
{
    std::ifstream in{path, std::ios::binary};
    return in.seekg(-1, std::ios::end) && in.get() != '\n';
}

struct Learn {
    std::string list;
    bool told = false;
    void on(const ManagedAccounts& message)
    {
        list = message.accounts_list;
        told = true;
    }
};

}  // namespace

Result<std::shared_ptr<Recorder>> Recorder::open(const std::string& path,
                                                 std::shared_ptr<Clock> clock)
{
    std::error_code ec;
    // a FIFO would wait for its reader
    if (auto made = make_private_file(path); !made)
        return Error{Errc::input_output, "cannot write the recording " + made.error().message};
    auto empty = !std::filesystem::exists(path, ec) || std::filesystem::file_size(path, ec) == 0;
    if (!empty && !is_recording(path))
        return Error{Errc::input_output, "cannot write the recording " + path +
                                             ": the file exists already and is no recording"};
    bool cut = !empty && ends_within_a_line(path);
    std::ofstream file{path, std::ios::app};
    // it shows orders and positions: for its owner only
    std::filesystem::permissions(
        path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, ec);
    if (file && empty) file << title << std::flush;
    if (file && cut) file << '\n' << std::flush;
    if (!file) return Error{Errc::input_output, "cannot write the recording " + path};
    return std::shared_ptr<Recorder>{new Recorder{std::move(file), path, std::move(clock)}};
}

Recorder::Recorder(std::ofstream file, std::string path, std::shared_ptr<Clock> clock)
    : file_{std::move(file)}, path_{std::move(path)}, clock_{std::move(clock)}
{}

void Recorder::on_version(Version server)
{
    server_ = server;
    knows_accounts_ = false;
    begin_ = clock_->uptime();
    file_ << fmt::format("# {} session {}\n", format_time(clock_->now()), number(server));
    check();
}

void Recorder::on_received(std::string_view payload)
{
    record('<', payload);
    learn_accounts(payload);
}

void Recorder::on_sent(std::string_view frames)
{
    // the greeting comes before the version is known and is not a frame of the session
    if (server_ == Version{}) return;
    for (auto cut = wire::cut_frame(frames); cut.kind == wire::FrameCut::Kind::frame;
         cut = wire::cut_frame(frames)) {
        record('>', cut.payload);
        frames.remove_prefix(cut.used);
    }
}

void Recorder::on_end()
{
    if (server_ == Version{}) return;
    write_held(false);
    server_ = {};
    file_ << "# end\n" << std::flush;
    check();
}

void Recorder::learn_accounts(std::string_view payload)
{
    Learn learn;
    wire::Counters ignored;
    wire::Dispatcher<ManagedAccounts>::dispatch(payload, server_, learn, ignored);
    std::string_view list = learn.list;
    while (!list.empty()) {
        auto comma = std::min(list.find(','), list.size());
        std::string account{list.substr(0, comma)};
        list.remove_prefix(std::min(comma + 1, list.size()));
        if (account.empty() ||
            std::ranges::find(accounts_, account, &Account::real) != accounts_.end())
            continue;
        accounts_.push_back({account, pseudonym(account, accounts_.size() + 1)});
        // the longest first: an id may be the beginning of another
        std::ranges::stable_sort(accounts_, std::greater{},
                                 [](const Account& a) { return a.real.size(); });
    }
    if (!learn.told) return;
    knows_accounts_ = true;
    write_held(true);
}

void Recorder::record(char direction, std::string_view payload)
{
    Frame frame{clock_->uptime() - begin_, direction, std::string{payload}};
    if (knows_accounts_)
        write(frame);
    else if (held_.size() < most_held)
        held_.push_back(std::move(frame));
}

bool Recorder::names_no_account(const Frame& frame) const
{
    if (frame.direction == '>') return true;
    wire::MessageHead head;
    if (wire::read_head(frame.payload, server_, head)) return false;
    return head.id == static_cast<int>(ErrorMessage::info.id) ||
           head.id == static_cast<int>(NextValidId::info.id);
}

void Recorder::write_held(bool all)
{
    for (const auto& frame : std::exchange(held_, {}))
        if (all || names_no_account(frame)) write(frame);
}

std::string Recorder::redacted(std::string_view payload) const
{
    std::string out{payload};
    for (const auto& [real, shown] : accounts_)
        for (auto at = out.find(real); at != std::string::npos;
             at = out.find(real, at + real.size()))
            out.replace(at, real.size(), shown);
    return out;
}

void Recorder::write(const Frame& frame)
{
    if (failed_) return;
    line_.clear();
    fmt::format_to(std::back_inserter(line_), "{:.6f} {} ",
                   std::chrono::duration<double>{frame.at}.count(), frame.direction);
    for (char byte : redacted(frame.payload))
        fmt::format_to(std::back_inserter(line_), "{:02x}", static_cast<unsigned char>(byte));
    line_ += '\n';
    file_ << line_;
    auto now = begin_ + frame.at;
    if (now - flushed_ >= std::chrono::seconds{1}) {
        flushed_ = now;
        file_.flush();
    }
    check();
}

void Recorder::check()
{
    if (file_ || failed_) return;
    failed_ = true;
    log::warning("the recording {} ends: it cannot be written", path_);
}

}  // namespace trademind::ibkr::transport
