#include "site/staff_posted_reply.hpp"

#include "text/utf8.hpp"

#include <charconv>

namespace heard::site {

namespace {

/// Without a number nothing was seen but the submission: better one 409 too many than a colleague
/// overlooked.
int parse_seen(std::string_view text)
{
    int seen = 0;
    std::from_chars(text.data(), text.data() + text.size(), seen);
    return seen;
}

/// The date field comes first and may be empty; behind it comes the button that was pressed, which
/// is the writer's last word.
std::string_view last_until(const http::Form& form)
{
    std::string_view until;
    for (const auto& [name, value] : form.fields)
        if (name == "until" && !value.empty())
            until = value;
    return until;
}

} // namespace

Draft draft_in(const http::Form& form, Draft::Form kind)
{
    return {kind, text::tidied(form.get("text")), text::tidied(form.get("done")),
            text::tidied(last_until(form)), parse_seen(form.get("seen"))};
}

desk::Reply reply_of(core::Staff staff, const http::Request& request, const http::Form& form,
                     const Draft& draft)
{
    return {std::move(staff),
            std::string{request.param("reference")},
            draft.text,
            draft.done,
            draft.seen.value_or(0),
            std::nullopt,
            form.get("repeated") == "yes"};
}

} // namespace heard::site
