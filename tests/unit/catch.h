#pragma once

// Catch2 as the system has it: version 3 where there is one, otherwise version 2.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <iostream>

// Ends the test here, because this machine cannot run it. The run counts it as skipped and shows the reason.
#define YMQ_SKIP(reason)                       \
  do {                                         \
    std::cout << "SKIP: " << (reason) << '\n'; \
    SUCCEED();                                 \
    return;                                    \
  } while (false)
