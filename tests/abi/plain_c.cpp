#include "catch.h"

extern "C" int plain_c_exchange(void);

TEST_CASE("a C11 program exchanges a message") { CHECK(plain_c_exchange() == 0); }
