/**
 * The grammar of the spec: the types that a declaration may be made of, and nothing else.
 *
 * Every type here means one thing at the C border. The generator reads the *syntax* of a declaration (which alias was
 * written), so the aliases below may all be plain numbers to the type checker.
 */

/** Unsigned and signed integers of exactly this many bits. */
export type u8 = number;
export type u16 = number;
export type u32 = number;
export type i32 = number;
/** 64-bit integers. Values that a user chooses stay within 2^53 so that every language reads them exactly. */
export type u64 = number;
export type i64 = number;

/** A 64-bit number below 2^53 that names an object of this kind: slot, generation and kind. 0 names nothing. */
export type Handle<Kind extends string> = number & { readonly __handle?: Kind };

/** A field of this integer type that holds values of an enum, or, where the enum is marked `@flags`, a set of them. */
export type Holds<Enum extends number, Integer extends number> = Integer & { readonly __holds?: Enum };

/** A parameter that takes the number of an entry of this table of options. */
export type OptionNumber<Table> = number & { readonly __table?: Table };

/** 0 or one negative value of the enum `Status`. */
export type StatusOnly = number;
/** 0 or more: how many. Negative: a value of the enum `Status`. */
export type Count = number;
/** NUL-terminated text that lives as long as the library. */
export type StaticText = string;
/** NUL-terminated text that lives until the same thread calls the library again. */
export type ThreadText = string;

/** Bytes that the callee only reads, during the call. `Length` names the parameter that says how many. */
export type InBytes<Length extends string> = Uint8Array & { readonly __length?: Length };
/**
 * Memory of the caller (`InBytes`) that the callee goes on reading after the call, until the completion that the function
 * declares. Until then it may be neither changed nor freed.
 */
export type Lent<Bytes> = Bytes;
/** UTF-8 text, not NUL-terminated, that the callee only reads, during the call. */
export type InText<Length extends string> = string & { readonly __length?: Length };
/** Memory of the caller that the callee fills, during the call. `Capacity` names the parameter that says how large it is. */
export type OutBytes<Capacity extends string> = Uint8Array & { readonly __capacity?: Capacity };
/** As `OutBytes`, for UTF-8 text: filled up to the capacity, NUL-terminated where there is room. */
export type OutText<Capacity extends string> = string & { readonly __capacity?: Capacity };
/** An array of structs that the callee only reads, during the call. */
export type InArray<Struct, Length extends string> = readonly Struct[] & { readonly __length?: Length };
/** An array of structs, the caller's memory, that the callee fills from the front. */
export type OutArray<Struct, Capacity extends string> = Struct[] & { readonly __capacity?: Capacity };
/** One value that the callee writes. */
export type Out<T> = { readonly __out: T };
/** One struct that the caller prepares (its size field) and the callee fills. */
export type InOut<Struct> = { readonly __inout: Struct };
/** The address of bytes that belong to `Owner` (a parameter) and live as long as it; `Length` is the parameter that says how many. */
export type OutView<Owner extends string, Length extends string> = { readonly __view: [Owner, Length] };
/** NULL is allowed; the documentation of the parameter says what it means. */
export type Nullable<T> = T | null;
/** The callee owns this handle from a successful return on; after an error it is still the caller's. */
export type Transferred<T> = T;

/** A struct whose first field says how large the caller believes it to be, so that fields may be appended to it. */
export type Sized<Fields> = Fields;
/** A struct that never changes its size again. */
export type Frozen<Fields, Bytes extends number> = Fields & { readonly __bytes?: Bytes };

/** An array of fixed length inside a struct. */
export type FixedBytes<Length extends number> = Uint8Array & { readonly __fixed?: Length };

/**
 * How long a call may keep its thread.
 * - `never`: no waiting, no system call that waits. Python keeps its interpreter lock, Node may call it.
 * - `bounded`: may wait for other threads of the library to step aside, never for a peer or for the network.
 * - `may_block`: waits for others, up to its timeout. Python gives up its interpreter lock, Node never calls it.
 */
export type Blocking = 'never' | 'bounded' | 'may_block';

/**
 * Which thread may call.
 * - `any`: any thread, at any time, also while others are inside a call on the same handle.
 * - `one_at_a_time`: any thread, but the caller sees to it that only one is inside a call on this handle.
 */
export type ThreadContract = 'any' | 'one_at_a_time';

/** What follows an asynchronous call: which completion, with what payload, and how that payload is released. */
export interface CompletionShape<Kind extends string> {
  kind: Kind;
  /** `none`; `messages`: bytes and parts, copied out by the drain; `message`: a handle that the drain hands over. */
  payload: 'none' | 'messages' | 'message';
  /** `always`: also after success at once. `when_pending`: only where the call returned less than everything. */
  follows: 'always' | 'when_pending';
}

/** The contract of a function: what it returns, whether it blocks, who may call it, what can go wrong, since when. */
export interface CallShape<StatusName extends string, CompletionName extends string> {
  returns: StatusOnly | Count | StaticText | ThreadText;
  blocking: Blocking;
  thread: ThreadContract;
  errors: StatusName;
  since: string;
  creates?: string;
  destroys?: string;
  completion?: CompletionShape<CompletionName>;
}

/** One option: its number, its type, its bounds and its default. Whole numbers only; text and bytes have bounds of length. */
export interface OptionShape {
  id: number;
  type: 'int' | 'bool' | 'bytes' | 'text';
  /** For `int`: the least and the greatest value. For `bytes` and `text`: of the length. */
  min: number;
  max: number;
  default: number | boolean | string;
  unit:
    | 'messages'
    | 'bytes'
    | 'microseconds'
    | 'milliseconds'
    | 'seconds'
    | 'connections'
    | 'topics'
    | 'probes'
    | 'none';
  access: 'read_write' | 'read_only';
  /** When a change takes effect: at once on live links, or on links and endpoints made afterwards. */
  applies: 'live' | 'later';
  since: string;
}
export type Option<Shape extends OptionShape> = Shape;
