#include "site/staff_posted_reply.hpp"

#include "text/utf8.hpp"

#include <charconv>

namespace heard::site {

namespace {

/// A page calls itself by a random number; whoever makes up longer names need not be kept.
constexpr std::size_t page_name_max = 32;

/// Zero where it is none.
template <class Number>
Number parse_number(std::string_view text)
{
    Number number{};
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

/// Without a number nothing was seen but the submission: better one 409 too many than a colleague
/// overlooked.
int parse_seen(std::string_view text)
{
    return parse_number<int>(text);
}

/// A quick choice that was pressed fills the field in, whatever it held.
std::string_view until_in(const http::Form& form)
{
    const auto chosen = form.get("choose");
    return chosen.empty() ? form.get("until") : chosen;
}

} // namespace

Draft draft_in(const http::Form& form, Draft::Form kind)
{
    return {.form = kind,
            .text = text::tidied(form.get("text")),
            .done = text::tidied(form.get("done")),
            .until = text::tidied(until_in(form)),
            .seen = parse_seen(form.get("seen")),
            .page = text::tidied(form.get("page").substr(0, page_name_max)),
            .number = parse_number<std::int64_t>(form.get("draft"))};
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
            form.get("repeated") == "yes",
            draft.page,
            draft.number};
}

} // namespace heard::site
