package udpchat.wire;

/** Why a session ends. */
public enum CloseCode {
    /** The program or the conversation ends. */
    BYE(0),
    /** The other side broke the protocol; try again after {@link WireLimits.Session#PROTOCOL_RETRY}. */
    PROTOCOL(1),
    /** Another session with the same key took its place; do not reconnect by yourself. */
    REPLACED(2),
    /** No room for what is under way; reconnecting sends it again. */
    BUSY(3),
    /** Not wanted. */
    REFUSED(4);

    private static final CloseCode[] BY_CODE = {BYE, PROTOCOL, REPLACED, BUSY, REFUSED};
    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static CloseCode read(WireReader in) throws MalformedException {
        return BY_CODE[in.varint(0, BY_CODE.length - 1, "CLOSE code")];
    }
}
