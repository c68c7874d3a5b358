package udpchat.store;

/** Why a message that was queued is not sent any more. */
public enum GiveUp {
    /** The person took it back. */
    CANCELLED,
    /** It waited too long for the peer. */
    EXPIRED,
    /** The peer became unwanted: its key changed, or it was forgotten. */
    PEER_GONE
}
