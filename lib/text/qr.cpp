#include "text/qr.hpp"

#include <qrcodegen.hpp>

namespace heard::text {

namespace {

/// ISO/IEC 18004 wants 4 white modules around a code; scanners lose it with fewer.
constexpr int quiet_zone = 4;

/// A row of `length` dark modules as a rectangle.
std::string rectangle(int x, int y, int length)
{
    const auto run = std::to_string(length);
    return "M" + std::to_string(x) + " " + std::to_string(y) + "h" + run + "v1h-" + run + "z";
}

/// One rectangle for each run of dark modules, so that no hairline shows between two.
std::string path_of(const qrcodegen::QrCode& code)
{
    std::string path;
    for (int y = 0; y < code.getSize(); ++y) {
        for (int x = 0, length = 0; x < code.getSize(); x += length + 1) {
            length = 0;
            while (code.getModule(x + length, y)) // Outside of the code all is light.
                ++length;
            if (length > 0)
                path += rectangle(x + quiet_zone, y + quiet_zone, length);
        }
    }
    return path;
}

std::string escaped(std::string_view text)
{
    std::string xml;
    for (const char c : text) {
        if (c == '&')
            xml += "&amp;";
        else if (c == '<')
            xml += "&lt;";
        else
            xml += c;
    }
    return xml;
}

} // namespace

QrCode make_qr(std::string_view text)
{
    const auto code =
        qrcodegen::QrCode::encodeText(std::string{text}.c_str(), qrcodegen::QrCode::Ecc::QUARTILE);
    return {code.getVersion(), code.getSize() + 2 * quiet_zone, path_of(code)};
}

std::string to_svg(const QrCode& code, std::string_view title)
{
    const auto size = std::to_string(code.size);
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size +
           "\" shape-rendering=\"crispEdges\"><title>" + escaped(title) + "</title><rect width=\"" +
           size + "\" height=\"" + size + "\" fill=\"#fff\"/><path d=\"" + code.path +
           "\"/></svg>\n";
}

} // namespace heard::text
