// Blank forms, made once for each house and branch: from one to the next only the token differs,
// and this is the page that everybody opens. Knows neither links nor refusals.
#pragma once

#include "desk/house.hpp"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace heard::site {

struct Photo;

/// Thread: I/O.
class BlankForms
{
public:
    using HousePointer = std::shared_ptr<const desk::House>;
    using PhotoPointer = std::shared_ptr<const Photo>;

    /// The page with `form_token` in it. `branch` is empty or one of the house's, so that there are
    /// never more pages than branches. Another house or picture begins anew.
    std::string page(const HousePointer& house, const PhotoPointer& photo,
                     const std::string& branch, std::string_view form_token);

private:
    struct Halves
    {
        std::string before_token;
        std::string after_token;
    };
    const Halves& halves_of(const std::string& branch);

    HousePointer house_; ///< Held, so that no other house can get its address.
    PhotoPointer photo_;
    std::map<std::string, Halves> by_branch_;
};

} // namespace heard::site
