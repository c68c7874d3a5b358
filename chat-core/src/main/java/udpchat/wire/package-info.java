/**
 * What goes on the wire: packets, frames, the HELLO, and how a datagram is told from plain text. Pure functions over
 * byte arrays: no state, no clock, no keys.
 *
 * <p>A decoder takes exactly the bytes it is given and returns a valid value, or throws {@link
 * udpchat.wire.MalformedException}; nothing else escapes it, whatever the bytes. An encoder is given values that are
 * valid already: a wrong one is our own bug and an {@link java.lang.IllegalArgumentException}.
 *
 * <p>Numbers are big-endian. A byte string inside a value is {@link udpchat.wire.Bytes}, never an array. Everything
 * here is immutable and may be used on any thread, {@link udpchat.wire.WireReader} and {@link
 * udpchat.wire.WireWriter} excepted.
 */
package udpchat.wire;
