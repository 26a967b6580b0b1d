// Reads the customer's form: what was said, what makes us doubt that a person said it, and why it
// cannot be taken in. Pure but for the entropy of a fresh token. Decides nothing about promises.
#pragma once

#include "auth/entropy.hpp"
#include "core/submission.hpp"
#include "http/form.hpp"
#include "site/form_page.hpp"

namespace heard::site {

/// Nobody writes a sentence in less; programs do.
inline constexpr std::chrono::seconds fastest_person{2};

struct SubmissionForm
{
    FormPage page;         ///< To give back, should it not be taken in.
    core::Submission said; ///< Its suspicion is what the form itself shows, not weighed yet.
    int refused = 0;       ///< Status, or 0 when nothing is wrong; `page.problems` says what.
};

/// A form without a good token gets a fresh one: it names this submission, and if the page is given
/// back, the second try.
SubmissionForm read_submission(const desk::House& house, const http::Form& sent, core::Instant now,
                               auth::Entropy& entropy);

} // namespace heard::site
