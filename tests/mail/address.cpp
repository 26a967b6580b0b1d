#include "mail/address.hpp"

#include <doctest/doctest.h>

using heard::mail::is_address;

TEST_CASE("addresses that people have are addresses")
{
    for (const std::string_view email :
         {"jane@example.com", "Jane.Doe+shop@mail.example.co.uk", "o'brien@example.ie", "a@b",
          "root@localhost", "x_y-z=1@xn--mller-kva.de", "1234@example.com", "jane@[192.0.2.1]",
          "jane@[IPv6:2001:db8::1]", "-@example.com", "a@1a.com", "a@3com.example"})
        CHECK_MESSAGE(is_address(email), email);
}

TEST_CASE("anything that could mean something else to a mail server is none")
{
    for (const std::string_view email : {"",
                                         "@",
                                         "jane",
                                         "@example.com",
                                         "jane@",
                                         "jane@@example.com",
                                         "a b@example.com",
                                         " jane@example.com",
                                         "jane@example.com ",
                                         "jane@example.com\r\nRCPT TO:<x@y>",
                                         "jane\n@example.com",
                                         "<jane@example.com>",
                                         "jane@example.com,john@example.com",
                                         "jane@example.com>\r\n",
                                         "\"jane doe\"@example.com",
                                         "jane@exa mple.com",
                                         ".jane@example.com",
                                         "jane.@example.com",
                                         "ja..ne@example.com",
                                         "jane@.example.com",
                                         "jane@example.com.",
                                         "jane@example..com",
                                         "jane@-example.com",
                                         "jane@example-.com",
                                         "jane@exam_ple.com",
                                         "j\xC3\xA4ne@example.com",
                                         "jane@m\xC3\xBCller.de",
                                         "jane@192.0.2.1",
                                         "jane@[192.0.2]",
                                         "jane@[192.0.2.1",
                                         "jane@[IPv6:zz::]",
                                         "jane@[]",
                                         "jane\t@example.com",
                                         "jane\x7F@example.com",
                                         "Jane <jane@example.com>",
                                         "jane(x)@example.com"})
        CHECK_FALSE_MESSAGE(is_address(email), email);
    CHECK_FALSE(is_address(std::string_view("jane\0@example.com", 17)));
    CHECK_FALSE(is_address(std::string_view("jane@example.com\0", 17)));
    CHECK_FALSE(is_address(std::string_view("jane@[192.0.2.1\0]", 17)));
}

TEST_CASE("lengths are those of RFC 5321")
{
    const std::string label(63, 'a');
    CHECK(is_address(std::string(64, 'j') + "@example.com"));
    CHECK_FALSE(is_address(std::string(65, 'j') + "@example.com"));
    CHECK(is_address("j@" + label + ".com"));
    CHECK_FALSE(is_address("j@a" + label + ".com"));
    const std::string most = label + "." + label + "." + label + ".";
    CHECK(is_address("j@" + most + std::string(60, 'z')));
    CHECK_FALSE(is_address("j@" + most + std::string(61, 'z')));
    CHECK_FALSE(is_address(std::string(1'000'000, 'a')));
}
