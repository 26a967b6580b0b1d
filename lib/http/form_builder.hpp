// Fills a Form field by field, and minds its text, its size and its first fault.
#pragma once

#include "http/form.hpp"

namespace heard::http {

class FormBuilder
{
public:
    /// False when there is no room for more.
    bool add_field(std::string_view name, std::string_view value);
    bool add_upload(Upload upload);
    /// The first fault stays, but FormFault::cut always wins.
    void found(FormFault fault);

    Form form() && { return std::move(form_); }

private:
    bool has_room();
    std::string as_text(std::string_view bytes);

    std::size_t text_bytes_ = 0;
    Form form_;
};

} // namespace heard::http
