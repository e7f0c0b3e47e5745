import type { Call } from './objects.js';
import type { Count, InText, i32, Nullable, Out, OutText, StaticText, ThreadText, u64 } from './vocabulary.js';

/**
 * The version of the library that this header belongs to; `ymq_version` names that of the library in use.
 *
 * @prefix YMQ_
 */
export const VERSION = '0.4.0';

/**
 * Names the version of the library: `0.4.0`.
 */
export declare function ymq_version(): Call<{
  returns: StaticText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
}>;

/**
 * The ABI manifest that the library was built from: JSON text with one fingerprint for each entry. A binding compares
 * it when it loads the library.
 */
export declare function ymq_abi_manifest(): Call<{
  returns: StaticText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
}>;

/**
 * Names a status: `ADDRESS_IN_USE`. A number that is no status gives `UNKNOWN`.
 *
 * @param status The status.
 */
export declare function ymq_status_name(status: i32): Call<{
  returns: StaticText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
}>;

/**
 * Says what a status means, in a sentence.
 *
 * @param status The status.
 */
export declare function ymq_status_text(status: i32): Call<{
  returns: StaticText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
}>;

/**
 * Says what was wrong in the last call on this thread that failed: which value, and what would be right. Calls that
 * succeed leave it as it is.
 *
 * @param system_error Receives the errno behind it, or 0. May be null.
 */
export declare function ymq_last_error(system_error: Nullable<Out<i32>>): Call<{
  returns: ThreadText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
}>;

/**
 * Makes a secret key for CURVE, RFC 26, of random bytes, as 40 characters of Z85.
 *
 * @param text Receives the key, cut at the capacity.
 * @param text_capacity Bytes of room in `text`; 41 hold the key and a NUL.
 * @returns The length of the whole text in bytes: 40.
 */
export declare function ymq_curve_make_secret_key(
  text: OutText<'text_capacity'>,
  text_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_ARGUMENT' | 'NOT_SUPPORTED';
  since: '0.3';
}>;

/**
 * Computes the public key that belongs to a secret one, as 40 characters of Z85.
 *
 * @param secret The secret key: 40 characters of Z85.
 * @param secret_length Its length in bytes.
 * @param text Receives the public key, cut at the capacity.
 * @param text_capacity Bytes of room in `text`; 41 hold the key and a NUL.
 * @returns The length of the whole text in bytes: 40.
 */
export declare function ymq_curve_public_key(
  secret: InText<'secret_length'>,
  secret_length: u64,
  text: OutText<'text_capacity'>,
  text_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_ARGUMENT' | 'NOT_SUPPORTED';
  since: '0.3';
}>;
