/**
 * Messages between two peers. For peers with a key {@link udpchat.messaging.Conversation}: exactly once, in order, and
 * nothing is said that is not so. For plain peers {@link udpchat.messaging.PlainOutbox}.
 *
 * <p>Nothing here reads a clock, owns a socket or knows of keys; {@code now} is nanoseconds of a monotonic clock. No class
 * is safe for use by several threads; the event loop owns them all.
 *
 * <pre>
 * {@link udpchat.messaging.Conversation}    the door: the store's answers, and who gets which frame
 * Outbox            our messages and their stream
 *   SendQueue       from queueing to receipt: numbers, what may be under way, giving up
 *   MessageSource   MSG frames for one session, and which go again
 *   ReceiptReader   what the peer says it has
 * Inbox             the peer's messages and its stream
 *   ReceiveWindow   taken once, stored, shown in order   over Reassembler: long messages from their pieces
 *   Receipts        what is stored and skipped, and the RECEIPTs of it
 * ControlSource     all that goes before messages
 * </pre>
 */
package udpchat.messaging;
