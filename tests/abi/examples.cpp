#include <iostream>
#include <sstream>

#include "catch.h"

// The examples are programs that users read; here they run as they stand, under another name than main.
#define main hello_cpp
#include "examples/cpp/hello.cpp"
#undef main

extern "C" int hello_c(void);
extern "C" int shared_queue_c(void);

TEST_CASE("the example in C++ runs") {
  std::ostringstream output;
  std::streambuf* const before = std::cout.rdbuf(output.rdbuf());
  const int status = hello_cpp();
  std::cout.rdbuf(before);
  CHECK(status == 0);
  CHECK(output.str() == "you said hello\n");
}

TEST_CASE("the example in C runs") { CHECK(hello_c() == 0); }

TEST_CASE("the shared queue in C runs") { CHECK(shared_queue_c() == 0); }
