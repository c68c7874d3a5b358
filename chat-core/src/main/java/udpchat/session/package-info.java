/**
 * What two peers have together. Here: how a session begins. {@link udpchat.session.Handshakes} takes packets, commands
 * and time, and gives datagrams and {@link udpchat.session.HandshakeEvent}s; nothing here reads a clock or owns a socket.
 *
 * <p>{@code now} is nanoseconds of a monotonic clock that stays far away from {@link Long#MAX_VALUE}, which means never.
 * No class is safe for use by several threads; the event loop owns them all.
 *
 * <pre>
 * {@link udpchat.session.Handshakes}     the door: all that others call
 * Initiating         our INITs: repeats, one-shots, RESP, COOKIE, VERNEG
 *   Attempts         those under way, by index, address and ephemeral key
 * Answering          others' INITs: cached RESP, FIN, caps   over InitGate: who needs a cookie
 * LiveSessions       which of two handshakes with one key wins
 * HandshakePhase     the table of states and signals; Handshake moves through it
 * {@link udpchat.session.LocalIndexes}   receiver indexes that we gave out
 * </pre>
 */
package udpchat.session;
