#include "auth/password.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace heard::auth;

TEST_CASE("the right password is verified, any other is not")
{
    const auto hash = hash_password("correct horse");
    CHECK(hash.starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
    CHECK(verify_password(hash, "correct horse"));
    CHECK_FALSE(verify_password(hash, "Correct horse"));
    CHECK_FALSE(verify_password(hash, std::string(1025, 'a')));
    CHECK(hash != hash_password("correct horse"));
    CHECK_FALSE(needs_rehash(hash));
}

TEST_CASE("a hash that is none verifies nothing")
{
    CHECK_FALSE(verify_password("", "correct horse"));
    CHECK_FALSE(verify_password("$argon2id$v=19$m=65536,t=2,p=1$", "correct horse"));
    CHECK(needs_rehash(""));
}

TEST_CASE("a hash of another cost still verifies, and wants to be made anew")
{
    // argon2id, m=8192, t=1, of "correct horse", by libsodium 1.0.18.
    const std::string cheap = "$argon2id$v=19$m=8192,t=1,p=1$Dea+CYj+USjp8zwBx5U7dQ$"
                              "kbMH7FpkQaY8GXpYr3skS70jC/Rf+4XZBfiiw+epFLw";
    CHECK(verify_password(cheap, "correct horse"));
    CHECK(needs_rehash(cheap));
}

TEST_CASE("an unknown name takes as long as a wrong password")
{
    const auto hash = hash_password("correct horse");
    const auto time_of = [](auto&& work) {
        const auto start = std::chrono::steady_clock::now();
        work();
        return std::chrono::steady_clock::now() - start;
    };
    const auto wrong = time_of([&] { (void)verify_password(hash, "wrong password"); });
    const auto nobody = time_of([] { verify_nobody("wrong password"); });
    // Within a wide factor, for busy machines; forgetting to hash at all is off by a factor of
    // 10,000.
    CHECK(nobody > wrong / 10);
    CHECK(wrong > nobody / 10);
}

TEST_CASE("a password has at least 10 characters and at most 1024 bytes")
{
    CHECK(problem_with_password("123456789") == "password.too_short");
    CHECK_FALSE(problem_with_password("1234567890"));
    CHECK_FALSE(problem_with_password("пароль1234"));
    CHECK(problem_with_password("парольпар") == "password.too_short");
    CHECK_FALSE(problem_with_password(std::string(1024, 'a')));
    CHECK(problem_with_password(std::string(1025, 'a')) == "password.too_long");
    CHECK(problem_with_password("") == "password.too_short");
}
