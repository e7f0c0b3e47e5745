// What is said where GSSAPI cannot be used. What it does with Kerberos is in tests/bindings/python/test_gssapi.py.

#include "engine/gss_context.h"

#include <array>
#include <string>

#include "base/bytes.h"
#include "engine/gss_library.h"
#include "unit/catch.h"
#include "unit/wire/bytes.h"

namespace ymq::engine {

TEST_CASE("a library that is missing, or is another one, is named together with its package") {
  for (const char* file : {"libgssapi_krb5.so.none", "libc.so.6"}) {
    GssLibrary library{};
    std::string why;
    CHECK_FALSE(load_gss_library(file, library, why));
    CHECK_THAT(why, test::says(file));
    CHECK_THAT(why, test::says("libgssapi-krb5-2"));
  }
}

TEST_CASE("the library of this machine has what is wanted, and is loaded once") {
  std::string why;
  const GssLibrary* const library = gss_library(why);
  INFO(why);
  REQUIRE(library);
  CHECK(gss_library(why) == library);
}

TEST_CASE("tokens that are none are refused by a status with the library's own text") {
  // No keytab: what there is of one on this machine does not matter to tokens that are none.
  for (const std::string_view token :
       {std::string_view(), std::string_view("x"), std::string_view("\x60\x82\xff\xff", 4),
        std::string_view("\x60\x06\x06\x04\x2a\x86\x48\x86", 8)}) {
    const auto acceptor = make_gss_acceptor({});
    const auto step = acceptor->step(as_bytes(token));
    CHECK(step.fault.status == Status::kAuthenticationFailed);
    CHECK(step.fault.text.find(": ") != std::string::npos);
    CHECK_FALSE(step.complete);
  }
}

TEST_CASE("a context without a peer seals and opens nothing") {
  const auto acceptor = make_gss_acceptor({});
  std::array<std::byte, 100> bytes{};
  const auto room = acceptor->room(10);
  CHECK(room.head + room.tail == 0);
  CHECK(acceptor->wrap(bytes, {0, 0}));
  std::span<std::byte> plain;
  CHECK(acceptor->unwrap(bytes, plain));
}

}  // namespace ymq::engine
