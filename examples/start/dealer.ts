/** What the client and the workers need of a DEALER: a connector of libymq has it. */
export interface Dealer extends AsyncIterable<Buffer[]> {
  send(parts: Buffer[]): Promise<void>;
  stats(): { readonly messagesResent: number };
  close(): Promise<unknown>;
}
