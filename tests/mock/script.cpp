// Running scripts.
#include "mock/script.hpp"

#include "mock/run.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>

namespace trademind::test {

using conformance::Json;
using conformance::Value;

namespace {

template <class Find> int by_name(const std::string& name, Find find)
{
    constexpr int ids = 128;
    static const auto names = [find] {
        std::map<std::string, int> all;
        for (int id = 1; id < ids; ++id)
            if (auto make = find(id)) all.emplace(script_name(make()->name()), id);
        return all;
    }();
    auto found = names.find(name);
    return found == names.end() ? 0 : found->second;
}

bool same_number(double actual, const std::string& expected)
{
    double number = 0;
    auto [end, ec] = std::from_chars(expected.data(), expected.data() + expected.size(), number);
    return ec == std::errc{} && end == expected.data() + expected.size() && number == actual;
}

bool same(const Value& actual, const std::string& expected)
{
    if (actual.is_unset()) return expected.empty() || expected == "~";
    if (actual.is<bool>()) return expected == (actual.as<bool>() ? "true" : "false");
    if (actual.is<std::int64_t>()) return expected == std::to_string(actual.as<std::int64_t>());
    if (actual.is<double>()) return same_number(actual.as<double>(), expected);
    if (actual.is<Decimal>()) return Decimal::parse(expected) == actual.as<Decimal>();
    return actual.is<std::string>() && expected == actual.as<std::string>();
}

std::string plain(const Value& value)
{
    return value.is<std::string>() ? value.as<std::string>() : conformance::to_text(value);
}

}  // namespace

std::string script_name(std::string_view message)
{
    auto name = conformance::snake_case(message);
    for (std::string_view suffix : {"_request", "_message"}) {
        if (!name.ends_with(suffix)) continue;
        name.resize(name.size() - suffix.size());
        break;
    }
    return name;
}

int request_by_name(const std::string& name)
{
    return by_name(name, conformance::find_request);
}
int answer_by_name(const std::string& name)
{
    // Its name on the wire is that of other contracts' message.
    if (name == "bond_contract_data") return static_cast<int>(ibkr::Answer::bond_contract_data);
    return by_name(name, [](int id) { return conformance::find_answer(id); });
}

Script::Script(boost::asio::io_context& io, ManualClock& clock, MockTws& tws)
    : io_{&io}, clock_{&clock}, tws_{&tws}
{
    add_verbs();
}

void Script::run_file(const std::string& path)
{
    YAML::Node steps;
    try {
        steps = YAML::LoadFile(path);
    } catch (const YAML::Exception& e) {
        throw ScriptFailure{path + ": " + e.what()};
    }
    run(steps, std::filesystem::path{path}.filename());
}

void Script::run(const YAML::Node& steps, const std::string& name)
{
    file_ = name;
    line_ = 1;
    if (!steps.IsSequence() || steps.size() == 0) fail("a script is a list of steps");
    for (const auto& each : steps) step(each);
    settle(*io_);
}

void Script::step(const YAML::Node& step)
{
    line_ = step.Mark().line + 1;
    auto single = step.IsMap() && step.size() == 1;
    if (!step.IsScalar() && !single) fail("a step is one verb");
    auto name = single ? step.begin()->first.Scalar() : step.Scalar();
    auto known = verbs_.find(name);
    if (known == verbs_.end()) fail("no such verb: " + name);
    try {
        known->second(single ? step.begin()->second : YAML::Node{});
    } catch (const ScriptFailure&) {
        throw;
    } catch (const std::exception& e) {
        fail(name + ": " + e.what());
    }
}

void Script::fail(const std::string& what) const
{
    throw ScriptFailure{fmt::format("{}:{}: {}", file_, line_, what)};
}

void Script::wait(const std::function<bool()>& condition, const std::string& what)
{
    if (!run_until(*io_, condition)) fail("never came: " + what);
}

void Script::advance(Duration time)
{
    settle(*io_);
    clock_->advance(time);
    settle(*io_);
}

void Script::overlook_always(const std::string& request)
{
    ignored_.insert(request_by_name(request));
}

void Script::overlook()
{
    settle(*io_);
    seen_ = tws_->received().size();
}

Duration Script::duration(const YAML::Node& value) const
{
    auto text = value.Scalar();
    std::int64_t number = 0;
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    using namespace std::chrono;
    if (ec == std::errc{} && unit == "ms") return milliseconds{number};
    if (ec == std::errc{} && unit == "s") return seconds{number};
    if (ec == std::errc{} && unit == "m") return minutes{number};
    fail("not a duration: " + text);
}

std::string Script::substituted(const std::string& text)
{
    if (!text.starts_with('$')) return text;
    auto known = variables_.find(text);
    if (known == variables_.end()) fail("nothing is known of " + text + " yet");
    return known->second;
}

Json Script::json(const YAML::Node& node)
{
    if (node.IsMap()) {
        auto out = Json::object();
        for (const auto& entry : node)
            out[conformance::snake_case(entry.first.Scalar())] = json(entry.second);
        return out;
    }
    if (node.IsSequence()) {
        auto out = Json::array();
        for (const auto& item : node) out.push_back(json(item));
        return out;
    }
    auto text = substituted(node.IsNull() ? "" : node.Scalar());
    // quoted: a text or a quantity, whatever is in it
    if (node.Tag() == "!") return text;
    if (text == "true" || text == "false") return text == "true";
    auto number = Json::parse(text, nullptr, false);
    return number.is_number() ? number : Json(text);
}

std::string Script::encode(const YAML::Node& message, Version version, bool request)
{
    bool bare = message.IsScalar();
    if (!bare && (!message.IsMap() || message.size() != 1))
        fail("a message is one name and its fields");
    auto name = bare ? message.Scalar() : message.begin()->first.Scalar();
    auto id = request ? request_by_name(name) : answer_by_name(name);
    if (id == 0) fail("no such message: " + name);
    auto any = (request ? conformance::find_request(id) : conformance::find_answer(id))();
    auto fields = bare ? YAML::Node{} : message.begin()->second;
    auto members = fields.IsNull() ? Json::object() : json(fields);
    auto problems = any->build(members);
    if (!problems.empty()) fail(fmt::format("{}: {}", name, fmt::join(problems, "; ")));
    std::string payload;
    auto encoding = version >= any->protobuf_since() ? ibkr::wire::Encoding::protobuf
                                                     : ibkr::wire::Encoding::text;
    if (auto fault = any->encode(payload, version, encoding)) fail(fault.describe());
    return payload;
}

void Script::match(const Value& actual, const YAML::Node& expected, const std::string& path)
{
    if (expected.IsMap()) {
        for (const auto& entry : expected) {
            auto name = conformance::snake_case(entry.first.Scalar());
            match(actual[name], entry.second, path + "." + name);
        }
        return;
    }
    if (expected.IsSequence()) {
        if (!actual.is<conformance::List>() ||
            actual.as<conformance::List>().size() != expected.size())
            fail(fmt::format("{} is {}, not {} items", path, conformance::to_text(actual),
                             expected.size()));
        std::size_t n = 0;
        for (const auto& item : expected) {
            match(actual.as<conformance::List>()[n], item, fmt::format("{}.{}", path, n));
            ++n;
        }
        return;
    }
    auto text = expected.IsNull() ? "" : expected.Scalar();
    if (text.starts_with('$')) text = variables_.try_emplace(text, plain(actual)).first->second;
    if (!same(actual, text))
        fail(fmt::format("{} is {}, not {}", path, conformance::to_text(actual), text));
}

void Script::expect_request(const YAML::Node& expected)
{
    auto single = expected.IsMap() && expected.size() == 1;
    auto name = single ? expected.begin()->first.Scalar() : expected.Scalar();
    auto id = request_by_name(name);
    if (id == 0) fail("no such request: " + name);
    auto there = [this, id] {
        while (tws_->received().size() > seen_ && ignores(tws_->received()[seen_].id, id)) ++seen_;
        return tws_->received().size() > seen_;
    };
    wait(there, "client: " + name);
    const auto& request = tws_->received()[seen_++];
    auto any = conformance::find_request(request.id)();
    ibkr::wire::Surplus surplus;
    if (auto fault = any->decode(request.payload, request.body_at, request.version,
                                 request.encoding, surplus))
        fail(fault.describe());
    auto tree = any->tree();
    if (request.id != id)
        fail(fmt::format("the client sent {} {}, not {}", script_name(any->name()),
                         conformance::to_text(tree), name));
    if (single && !expected.begin()->second.IsNull()) match(tree, expected.begin()->second, name);
}

}  // namespace trademind::test
