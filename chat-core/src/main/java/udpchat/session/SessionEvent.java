package udpchat.session;

import udpchat.model.PeerAddress;

/** What comes out of a {@link PeerSession}. */
public sealed interface SessionEvent {

    /** The session is confirmed: both sides hold its first key. Once. */
    record Up(PeerAddress address) implements SessionEvent {}

    /** What needs an answer had none for 5 s, or 3 PTO if that is more. Now is the time for INIT on every known address. */
    record Unreachable() implements SessionEvent {}

    /** What needs an answer was asked for three times in vain: now is the time to {@link PeerSession#detour}. */
    record Wavering() implements SessionEvent {}

    /** After {@link Unreachable}: the peer answers again. */
    record Back() implements SessionEvent {}

    /** The peer is at another address, which is validated. */
    record Moved(PeerAddress address) implements SessionEvent {}

    /**
     * The key is old or much used: {@link Handshakes#connect} to this address, with the peer's key. Said again each
     * minute until there is a new key.
     */
    record WantsRekey(PeerAddress address) implements SessionEvent {}

    /** DATA opened under this key for the first time: for {@link Handshakes#onFirstData}. */
    record FirstData(int localIndex) implements SessionEvent {}

    /** The probe timeout of an unconfirmed key fired: for {@link Handshakes#onProbeTimeout}. */
    record ProbeTimeout(int localIndex) implements SessionEvent {}

    /**
     * A key is gone: for {@link Handshakes#onSessionClosed}; nothing that comes for this index is for this session any
     * more.
     */
    record IndexRetired(int localIndex) implements SessionEvent {}

    /** The check of the path is over; {@link PeerSession#check}. */
    record PathChecked(PathStatus status) implements SessionEvent {}

    /**
     * The session is over; only CLOSE may still go out. Once, and nothing but {@link IndexRetired} comes after it.
     *
     * @param reason what the peer gave as its reason or broke; may be empty, and may hold any character
     */
    record Ended(SessionEnd why, String reason) implements SessionEvent {}
}
