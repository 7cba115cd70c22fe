declare const MESSAGE: unique symbol;

/** A type that nothing has: it stands where a mistake is, so that the compiler prints the message. */
export interface TypeMessage<Text extends string> {
  readonly [MESSAGE]: Text;
}
