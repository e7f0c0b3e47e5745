// Sanitizers end the process where an allocation is beyond all memory, unless they are told to fail as malloc does;
// tests of what happens then ask for just that.
extern "C" const char* __asan_default_options();
extern "C" const char* __tsan_default_options();

extern "C" const char* __asan_default_options() { return "allocator_may_return_null=1"; }
extern "C" const char* __tsan_default_options() { return "allocator_may_return_null=1"; }
