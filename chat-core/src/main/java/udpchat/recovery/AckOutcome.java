package udpchat.recovery;

import java.util.List;

/**
 * What an ACK or a deadline decided.
 *
 * @param acked payloads of packets that arrived, in the order of sending
 * @param lost payloads of packets that are lost, in the order of sending: their frames go into new packets
 */
public record AckOutcome<P>(List<P> acked, List<P> lost) {

    public AckOutcome {
        acked = List.copyOf(acked);
        lost = List.copyOf(lost);
    }
}
