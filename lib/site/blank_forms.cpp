#include "site/blank_forms.hpp"

#include "site/form_page.hpp"

#include <stdexcept>

namespace heard::site {

namespace {

/// Quotes in names are escaped, so this stands in the page once.
constexpr std::string_view before_token = "name=\"form_token\" value=\"";

} // namespace

std::string BlankForms::page(const Tongue& tongue, const PhotoPointer& photo,
                             const std::string& branch, std::string_view form_token)
{
    if (tongue.whole != house_ || photo != photo_) {
        made_.clear();
        house_ = tongue.whole;
        photo_ = photo;
    }
    const auto& halves = halves_of(tongue.house(), branch);
    std::string html;
    html.reserve(halves.before_token.size() + form_token.size() + halves.after_token.size());
    return html.append(halves.before_token).append(form_token).append(halves.after_token);
}

const BlankForms::Halves& BlankForms::halves_of(const desk::House& house, const std::string& branch)
{
    const std::pair key{&house, branch};
    if (const auto known = made_.find(key); known != made_.end())
        return known->second;
    FormPage blank;
    blank.fields.branch = branch;
    const auto html = form_page(house, photo_.get(), blank);
    const auto mark = html.find(before_token);
    if (mark == html.npos)
        throw std::logic_error("web/pages/form.html has no place for the form token");
    const auto cut = mark + before_token.size();
    return made_.emplace(key, Halves{html.substr(0, cut), html.substr(cut)}).first->second;
}

} // namespace heard::site
