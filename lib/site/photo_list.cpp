#include "site/photo_list.hpp"

#include "core/digest.hpp"

namespace heard::site {

namespace {

/// The address changes with the photo: what a browser has kept under a number is the right one.
std::string path_of(const std::string& folder, const storage::Photo& photo)
{
    constexpr std::size_t telling = 8;
    return folder + "/" + std::to_string(photo.number) +
           "?v=" + core::to_hex(photo.digest).substr(0, telling);
}

} // namespace

void add_photos(text::Data& data, const text::Words& words, const PhotoList& list)
{
    if (list.photos.empty())
        return;
    const auto count = std::to_string(list.photos.size());
    text::DataList views;
    for (const auto& photo : list.photos) {
        const auto n = std::to_string(views.size() + 1);
        text::Data view;
        view.set("number", std::to_string(photo.number));
        view.set("path", path_of(list.path, photo));
        view.set("width", std::to_string(photo.width));
        view.set("height", std::to_string(photo.height));
        view.set("alt", words.say(list.alt, {{"n", n}, {"count", count}, {"name", list.name}}));
        view.set("leave_out", words.say("form.photo_leave_out", {{"n", n}}));
        views.push_back(std::move(view));
    }
    data.set("has_photos", true);
    data.set("photos", text::Data{std::move(views)});
}

} // namespace heard::site
