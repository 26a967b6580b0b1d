#include "site/customer_form.hpp"

#include "auth/form_token.hpp"
#include "auth/invoice_link.hpp"
#include "site/problems.hpp"
#include "text/utf8.hpp"

#include <utility>

namespace heard::site {

namespace {

/// Of `/F/`.
constexpr std::size_t invoice_path_size = 3;

/// Whoever goes Back finds the page they had, and its token: sent once more it is the same ticket.
/// On every other way a cache has to ask us (RFC 9111 §5.2.2.4, §6).
http::Response good_for_going_back(http::Response response)
{
    for (auto& header : response.headers)
        if (header.name == "Cache-Control")
            header.value = "private, no-cache";
    return response;
}

http::Response blank_form(Site& site, const Tongue& tongue, const std::string& branch)
{
    const auto token = fresh_form_token(site, *tongue.whole);
    auto response =
        http::page(200, site.blank_forms.page(tongue, site.parts.photo(), branch, token));
    add_language(response, tongue);
    return good_for_going_back(std::move(response));
}

/// What stands behind `/F/`.
std::string_view link_in(const http::Request& request)
{
    // A path that fits no route has no capture.
    auto link = request.param("link");
    if (link.empty())
        link = std::string_view{request.path}.substr(invoice_path_size);
    return link;
}

} // namespace

bool is_below_invoices(const http::Request& request)
{
    return request.method == "GET" &&
           (request.path.starts_with("/F/") || request.path.starts_with("/f/"));
}

http::Awaitable<http::Response> get_form(Site& site, http::Request request)
{
    co_return blank_form(site, tongue_of(site.parts.house(), request), "");
}

http::Awaitable<http::Response> get_branch_form(Site& site, http::Request request)
{
    const auto tongue = tongue_of(site.parts.house(), request);
    if (const auto* const branch = tongue.whole->find_branch(request.param("branch")))
        co_return blank_form(site, tongue, branch->code);
    const FormPage form{.fields = {.form_token = fresh_form_token(site, *tongue.whole)},
                        .notice = "form.unknown_branch"};
    co_return form_response(site, tongue, 404, form);
}

http::Awaitable<http::Response> get_invoice_form(Site& site, http::Request request)
{
    const auto tongue = tongue_of(site.parts.house(), request);
    FormPage form{.fields = {.form_token = fresh_form_token(site, *tongue.whole)}};
    if (auto good = auth::read_typed_invoice_link(tongue.whole->invoice_keys, link_in(request))) {
        form.invoice = std::move(good->reference);
        form.fields.link = std::move(good->text);
    } else {
        form.notice = "form.unreadable_link";
    }
    co_return good_for_going_back(form_response(site, tongue, 200, form));
}

http::Awaitable<http::Response> get_typed_code(Site& site, http::Request request)
{
    const auto tongue = tongue_of(site.parts.house(), request);
    auto code = text::repaired(http::query_value(request.query, "code").value_or(""));
    if (text::is_blank(code))
        co_return http::see_other("/" + tongue.query());
    if (const auto good = auth::read_typed_invoice_link(tongue.whole->invoice_keys, code))
        co_return http::see_other("/F/" + good->text + tongue.query());
    const FormPage form{.fields = {.form_token = fresh_form_token(site, *tongue.whole)},
                        .notice = "form.unreadable_code",
                        .code = std::move(code)};
    co_return form_response(site, tongue, 200, form);
}

http::Response form_response(Site& site, const Tongue& tongue, int status, const FormPage& form)
{
    const auto photo = site.parts.photo();
    auto response = http::page(status, form_page(tongue.house(), photo.get(), form));
    add_language(response, tongue);
    if (status == 503)
        response.headers.push_back({"Retry-After", std::to_string(retry_after_seconds)});
    return response;
}

std::string fresh_form_token(Site& site, const desk::House& house)
{
    return auth::make_form_token(house.keys.form, site.parts.clock.now(), site.parts.entropy);
}

} // namespace heard::site
