#include "auth/key.hpp"

#include "auth/fixed_entropy.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace heard::auth;

TEST_CASE("the signature is HMAC-SHA-256, for keys of any length (RFC 4231, cases 2 and 6)")
{
    const Mac second = hmac(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"));
    CHECK(read_big_endian(Bytes{second}.first<8>()) == 0x5bdcc146bf60754e);
    CHECK(read_big_endian(Bytes{second}.last<8>()) == 0x9dec58b964ec3843);

    const std::vector<unsigned char> long_key(131, 0xaa);
    const Mac sixth =
        hmac(long_key, bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"));
    CHECK(read_big_endian(Bytes{sixth}.first<8>()) == 0x60e431591ee0b67f);
}

TEST_CASE("a key made ready signs as the key does, however often")
{
    const Key key = counting<Key>();
    const Signer signer{key};
    for (const auto* message : {"", "once", "twice"})
        CHECK(signer.sign(bytes_of(message)) == hmac(key, bytes_of(message)));
}

TEST_CASE("each purpose has a key of its own")
{
    const Key house = counting<Key>();
    const Key status = derive(house, "status");
    CHECK(read_big_endian(Bytes{status}.first<8>()) == 0xbdb902f4df6a1c0c);
    CHECK(read_big_endian(Bytes{status}.last<8>()) == 0x8960cc23d3f36da2);
    CHECK(status != derive(house, "form"));
    CHECK(status != derive(Key{}, "status"));
}
