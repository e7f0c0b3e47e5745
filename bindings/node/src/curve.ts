import { checked } from './errors.js';
import { abi } from './library.js';

const kKeyCharacters = 40;

/** A public key for CURVE and the secret one that it belongs to, each 40 characters of Z85. */
export interface CurveKeyPair {
  readonly public: string;
  readonly secret: string;
}

/** A new pair of keys, for the options `curveSecretKey` and, at the peer, `curveServerKey`. */
export function curveKeyPair(): CurveKeyPair {
  const text = Buffer.alloc(kKeyCharacters + 1);
  checked(abi.ymq_curve_make_secret_key(text, text.length));
  const secret = text.toString('latin1', 0, kKeyCharacters);
  text.fill(0);
  return { public: curvePublicKey(secret), secret };
}

/** The public key of a secret one of 40 characters of Z85. */
export function curvePublicKey(secret: string): string {
  const given = Buffer.from(secret);
  const text = Buffer.alloc(kKeyCharacters + 1);
  checked(abi.ymq_curve_public_key(given, given.length, text, text.length));
  return text.toString('latin1', 0, kKeyCharacters);
}
