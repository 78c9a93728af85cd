// Makes changed copies of vectors.
#include "conformance/mutations.hpp"

#include "conformance/frame_difference.hpp"
#include "support/source_dir.hpp"

#include <trademind/decimal.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace trademind::conformance {

namespace {

using Pointer = Json::json_pointer;

/// Another value of the same kind; null for what cannot be changed in place.
Json other(const Json& value)
{
    if (value.is_boolean()) return !value.get<bool>();
    if (value.is_number_integer()) return value.get<std::int64_t>() ^ 1;
    if (value.is_number()) return -value.get<double>() - 1;
    if (!value.is_string()) return nullptr;
    auto text = value.get<std::string>();
    return Decimal::parse(text) ? "1" + text : text + "x";
}

std::string frame_of(const std::vector<std::string>& fields, const std::string& head)
{
    std::string body;
    for (auto& field : fields) body.append(field).append(1, '\0');
    return hex(head + body);
}

}  // namespace

std::vector<Mutation> change_each_value(const Json& vector, const char* part)
{
    std::vector<Mutation> all;
    auto flat = vector.at(part).flatten();
    for (auto& [path, value] : flat.items()) {
        auto changed = other(value);
        if (changed.is_null()) continue;
        Mutation mutation{fmt::format("{} {} -> {}", path, value.dump(), changed.dump()), vector};
        mutation.vector[part][Pointer{path}] = changed;
        all.push_back(std::move(mutation));
    }
    return all;
}

std::vector<Mutation> change_each_member(const Json& vector, const char* part)
{
    std::vector<Mutation> all;
    bool is_callback = std::string_view{part} == "callbacks";
    auto flat = vector.at(part).flatten();
    for (auto& [path, value] : flat.items()) {
        Pointer at{path};
        // an empty list of arguments; the name of a callback
        bool inside = std::count(path.begin(), path.end(), '/') >= (is_callback ? 3 : 1);
        if (at.empty() || !inside) continue;
        auto& holder = vector.at(part).at(at.parent_pointer());
        Mutation without{fmt::format("{} {} left out", path, value.dump()), vector};
        auto& target = without.vector[part][at.parent_pointer()];
        if (holder.is_object())
            target.erase(at.back());
        else
            target.erase(target.begin() + static_cast<std::ptrdiff_t>(std::stoul(at.back())));
        all.push_back(std::move(without));
        if (!holder.is_object()) continue;
        Mutation with{fmt::format("{} has a member too many", at.parent_pointer().to_string()),
                      vector};
        with.vector[part][at.parent_pointer()]["no_such_member"] = 0;
        all.push_back(std::move(with));
    }
    return all;
}

std::vector<Mutation> change_each_field(const Json& vector)
{
    constexpr int raw_ids = 201;
    auto bytes = unhex(vector.at("frame").get<std::string>());
    std::size_t id_size = vector.at("server_version").get<int>() >= raw_ids ? 4 : 0;
    auto head = bytes.substr(0, id_size);
    auto fields = split_fields(std::string_view{bytes}.substr(id_size));
    std::vector<Mutation> all;
    auto add = [&](std::string what, const std::vector<std::string>& changed) {
        Mutation mutation{std::move(what), vector};
        mutation.vector["frame"] = frame_of(changed, head);
        all.push_back(std::move(mutation));
    };
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto changed = fields;
        changed[i] = Decimal::parse(fields[i]) ? fields[i] + "1" : fields[i] + "x";
        add(fmt::format("field {} \"{}\" -> \"{}\"", i, fields[i], changed[i]), changed);
        changed = fields;
        changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
        add(fmt::format("field {} missing", i), changed);
        changed = fields;
        changed.insert(changed.begin() + static_cast<std::ptrdiff_t>(i), fields[i]);
        add(fmt::format("field {} twice", i), changed);
        if (i + 1 == fields.size() || fields[i] == fields[i + 1]) continue;
        changed = fields;
        std::swap(changed[i], changed[i + 1]);
        add(fmt::format("fields {} and {} swapped", i, i + 1), changed);
    }
    return all;
}

std::vector<Mutation> change_each_byte(const Json& vector)
{
    auto bytes = unhex(vector.at("frame").get<std::string>());
    std::vector<Mutation> all;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        Mutation mutation{fmt::format("byte {} of the frame changed", i), vector};
        mutation.vector["frame"] = hex(changed);
        all.push_back(std::move(mutation));
    }
    return all;
}

std::vector<Json> sample(const char* file, std::size_t step)
{
    auto vectors = read_vectors(test::source_dir() / "tests/golden" / file);
    std::vector<Json> some;
    for (std::size_t i = 0; i < vectors.size(); i += step) some.push_back(std::move(vectors[i]));
    return some;
}

}  // namespace trademind::conformance
