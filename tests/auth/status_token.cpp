#include "auth/status_token.hpp"

#include "auth/fixed_entropy.hpp"

#include <doctest/doctest.h>

using namespace heard::auth;

namespace {

const Key status_key = derive(counting<Key>(), "status");
const std::string token = "7k3m9q-208tedtjfvtdk0zvmcbwhv3nbg";

bool opens(std::string_view text, std::int64_t generation)
{
    const auto parts = split_status_token(text);
    return parts && verify_status_token(status_key, *parts, generation);
}

} // namespace

TEST_CASE("a status token is computed from key, code and generation")
{
    CHECK(make_status_token(status_key, "7K3M9Q", 1) == token);
    CHECK(make_status_token(Key{}, "H00000", 0) == "h00000-y0cmq9j9r7qcrpr2nppmhy0xfm");
}

TEST_CASE("a status token opens its ticket in any letter case")
{
    CHECK(opens(token, 1));
    CHECK(opens("7K3M9Q-208TEDTJFVTDK0ZVMCBWHV3NBG", 1));
    CHECK(opens("7k3m9q-2O8tedtjfvtdkOzvmcbwhv3nbg", 1));
    CHECK(split_status_token(token)->code == "7K3M9Q");
}

TEST_CASE("a token of an earlier generation, another ticket or another house opens nothing")
{
    CHECK_FALSE(opens(token, 2));
    CHECK_FALSE(opens(token, 0));
    CHECK_FALSE(opens("7k3m9r-208tedtjfvtdk0zvmcbwhv3nbg", 1));
    CHECK_FALSE(verify_status_token(Key{}, *split_status_token(token), 1));
}

TEST_CASE("no single changed character passes")
{
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string changed = token;
        changed[at] = changed[at] == '4' ? '8' : '4';
        CHECK_FALSE(opens(changed, 1));
    }
}

TEST_CASE("what has another shape is no token")
{
    for (const std::string_view text :
         {"", "-", "7k3m9q", "7k3m9q-", "H-7K3M9Q", "7k3m9q-208tedtjfvtdk0zvmcbwhv3nb",
          "7k3m9q-208tedtjfvtdk0zvmcbwhv3nbg0", "7k3m9q_208tedtjfvtdk0zvmcbwhv3nbg",
          "7k3m9u-208tedtjfvtdk0zvmcbwhv3nbg", "7k3m9q-208tedtjfvtdk0zvmcbwhv3nbu",
          "7k3m9q-208tedtjfvtdk0zvmcbwhv3nbh"})
        CHECK_FALSE(split_status_token(text));
}
