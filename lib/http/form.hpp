// What a browser's form sent, urlencoded or multipart. Pure functions over bytes.
// Never throws for what people send, and keeps whatever words could be read: a page that refuses
// still shows them. Knows no field by name.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace heard::http {

/// What was wrong with a form. The words that could be read are there all the same.
enum class FormFault {
    none,
    wrong_type,      ///< Neither kind of form.
    malformed,       ///< A multipart body without its boundary, its end, or the name of a field.
    not_text,        ///< A field was not UTF-8, or held NUL; it is there, repaired.
    too_many_fields, ///< More than form_fields_max; the first ones are there.
    cut,             ///< There was more than we read, in all or as text. It wins over those above.
    crowded,         ///< The same, but only because too much came at once from all together.
};

/// Our largest form has about a tenth of this.
inline constexpr std::size_t form_fields_max = 100;
/// Of all fields together, names and values: a body may be large for the photos in it, but text is
/// decoded, copied and shown again. Five boxes full of the longest characters are a fifth of it.
inline constexpr std::size_t form_text_bytes_max = 1 << 20;

struct Upload
{
    std::string field;
    std::string file_name;  ///< Without directories; valid UTF-8. Never a path to write to.
    std::string media_type; ///< As claimed; nothing was checked.
    std::string_view bytes; ///< In the body that was parsed; a copy would be megabytes.
};

/// Lives no longer than the body that was parsed, because of its uploads.
struct Form
{
    /// In the order sent; UTF-8 without NUL.
    std::vector<std::pair<std::string, std::string>> fields;
    /// Whole files only, and no empty ones.
    std::vector<Upload> uploads;
    FormFault fault = FormFault::none;

    /// The first value of that name; empty if there is none.
    std::string_view get(std::string_view name) const;
    bool has(std::string_view name) const;
};

/// `cut`: the body is only the beginning of what was sent (Request::body_cut).
Form parse_form(std::string_view content_type, std::string_view body, bool cut);

} // namespace heard::http
