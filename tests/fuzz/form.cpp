// Forms as browsers send them, queries and cookies: whatever comes, the words in it are text, and
// words that we write ourselves are read back unchanged.
// Input: a content type and a body; `u` and `m` stand for the two that browsers send.
#include "http/form.hpp"
#include "fuzz/support.hpp"
#include "http/request.hpp"
#include "text/utf8.hpp"

#include <algorithm>
#include <string>

namespace heard::fuzz {
namespace {

constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";

std::string media_type_of(std::string_view text)
{
    if (text == "u")
        return std::string(urlencoded);
    if (text == "m")
        return "multipart/form-data; boundary=b";
    return std::string(text);
}

void check_form(const http::Form& form)
{
    require(form.fields.size() + form.uploads.size() <= http::form_fields_max,
            "a form has so many fields at most");
    for (const auto& [name, value] : form.fields)
        require(text::is_text(name) && text::is_text(value), "fields are text");
    for (const auto& upload : form.uploads) {
        require(text::is_text(upload.field) && text::is_text(upload.file_name), "names are text");
        require(upload.file_name.find_first_of("/\\") == std::string::npos, "a file has no path");
        require(!upload.bytes.empty(), "a file is not empty");
    }
}

std::string escaped(std::string_view text)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result += '%';
        result += digits[byte >> 4U];
        result += digits[byte & 15U];
    }
    return result;
}

/// The fields, written by us and read again.
void check_second_reading(const http::Form& form)
{
    std::string body;
    for (const auto& [name, value] : form.fields)
        body += escaped(name) + "=" + escaped(value) + "&";
    const auto again = http::parse_form(urlencoded, body, false);
    require(again.fault == http::FormFault::none, "what we write is a form");
    require(again.fields == form.fields, "what we write is read back unchanged");
}

/// A query says the same as a form with the same words.
void check_query(std::string_view query, const http::Form& form)
{
    for (const auto& [name, value] : form.fields) {
        if (name.empty())
            continue;
        require(http::query_value(query, name) == std::string(form.get(name)),
                "a query and a form are read alike");
    }
}

void check_cookies(std::string_view header)
{
    http::Request request;
    request.headers.push_back({"Cookie", std::string(header)});
    for (const auto* name : {"heard", "__Host-heard", "a"}) {
        const auto value = request.cookie(name);
        require(!value || value->find(';') == value->npos, "a cookie ends at its semicolon");
        require(!value || request.headers[0].value.contains(name + ("=" + std::string(*value))) ||
                    value->empty(),
                "a cookie is what was sent");
    }
}

} // namespace

void try_one(std::string_view input)
{
    const auto [type, body] = texts_of<2>(input);
    const auto media_type = media_type_of(type);
    const auto form = http::parse_form(media_type, body, false);
    check_form(form);
    require(form.fault != http::FormFault::cut, "a whole body is not cut");
    check_second_reading(form);
    if (media_type == urlencoded && form.fault == http::FormFault::none)
        check_query(body, form);

    const auto cut = http::parse_form(media_type, body, true);
    check_form(cut);
    require(cut.fault == http::FormFault::cut, "a cut body says so, whatever else is wrong");
    require(cut.fields.size() <= form.fields.size(), "a cut form has no field more");
    check_cookies(body);
}

} // namespace heard::fuzz
