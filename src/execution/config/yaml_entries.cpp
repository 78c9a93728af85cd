// The only room with yaml-cpp.
#include "execution/config/yaml_entries.hpp"

#include <yaml-cpp/yaml.h>

#include <optional>

namespace trademind::config {
namespace {

int line_of(const YAML::Node& node)
{
    return node.Mark().line + 1;
}

/// A map of words within a list, as one text: see Entry.
std::string record_of(const YAML::Node& map, const std::string& path, Faults& faults)
{
    std::string record;
    for (const auto& pair : map) {
        if (!pair.first.IsScalar() || !pair.second.IsScalar()) {
            faults.add_value(line_of(map), path, path + ": an item holds single words only");
            return {};
        }
        record += pair.first.Scalar() + field_mark + pair.second.Scalar() + field_mark;
    }
    return record + record_mark;
}

/// The items of a list as one text; nothing where one is no word.
std::optional<std::string> list_of(const YAML::Node& node, const std::string& path, Faults& faults)
{
    std::string list;
    for (const auto& item : node) {
        if (item.IsMap() && path == "broker.ibkr.codes") {
            auto record = record_of(item, path, faults);
            if (record.empty()) return std::nullopt;
            list += record;
            continue;
        }
        if (!item.IsScalar()) {
            faults.add_value(line_of(item), path, path + ": a list holds single words only");
            return std::nullopt;
        }
        list += (list.empty() ? "" : ", ") + item.Scalar();
    }
    return list;
}

void collect(const YAML::Node& node, const std::string& path, int line, std::vector<Entry>& into,
             Faults& faults)
{
    switch (node.Type()) {
    case YAML::NodeType::Map:
        for (const auto& pair : node) {
            int at = line_of(pair.first);
            if (!pair.first.IsScalar()) {
                faults.add(at, "a key must be a word");
                continue;
            }
            auto key = (path.empty() ? "" : path + '.') + pair.first.Scalar();
            collect(pair.second, key, at, into, faults);
        }
        return;
    case YAML::NodeType::Sequence:
        if (auto list = list_of(node, path, faults))
            into.push_back({path, std::move(*list), line, true});
        return;
    case YAML::NodeType::Scalar: into.push_back({path, node.Scalar(), line}); return;
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
        if (!path.empty()) into.push_back({path, "", line});
        return;
    }
}

}  // namespace

std::vector<Entry> read_entries(std::string_view yaml, Faults& faults)
{
    std::vector<Entry> entries;
    try {
        auto documents = YAML::LoadAll(std::string{yaml});
        for (std::size_t i = 1; i < documents.size(); ++i)
            if (!documents[i].IsNull())
                faults.add(
                    line_of(documents[i]),
                    "a second YAML document begins here; write one document (no \"---\" lines "
                    "between keys)");
        auto root = documents.empty() ? YAML::Node{} : documents.front();
        if (root.IsMap() || root.IsNull())
            collect(root, "", 1, entries, faults);
        else
            faults.add(line_of(root), "the file must consist of \"key: value\" lines");
    } catch (const YAML::Exception& fault) {
        faults.add(fault.mark.line + 1, fault.msg);
    }
    return entries;
}

}  // namespace trademind::config
