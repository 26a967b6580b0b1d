#include "bench/submission.hpp"

#include "auth/entropy.hpp"
#include "auth/form_token.hpp"
#include "storage/database.hpp"
#include "storage/house.hpp"
#include "time/clock.hpp"

#include <random>

namespace heard::bench {

namespace {

using namespace std::chrono_literals;

/// Words that nobody else says: the same ones again and again would be a flood, which is set aside.
std::string words_by(std::mt19937& dice, std::size_t bytes)
{
    std::uniform_int_distribution<int> size{2, 9};
    std::uniform_int_distribution<int> letter{'a', 'z'};
    std::string words;
    while (words.size() < bytes) {
        for (int left = size(dice); left > 0; --left)
            words += static_cast<char>(letter(dice));
        words += '+';
    }
    return words;
}

std::string request_by(std::mt19937& dice, const std::string& token)
{
    const auto body =
        "likes=" + words_by(dice, 60) + "&dislikes=" + words_by(dice, 160) +
        "&wishes=&name=Tomasz+Nowak&contact=&branch=&link=&website=&form_token=" + token;
    std::string request = "POST /submissions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                          "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
    request.append(std::to_string(body.size())).append("\r\n\r\n");
    return request.append(body);
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
    std::mt19937 dice{std::random_device{}()};
    while (requests.size() < count)
        requests.push_back(request_by(dice, auth::make_form_token(form_key, rendered_at, entropy)));
    return requests;
}

} // namespace heard::bench
