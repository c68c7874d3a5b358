/**
 * Loss recovery and congestion control: RFC 9002 as written, with the one deviation that {@link
 * udpchat.recovery.ProbeTimeout} names.
 *
 * <p>Nothing here reads a clock, owns a socket or knows what a frame is. Time is an argument: {@code now}, nanoseconds of
 * a monotonic clock that stays far away from {@link Long#MAX_VALUE}, which means never. Sizes are bytes of UDP payload.
 * No class is safe for use by several threads; the event loop owns them all.
 *
 * <p>What belongs to whom, by how long it lives:
 *
 * <pre>
 * peer   {@link udpchat.recovery.Recovery}       probe timeout, deadlines
 * path   {@link udpchat.recovery.PathRecovery}   RttEstimator, NewReno, Pacer, BlackHoleDetector, bytes in flight
 * key    {@link udpchat.recovery.PacketSpace}    PacketNumbers, SentPackets, LossDetector; Acknowledger over AckRanges
 * </pre>
 */
package udpchat.recovery;
