// The photos that came with a form: looked at, bared of what cameras write down, and kept as drafts
// of that form, whatever becomes of its words. Decides nothing about how many and how much; the
// desk does.
#pragma once

#include "core/submission.hpp"
#include "http/form.hpp"
#include "site/site.hpp"
#include "storage/photo.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace heard::site {

/// What became of them, as far as it is not simply well.
struct SentPhotos
{
    std::vector<core::Problem> problems; ///< Those that were refused, and why.
    bool no_room = false;                ///< Some could not be kept. That is our fault, not theirs.
};

/// As people count them, for phrases.
std::string megabytes(std::int64_t bytes);

/// Keeps the form's photos, each in a write of its own: ten megabytes at once are enough. Those
/// that it wants left out go first. `sent` must outlive the call.
http::Awaitable<SentPhotos> keep_photos(Site& site, std::shared_ptr<const desk::House> house,
                                        core::FormKey form, const http::Form& sent);

/// Those that the form has, for the page that gives it back. None if they cannot be read: the words
/// are worth a page without pictures.
http::Awaitable<std::vector<storage::Photo>> kept_photos(Site& site, core::FormKey form);

} // namespace heard::site
