// The customer's form as a page: blank, or given back with every word and what is wrong with it.
// Knows no request and no database; keeps nothing between calls.
#pragma once

#include "core/problem.hpp"
#include "desk/house.hpp"
#include "site/site.hpp"
#include "storage/photo.hpp"
#include "text/template.hpp"

#include <string>
#include <vector>

namespace heard::site {

/// The form's fields as a person sent them, so that they go back unchanged.
struct FormFields
{
    std::string likes = {};
    std::string dislikes = {};
    std::string wishes = {};
    std::string name = {};
    std::string contact = {};
    std::string branch = {}; ///< Code, or empty.
    std::string link = {};   ///< What stands behind `/F/`, or empty.
    std::string form_token = {};
};

struct FormPage
{
    FormFields fields;
    std::string invoice = {};                 ///< Reference that a good link vouches for, or empty.
    std::string notice = {};                  ///< Key of a friendly word above the form, or empty.
    std::string code = {};                    ///< From an invoice, as typed, or empty.
    std::vector<core::Problem> problems = {}; ///< Why the form is given back.
    std::vector<storage::Photo> photos = {};  ///< That came with it and are kept.
    bool posted = false; ///< Then there are no links to other languages: they would lose the words.
};

/// Data for the boxes of a form, under the names of the fields.
void add_fields(text::Data& data, const FormFields& fields);

/// "I promise you an answer within 24 hours."
std::string promise_in_words(const text::Words& words, const core::PromiseRule& promise);

std::string form_page(const desk::House& house, const Photo* photo, const FormPage& form);

} // namespace heard::site
