#include "site/sent_photos.hpp"

#include "desk/photos.hpp"
#include "text/utf8.hpp"

#include <charconv>
#include <expected>
#include <utility>

namespace heard::site {

namespace {

constexpr std::string_view photo_field = "photo";
constexpr std::string_view leave_out_field = "leave_out";
/// A name is shown; cameras write a dozen characters.
constexpr std::size_t name_characters_max = 60;

core::Problem problem_with(const http::Upload& upload, const char* phrase)
{
    return {core::ProblemKind::invalid,
            phrase,
            std::string{photo_field},
            {{"file", text::first_words(upload.file_name, name_characters_max)}}};
}

const char* phrase_of(core::PictureFault fault)
{
    switch (fault) {
    case core::PictureFault::heic:
        return "problem.photo_heic";
    case core::PictureFault::broken:
        return "problem.photo_broken";
    case core::PictureFault::too_large:
        return "problem.photo_too_large";
    case core::PictureFault::unknown:
        break;
    }
    return "problem.photo_unknown";
}

std::expected<core::Picture, core::Problem> picture_in(const desk::House& house,
                                                       const http::Upload& upload)
{
    if (upload.bytes.size() > static_cast<std::size_t>(house.photos.bytes_max)) {
        auto problem = problem_with(upload, "problem.photo_too_heavy");
        problem.fillings.emplace_back("megabytes", megabytes(house.photos.bytes_max));
        return std::unexpected{std::move(problem)};
    }
    auto picture = core::without_metadata(upload.bytes);
    if (!picture)
        return std::unexpected{problem_with(upload, phrase_of(picture.error()))};
    return *std::move(picture);
}

std::vector<int> left_out(const http::Form& sent)
{
    std::vector<int> numbers;
    for (const auto& [name, value] : sent.fields) {
        int number = 0;
        if (name == leave_out_field &&
            std::from_chars(value.data(), value.data() + value.size(), number).ec == std::errc{})
            numbers.push_back(number);
    }
    return numbers;
}

void note(SentPhotos& photos, const http::Upload& upload,
          const std::expected<desk::KeptPhoto, core::Problem>& outcome)
{
    if (!outcome)
        photos.problems.push_back(outcome.error());
    else if (*outcome == desk::KeptPhoto::too_many)
        photos.problems.push_back(problem_with(upload, "problem.photo_too_many"));
    else if (*outcome == desk::KeptPhoto::no_room)
        photos.no_room = true;
}

} // namespace

std::string megabytes(std::int64_t bytes)
{
    return std::to_string(bytes >> 20);
}

http::Awaitable<SentPhotos> keep_photos(Site& site, std::shared_ptr<const desk::House> house,
                                        core::FormKey form, const http::Form& sent)
{
    SentPhotos photos;
    if (auto numbers = left_out(sent); !numbers.empty()) {
        auto drop = [form, numbers = std::move(numbers)](storage::Transaction& tx) {
            for (const auto number : numbers)
                storage::drop_draft(tx, form, number);
            return numbers.size();
        };
        auto dropped = co_await site.parts.store.write(std::move(drop));
        if (!dropped) // Nobody may see what they did not want to send.
            photos.problems.push_back(std::move(dropped.error()));
    }
    for (const auto& upload : sent.uploads) {
        if (upload.field != photo_field)
            continue;
        auto picture = picture_in(*house, upload);
        if (!picture) {
            photos.problems.push_back(std::move(picture.error()));
            continue;
        }
        auto keep = [house, form, picture = *std::move(picture)](storage::Transaction& tx) {
            return desk::keep_photo(tx, *house, form, picture);
        };
        const auto outcome = co_await site.parts.store.write(std::move(keep));
        note(photos, upload, outcome);
        if (outcome == desk::KeptPhoto::too_many)
            break; // So are the others.
    }
    co_return photos;
}

http::Awaitable<std::vector<storage::Photo>> kept_photos(Site& site, core::FormKey form)
{
    try {
        auto look = [form](storage::Transaction& tx) { return storage::drafts_of(tx, form); };
        co_return co_await site.parts.store.read(std::move(look));
    } catch (const std::exception&) {
        co_return std::vector<storage::Photo>{};
    }
}

} // namespace heard::site
