// The only room with yaml-cpp.
#include "execution/config/yaml_entries.hpp"

#include <fmt/format.h>

#include <yaml-cpp/yaml.h>

namespace trademind::config {
namespace {

class Fault {
public:
    int line;
    std::string what;
};

/// A map of words within a list, as one text: see Entry.
std::string record_of(const YAML::Node& map, const std::string& path)
{
    std::string record;
    for (const auto& pair : map) {
        if (!pair.first.IsScalar() || !pair.second.IsScalar())
            throw Fault{map.Mark().line + 1, path + ": an item holds single words only"};
        record += pair.first.Scalar() + field_mark + pair.second.Scalar() + field_mark;
    }
    return record + record_mark;
}

void collect(const YAML::Node& node, const std::string& path, int line, std::vector<Entry>& into)
{
    switch (node.Type()) {
    case YAML::NodeType::Map:
        for (const auto& pair : node) {
            int at = pair.first.Mark().line + 1;
            if (!pair.first.IsScalar()) throw Fault{at, "a key must be a word"};
            auto key = (path.empty() ? "" : path + '.') + pair.first.Scalar();
            collect(pair.second, key, at, into);
        }
        return;
    case YAML::NodeType::Sequence: {
        std::string list;
        for (const auto& item : node) {
            if (item.IsMap() && path == "broker.ibkr.codes") {
                list += record_of(item, path);
                continue;
            }
            if (!item.IsScalar())
                throw Fault{item.Mark().line + 1, path + ": a list holds single words only"};
            list += (list.empty() ? "" : ", ") + item.Scalar();
        }
        into.push_back({path, std::move(list), line});
        return;
    }
    case YAML::NodeType::Scalar: into.push_back({path, node.Scalar(), line}); return;
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
        if (!path.empty()) into.push_back({path, "", line});
        return;
    }
}

}  // namespace

Result<std::vector<Entry>> read_entries(std::string_view yaml, std::string_view name)
{
    std::vector<Entry> entries;
    try {
        auto root = YAML::Load(std::string{yaml});
        if (!root.IsMap() && !root.IsNull())
            throw Fault{root.Mark().line + 1, "the file must consist of \"key: value\" lines"};
        collect(root, "", 1, entries);
    } catch (const Fault& fault) {
        return Error{Errc::config, fmt::format("{}:{}: {}", name, fault.line, fault.what)};
    } catch (const YAML::Exception& fault) {
        return Error{Errc::config, fmt::format("{}:{}: {}", name, fault.mark.line + 1, fault.msg)};
    }
    return entries;
}

}  // namespace trademind::config
