// The form, blank: for anybody, for a branch, or for one invoice. Opening it writes nothing.
#pragma once

#include "http/router.hpp"
#include "site/form_page.hpp"
#include "site/language.hpp"
#include "site/site.hpp"

namespace heard::site {

http::Awaitable<http::Response> get_form(Site& site, http::Request request);
/// An unknown branch gets the plain form with a friendly word, and 404 for machines.
http::Awaitable<http::Response> get_branch_form(Site& site, http::Request request);
/// Anything below `/F/`. A wrong link gets the plain form with a friendly word: who wants to tell
/// us something shall.
http::Awaitable<http::Response> get_invoice_form(Site& site, http::Request request);
/// `/F?code=...`: the code from an invoice, typed by hand. Leads to the invoice's form; a code that
/// nobody can read stays in its field, to be mended.
http::Awaitable<http::Response> get_typed_code(Site& site, http::Request request);
/// Whether somebody followed a link that is meant to be an invoice's, however torn it is.
bool is_below_invoices(const http::Request& request);

/// The form as a response. A 503 says when to try again.
http::Response form_response(Site& site, const Tongue& tongue, int status, const FormPage& form);

/// A token for one rendering of the form, made now.
std::string fresh_form_token(Site& site, const desk::House& house);

} // namespace heard::site
