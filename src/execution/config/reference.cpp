// docs/CONFIG.md, made from the table that parses.
#include "execution/config/keys.hpp"

#include <fmt/format.h>

namespace trademind {
namespace {

std::string_view words(config::Reload reload)
{
    switch (reload) {
    case config::Reload::restart: return "no";
    case config::Reload::free: return "yes";
    case config::Reload::smaller: return "yes; larger with a name";
    case config::Reload::larger: return "yes; smaller with a name";
    case config::Reload::named: return "with a name";
    }
    return "";
}

std::string section_of(const std::string& key)
{
    return key.substr(0, key.rfind('.'));
}

constexpr auto preface =
    R"(# Configuration

This page is made from the table that reads the configuration (`trademind config reference`); a test compares the two.
`trademind config check FILE` says what is wrong with a file, `trademind config show FILE` what is in effect and what
differs from the defaults.
The file is YAML; `broker.ibkr.port` is written

```yaml
broker:
  ibkr:
    port: 7497
```

An unknown or misspelt key, a value out of its range and a missing unit are refused with file, line, key and the
nearest known name. Keys of `broker` and `risk` (but `broker.type`) may also stand below `broker.ibkr` or `broker.paper`,
and each in the section of the other, where their last word names one key only: `broker.ibkr.max_order_size` is
`broker.max_order_size`. Below `broker.paper` only with `broker.type: paper`. A limit is never zero: "no limit" is written `unlimited` or `off`. `TRADEMIND_HOST`,
`TRADEMIND_PORT` and `TRADEMIND_ACCOUNT` in the environment win over the file.

A relative path belongs to the folder of the configuration file (of the file itself where it is reached through a
link), whatever directory a program or command is started in.

The last column says whether a running program takes a change. Tighter limits hold at once; looser ones need
the name of the person who allows them and are written to the journal.
)";

}  // namespace

std::string config_reference()
{
    std::string page = preface, section;
    const Config defaults;
    for (const auto& key : config::all_keys(defaults.risk.currency)) {
        if (section_of(key.name) != section) {
            section = section_of(key.name);
            page += fmt::format(
                "\n## {}\n\n| Key | Default | Unit | Range | Meaning | While running |\n"
                "|---|---|---|---|---|---|\n",
                section);
        }
        page +=
            fmt::format("| `{}`{} | `{}` | {} | {} | {} | {} |\n", key.name,
                        key.alias.empty() ? "" : " (or `" + key.alias + "`)", key.print(defaults),
                        key.unit, key.range, key.meaning, words(key.reload));
    }
    return page;
}

}  // namespace trademind
