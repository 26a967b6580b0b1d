#include "http/form.hpp"

#include "http/form_builder.hpp"
#include "http/letters.hpp"
#include "http/multipart.hpp"
#include "http/percent.hpp"
#include "text/utf8.hpp"

#include <algorithm>

namespace heard::http {

namespace {

/// Without an escape that the cut went through.
std::string_view without_torn_escape(std::string_view body)
{
    const auto percent = body.rfind('%');
    if (percent == std::string_view::npos || body.size() - percent >= 3)
        return body;
    return body.substr(0, percent);
}

void read_urlencoded(std::string_view body, FormBuilder& builder)
{
    while (!body.empty()) {
        auto value = take_until(body, '&');
        if (value.empty())
            continue;
        const auto name = decode_form_text(take_until(value, '='));
        if (!builder.add_field(name, decode_form_text(value)))
            return;
    }
}

} // namespace

std::string_view Form::get(std::string_view name) const
{
    for (const auto& [field, value] : fields)
        if (field == name)
            return value;
    return {};
}

bool Form::has(std::string_view name) const
{
    return std::ranges::any_of(fields, [&](const auto& field) { return field.first == name; });
}

Form parse_form(std::string_view content_type, std::string_view body, bool cut)
{
    FormBuilder builder;
    if (cut)
        builder.found(FormFault::cut);
    auto parameters = content_type;
    const auto media_type = trimmed(take_until(parameters, ';'));
    if (same(media_type, "application/x-www-form-urlencoded"))
        read_urlencoded(cut ? without_torn_escape(body) : body, builder);
    else if (same(media_type, "multipart/form-data"))
        read_multipart(parameters, body, builder);
    else if (!media_type.empty() ||
             !body.empty()) // A button without fields may send nothing at all.
        builder.found(FormFault::wrong_type);
    return std::move(builder).form();
}

bool FormBuilder::add_field(std::string_view name, std::string_view value)
{
    if (!has_room())
        return false;
    const auto room = form_text_bytes_max - text_bytes_;
    const bool fits = name.size() + value.size() <= room;
    if (!fits) {
        found(FormFault::cut);
        name = name.substr(0, room);
        value = value.substr(0, room - name.size());
    }
    text_bytes_ += name.size() + value.size();
    auto text = as_text(value);
    form_.fields.emplace_back(as_text(name), std::move(text));
    return fits;
}

bool FormBuilder::add_upload(Upload upload)
{
    if (!has_room())
        return false;
    upload.field = as_text(upload.field);
    upload.file_name = text::repaired(upload.file_name);
    form_.uploads.push_back(std::move(upload));
    return true;
}

void FormBuilder::found(FormFault fault)
{
    if (form_.fault == FormFault::none || fault == FormFault::cut)
        form_.fault = fault;
}

bool FormBuilder::has_room()
{
    if (form_.fields.size() + form_.uploads.size() < form_fields_max)
        return true;
    found(FormFault::too_many_fields);
    return false;
}

std::string FormBuilder::as_text(std::string_view bytes)
{
    if (text::is_text(bytes))
        return std::string(bytes);
    found(FormFault::not_text);
    return text::repaired(bytes);
}

} // namespace heard::http
