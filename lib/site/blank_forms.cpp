#include "site/blank_forms.hpp"

#include "site/form_page.hpp"

#include <stdexcept>

namespace heard::site {

namespace {

/// Quotes in names are escaped, so this stands in the page once.
constexpr std::string_view before_token = "name=\"form_token\" value=\"";

} // namespace

std::string BlankForms::page(const HousePointer& house, const PhotoPointer& photo,
                             const std::string& branch, std::string_view form_token)
{
    if (house != house_ || photo != photo_) {
        by_branch_.clear();
        house_ = house;
        photo_ = photo;
    }
    const auto& halves = halves_of(branch);
    std::string html;
    html.reserve(halves.before_token.size() + form_token.size() + halves.after_token.size());
    return html.append(halves.before_token).append(form_token).append(halves.after_token);
}

const BlankForms::Halves& BlankForms::halves_of(const std::string& branch)
{
    if (const auto known = by_branch_.find(branch); known != by_branch_.end())
        return known->second;
    FormPage blank;
    blank.fields.branch = branch;
    const auto html = form_page(*house_, photo_.get(), blank);
    const auto mark = html.find(before_token);
    if (mark == html.npos)
        throw std::logic_error("web/pages/form.html has no place for the form token");
    const auto cut = mark + before_token.size();
    return by_branch_.emplace(branch, Halves{html.substr(0, cut), html.substr(cut)}).first->second;
}

} // namespace heard::site
