#include "site/submission_form.hpp"

#include "auth/form_token.hpp"
#include "auth/invoice_link.hpp"
#include "site/faults.hpp"
#include "site/problems.hpp"
#include "text/utf8.hpp"

#include <iterator>
#include <utility>

namespace heard::site {

namespace {

/// Off the screen, with a name that programs like to fill.
constexpr std::string_view trap_field = "website";

FormFields fields_of(const http::Form& form)
{
    const auto field = [&](std::string_view name) { return std::string{form.get(name)}; };
    return {.likes = field("likes"),
            .dislikes = field("dislikes"),
            .wishes = field("wishes"),
            .name = field("name"),
            .contact = field("contact"),
            .branch = field("branch"),
            .link = field("link"),
            .form_token = field("form_token")};
}

core::Submission said_in(const FormFields& fields)
{
    core::Submission said;
    said.likes = text::tidied(fields.likes);
    said.dislikes = text::tidied(fields.dislikes);
    said.wishes = text::tidied(fields.wishes);
    said.name = text::tidied(fields.name);
    said.contact = text::tidied(fields.contact);
    said.branch = fields.branch;
    return said;
}

void check_link(const desk::House& house, SubmissionForm& form)
{
    const auto link = auth::check_invoice_link(house.invoice_keys, form.page.fields.link);
    if (!link)
        return;
    form.page.invoice = link->reference;
    form.said.invoice = link->reference;
    form.said.retired_key = link->retired;
    form.said.channel = core::Channel::invoice;
}

/// The token that came, or one made now in its place.
struct Rendering
{
    auth::FormToken token;
    bool is_ours = true;
};

Rendering rendering_of(const auth::Signer& key, std::string& text, core::Instant now,
                       auth::Entropy& entropy)
{
    if (const auto token = auth::read_form_token(key, text))
        return {*token};
    text = auth::make_form_token(key, now, entropy);
    return {*auth::read_form_token(key, text), false};
}

core::Suspicion suspicion_of(const http::Form& form, const Rendering& rendering, core::Instant now)
{
    using enum core::Suspicion;
    auto signs = form.get(trap_field).empty() ? none : hidden_field;
    if (!rendering.is_ours)
        signs = signs | no_token;
    else if (now - rendering.token.rendered_at < fastest_person)
        signs = signs | too_fast;
    return signs;
}

void refuse(SubmissionForm& form, int status, std::vector<core::Problem> problems)
{
    form.refused = status;
    form.page.problems = std::move(problems);
}

void check(const desk::House& house, SubmissionForm& form)
{
    auto problems = core::problems_with(form.said);
    if (!form.said.branch.empty() && !house.find_branch(form.said.branch)) {
        problems.push_back({core::ProblemKind::invalid, "form.unknown_branch", ""});
        form.page.fields.branch.clear(); // The field is hidden: nobody could mend it.
    }
    if (!problems.empty())
        refuse(form, status_of(core::ProblemKind::invalid), std::move(problems));
}

} // namespace

SubmissionForm read_submission(const desk::House& house, const http::Form& sent, core::Instant now,
                               auth::Entropy& entropy)
{
    SubmissionForm form;
    form.page.fields = fields_of(sent);
    form.page.posted = true;
    form.said = said_in(form.page.fields);
    check_link(house, form);

    const auto rendering = rendering_of(house.keys.form, form.page.fields.form_token, now, entropy);
    form.said.form_key = rendering.token.form_key;
    form.said.suspicion = suspicion_of(sent, rendering, now);

    if (const auto fault = fault_in(sent))
        refuse(form, fault->status, {fault->problem});
    else
        check(house, form);
    return form;
}

} // namespace heard::site
