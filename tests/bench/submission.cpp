#include "bench/submission.hpp"

#include "auth/entropy.hpp"
#include "auth/form_token.hpp"
#include "storage/database.hpp"
#include "storage/house.hpp"
#include "time/clock.hpp"

namespace heard::bench {

namespace {

using namespace std::chrono_literals;

// Some 200 bytes of words, as people write them.
constexpr std::string_view words =
    "likes=The+fitting+was+the+best+I+have+had+in+years%2C+thank+you%21"
    "&dislikes=The+left+shoe+came+apart+at+the+seam+after+two+weeks.+I+only+wear+them+to+the+office"
    "%2C+so+I+would+have+expected+more."
    "&wishes=&name=Tomasz+Nowak&contact=&branch=&link=&website=&form_token=";

std::string request_with(const std::string& token)
{
    std::string request = "POST /submissions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
    request.append(std::to_string(words.size() + token.size())).append("\r\n\r\n");
    return request.append(words).append(token);
}

} // namespace

auth::Key form_key_of(const std::filesystem::path& file)
{
    storage::Database database{file, storage::Access::read};
    const auto house = storage::in_one_transaction(
        database, {}, [](storage::Transaction& tx) { return storage::find_house(tx).value(); });
    return auth::derive(house.key, "form");
}

std::vector<std::string> submissions(const auth::Key& form_key, std::size_t count)
{
    auth::SystemEntropy entropy;
    const auto rendered_at = time::SystemClock{}.now() - 10s;
    std::vector<std::string> requests;
    requests.reserve(count);
    while (requests.size() < count)
        requests.push_back(request_with(auth::make_form_token(form_key, rendered_at, entropy)));
    return requests;
}

} // namespace heard::bench
