import { type ConnectorInit, type ConnectorTypeName, IoContext } from '../../src/index.js';

/**
 * A connector whose messages nobody takes: `idle.ts <pattern> <endpoint to connect to, or '' to bind one> <options as JSON>`.
 * Says its endpoint when it is ready. Ends when it is killed, or whoever started it is gone.
 */
const [pattern, endpoint, options] = process.argv.slice(2);
process.stdin.resume().on('end', () => process.exit());

const connector = new IoContext().connector(pattern as ConnectorTypeName, JSON.parse(options!) as ConnectorInit);
if (endpoint) connector.connect(endpoint);
console.log(endpoint || connector.bind('tcp://127.0.0.1:*'));
