package udpchat.model;

/**
 * Where we stand with a peer.
 *
 * <pre>
 *              a wish      plain text  a handshake  a session   silence      goodbye    another key
 *              to talk     came        begins       is up       5 s | 50 s              answers
 * NEW          ASKING ¹    PLAIN       CONNECTING   UP          -            -          -
 * ASKING       =           PLAIN ²     CONNECTING   UP          SILENT ³     -          -
 * SILENT       ASKING      PLAIN       CONNECTING   UP          -            -          -
 * PLAIN        =           =           CONNECTING   UP          -            -          -
 * CONNECTING   =           =           =            UP          OFFLINE      OFFLINE    KEY_CHANGED
 * UP           =           =           =            =           UNREACHABLE  OFFLINE    =
 * UNREACHABLE  =           =           =            UP          OFFLINE      OFFLINE    =
 * OFFLINE      CONNECTING  =           CONNECTING   UP          -            -          KEY_CHANGED
 * KEY_CHANGED  =           =           =            UP ⁴        -            -          =
 * </pre>
 *
 * ¹ where its key is known CONNECTING; ² once the answer to HELLO is overdue; ³ after 2 s; ⁴ with the key that we know.
 */
public enum PeerState {
    /** Known, and never talked to in this run. */
    NEW,
    /** Asked by HELLO whether it speaks the protocol. */
    ASKING,
    /** It did not answer HELLO. */
    SILENT,
    /** It sends plain text. */
    PLAIN,
    /** A handshake is under way. */
    CONNECTING,
    /** There is a session. */
    UP,
    /** There is a session, and no answer. */
    UNREACHABLE,
    /** There is no session. */
    OFFLINE,
    /** Another key than the pinned one answered. */
    KEY_CHANGED
}
