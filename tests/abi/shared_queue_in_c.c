// The example as it stands, under another name than main.
int shared_queue_c(void);
#define main shared_queue_c
#include "examples/c/shared_queue.c"
