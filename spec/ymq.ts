/** The whole ABI of libymq, in the order in which the header shows it. */
export * from './vocabulary.js';
export * from './status.js';
export * from './enums.js';
export * from './option.js';
export * from './objects.js';
export * from './library.js';
export * from './io_context.js';
export * from './connector.js';
export * from './message.js';
export * from './completion_queue.js';
export * from './poller.js';
export * from './proxy.js';
