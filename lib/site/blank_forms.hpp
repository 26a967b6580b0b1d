// Blank forms, made once for each house, language and branch: from one to the next only the token
// differs, and this is the page that everybody opens. Knows neither links nor refusals.
#pragma once

#include "site/language.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace heard::site {

struct Photo;

/// Thread: I/O.
class BlankForms
{
public:
    using HousePointer = std::shared_ptr<const desk::House>;
    using PhotoPointer = std::shared_ptr<const Photo>;

    /// The page with `form_token` in it. `branch` is empty or one of the house's, so that there are
    /// never more pages than languages times branches. Another house or picture begins anew.
    std::string page(const Tongue& tongue, const PhotoPointer& photo, const std::string& branch,
                     std::string_view form_token);

private:
    struct Halves
    {
        std::string before_token;
        std::string after_token;
    };
    const Halves& halves_of(const desk::House& house, const std::string& branch);

    HousePointer house_; ///< Held, so that no other house can get its address.
    PhotoPointer photo_;
    std::map<std::pair<const desk::House*, std::string>, Halves> made_; ///< By translation, branch.
};

} // namespace heard::site
