/**
 * What two peers have together. {@link udpchat.session.Handshakes} is how a session begins: it takes packets, commands
 * and time, and gives datagrams and {@link udpchat.session.HandshakeEvent}s. {@link udpchat.session.PeerSession} is what
 * it is then: it takes DATA packets, further handshakes and time, and gives datagrams and {@link
 * udpchat.session.SessionEvent}s. Nothing here reads a clock or owns a socket.
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
 *
 * {@link udpchat.session.PeerSession}    the door: all that others call
 * Inbound, Outbound  packets to frames, and frames to packets (PacketBuilder)
 * KeyRing            the keys, SessionKey; KeyState is their table of states and signals
 * Roaming            the addresses, Path; PathState is their table
 * SessionTimers      keepalive, unreachable, offline
 * Bundle             what one packet carried for its sources, however often it is sent
 * SessionCore        what these share, and how a session ends
 * </pre>
 */
package udpchat.session;
