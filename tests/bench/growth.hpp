// What a thing costs as something else grows: measured at each size, printed, drawn, and judged by
// how much more the largest size costs than the smallest.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace trademind::bench {

/// One thing that could grow with another.
class Curve {
public:
    std::string what;  ///< "a quote of a held symbol"
    std::string with;  ///< "working orders"
    /// The largest size may cost so many times what the smallest does; 0: shown only.
    double most = 0;
    std::vector<std::pair<std::size_t, double>> points;  ///< size, nanoseconds

    double growth() const { return points.back().second / points.front().second; }
    bool holds() const { return most <= 0 || growth() <= most; }
};

/// The median of `rounds` batches of `each` calls, nanoseconds a call.
template <class Work> double median_ns(int rounds, int each, Work work)
{
    std::vector<double> times;
    int n = 0;
    for (int round = 0; round < rounds; ++round) {
        auto start = std::chrono::steady_clock::now();
        for (int i = 0; i < each; ++i) work(n++);
        std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
        times.push_back(spent.count() / each);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds) / 2];
}

inline std::string row_of(const Curve& curve)
{
    auto text = fmt::format("{:<52} {:<18}", curve.what, curve.with);
    for (auto [size, ns] : curve.points)
        text += ns < 1e6 ? fmt::format(" {:>7}: {:8.2f} us", size, ns / 1e3)
                         : fmt::format(" {:>7}: {:8.2f} ms", size, ns / 1e6);
    return text + fmt::format("  x{:.2f}{}", curve.growth(), curve.holds() ? "" : "  GROWS");
}

/// All curves over one plane with logarithmic axes, as SVG without script or style sheets.
inline std::string draw(const std::vector<Curve>& curves)
{
    constexpr double left = 70, top = 20, width = 560, height = 360;
    constexpr double least_size = 2, most_size = 6, least_ns = 1, most_ns = 9;  // powers of ten
    auto x = [=](double size) {
        return left + width * (std::log10(size) - least_size) / (most_size - least_size);
    };
    auto y = [=](double ns) {
        double power = std::clamp(std::log10(ns), least_ns, most_ns);
        return top + height * (most_ns - power) / (most_ns - least_ns);
    };
    const char* colours[] = {"#1b6ca8", "#c0392b", "#1e8449", "#7d3c98", "#b9770e",
                             "#2e4053", "#148f77", "#884ea0", "#a04000", "#5d6d7e"};
    auto all_height = top + height + 50 + 18 * static_cast<double>(curves.size());
    auto svg = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" "
        "font-family=\"sans-serif\" "
        "font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
        left + width + 30, all_height);
    const char* times[] = {"10 ns", "100 ns", "1 us",   "10 us", "100 us",
                           "1 ms",  "10 ms",  "100 ms", "1 s"};
    for (int power = 1; power <= 9; ++power) {
        double at = y(std::pow(10.0, power));
        svg += fmt::format(
            "<line x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\" stroke=\"#ddd\"/>"
            "<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
            left, at, left + width, at, left - 8, at + 4, times[power - 1]);
    }
    for (int power = 2; power <= 6; ++power)
        svg += fmt::format("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                           x(std::pow(10.0, power)), top + height + 18,
                           static_cast<long>(std::pow(10.0, power)));
    std::size_t n = 0;
    for (const auto& curve : curves) {
        const char* colour = colours[n % std::size(colours)];
        std::string line;
        for (auto [size, ns] : curve.points)
            line += fmt::format("{:.1f},{:.1f} ", x(static_cast<double>(size)), y(ns));
        double legend = top + height + 46 + 18 * static_cast<double>(n++);
        svg += fmt::format(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>\n"
            "<rect x=\"{}\" y=\"{:.1f}\" width=\"14\" height=\"4\" fill=\"{}\"/>"
            "<text x=\"{}\" y=\"{:.1f}\">{}, by {}</text>\n",
            line, colour, left, legend - 5, colour, left + 22, legend, curve.what, curve.with);
    }
    return svg + "</svg>\n";
}

}  // namespace trademind::bench
