// The only room with yaml-cpp.
#include "execution/config/yaml_entries.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <optional>
#include <sstream>

namespace trademind::config {
namespace {

/// Far beyond any configuration.
constexpr std::size_t most_nodes = 20'000;

/// Sees a document before anything of it is kept. An alias may stand for itself, or for a text that
/// is a thousand times as long as the file: none is followed.
class Look final : public YAML::EventHandler {
public:
    explicit Look(Faults& faults) : faults_{faults} {}
    bool is_fit() const { return fit_; }

private:
    void count(const YAML::Mark& mark)
    {
        if (++nodes_ != most_nodes) return;
        fit_ = false;
        faults_.add(mark.line + 1, "more entries than a configuration has");
    }
    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { count(mark); }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override
    {
        if (fit_) faults_.add(mark.line + 1, "an alias (*name): write the value out instead");
        fit_ = false;
    }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  const std::string&) override
    {
        count(mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                         YAML::EmitterStyle::value) override
    {
        count(mark);
    }
    void OnSequenceEnd() override {}
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                    YAML::EmitterStyle::value) override
    {
        count(mark);
    }
    void OnMapEnd() override {}

    Faults& faults_;
    std::size_t nodes_ = 0;
    bool fit_ = true;
};

/// Throws what yaml-cpp throws.
bool is_fit(std::string_view yaml, Faults& faults)
{
    std::istringstream text{std::string{yaml}};
    YAML::Parser parser{text};
    Look look{faults};
    while (look.is_fit() && parser.HandleNextDocument(look)) {}
    return look.is_fit();
}

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
        if (!path.empty()) into.push_back({path, "", line, false, true});
        return;
    }
}

}  // namespace

std::vector<Entry> read_entries(std::string_view yaml, Faults& faults)
{
    std::vector<Entry> entries;
    try {
        if (!is_fit(yaml, faults)) return entries;
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
