import type { Part } from './vocabulary.js';

// What a STREAM says that plays a peer by hand: ZMTP 3.0, RFC 23.

const sized = (bytes: Buffer, sizeBytes: number): Buffer => {
  const size = Buffer.alloc(sizeBytes);
  size.writeUIntBE(bytes.length, 0, sizeBytes);
  return Buffer.concat([size, bytes]);
};
const inOctets = (...pieces: (Buffer | number[])[]): Part => ({
  hex: Buffer.concat(pieces.map((piece) => Buffer.from(piece))).toString('hex'),
});

/** 64 octets. */
const greeting = (mechanism: string): Buffer =>
  Buffer.concat([
    Buffer.from('ff00000000000000017f0300', 'hex'),
    Buffer.from(mechanism.padEnd(20, '\0')),
    Buffer.alloc(32),
  ]);

/** A peer of this type without a mechanism, up to the end of its handshake. */
export const handshake = (type: string): Part => {
  const properties = [sized(Buffer.from('Socket-Type'), 1), sized(Buffer.from(type), 4)];
  const ready = Buffer.concat([sized(Buffer.from('READY'), 1), ...properties]);
  return inOctets(greeting('NULL'), [4], sized(ready, 1));
};
/** The beginning of one that nobody answers. */
export const greetingOf = (mechanism: string): Part => inOctets(greeting(mechanism));
/** A part, with more of them behind it or not. */
export const frame = (text: string, more = false): Part => inOctets([more ? 1 : 0], sized(Buffer.from(text), 1));
/** The octets that a greeting begins with, whoever says it. */
export const signature: Part = { hex: 'ff00000000000000' };
