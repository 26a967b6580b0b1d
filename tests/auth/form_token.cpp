#include "auth/form_token.hpp"

#include "auth/fixed_entropy.hpp"

#include <doctest/doctest.h>

using namespace heard;
using namespace heard::auth;

namespace {

const Key form_token_key = counting<Key>();
const auto rendered_at = time::from_number(1'795'296'000'123'456);
const std::string token = "AaH_-vh7AQIDBAUGBwgJCgAGYM_sWqJAwvjuj6ARtwYAsEDcp6R65g";

} // namespace

TEST_CASE("a form token is the time, random bytes and a signature")
{
    FixedEntropy entropy;
    CHECK(make_form_token(form_token_key, rendered_at, entropy) == token);
}

TEST_CASE("a form token is read again to the microsecond, however old it is")
{
    const auto read = read_form_token(form_token_key, token);
    REQUIRE(read);
    CHECK(read->rendered_at == rendered_at);
    CHECK(read->form_key ==
          FormKey{0x01, 0xA1, 0xFF, 0xFA, 0xF8, 0x7B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
}

TEST_CASE("forms rendered later have greater keys; forms rendered together differ")
{
    SystemEntropy entropy;
    const auto key_at = [&](time::Instant at) {
        return read_form_token(form_token_key, make_form_token(form_token_key, at, entropy))
            ->form_key;
    };
    CHECK(key_at(rendered_at) < key_at(rendered_at + std::chrono::milliseconds{1}));
    CHECK(key_at(rendered_at) != key_at(rendered_at));
}

TEST_CASE("a token that we did not sign is none")
{
    CHECK_FALSE(read_form_token(Key{}, token));
    CHECK_FALSE(read_form_token(form_token_key, ""));
    CHECK_FALSE(read_form_token(form_token_key, token.substr(1)));
    CHECK_FALSE(read_form_token(form_token_key, token + "A"));
    CHECK_FALSE(read_form_token(form_token_key, std::string(100'000, 'A')));
    for (std::size_t at = 0; at < token.size(); ++at) {
        std::string changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        CHECK_FALSE(read_form_token(form_token_key, changed));
    }
}
