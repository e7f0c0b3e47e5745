// The example as it stands, under another name than main.
int hello_c(void);
#define main hello_c
#include "examples/c/hello.c"
