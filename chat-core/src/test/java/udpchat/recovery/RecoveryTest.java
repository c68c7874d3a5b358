package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.recovery.RecoveryLimits.MAX_IN_FLIGHT;
import static udpchat.recovery.RecoveryLimits.NEVER;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Timelines in milliseconds; the seed is one with which none of the first numbers is skipped. */
class RecoveryTest {
    private static final long MS = 1_000_000;
    private static final long SEED = 1;

    private final PathRecovery path = new PathRecovery(1_200);
    private final Recovery<String> recovery = new Recovery<>(new Random(SEED), path);
    private final PacketSpace<String> key = recovery.openSpace();

    @Test
    void nothingInFlightNeedsNoDeadline() {
        assertEquals(NEVER, recovery.nextDeadline());
        ack(sendAckOnly(key, 0, 7), 0);
        assertEquals(NEVER, recovery.nextDeadline());
        assertEquals(0, path.bytesInFlight());
    }

    @Test
    void anAckGivesTheRoundTripTimeLessItsDelayAndFreesTheWindow() { // §5.1, §5.3
        send(0);
        assertEquals(List.of("0"), ack(0, 40).acked());
        assertEquals(40 * MS, path.rtt().smoothed());
        send(100);
        ackDelayed(1, 10, 150);
        assertEquals(40 * MS, path.rtt().smoothed());
        assertEquals(0, path.bytesInFlight());
        assertEquals(NEVER, recovery.nextDeadline());
    }

    @Test
    void onlyTheLargestIfNewlyAcknowledgedIsASample() { // §5.1
        send(0);
        send(3);
        ack(1, 43);
        assertEquals(40 * MS, path.rtt().latest());
        assertEquals(List.of("0"), ackRange(0, 1, 44).acked());
        assertEquals(40 * MS, path.rtt().latest());
    }

    @Test
    void anAckOnlyPacketIsASampleIfSomethingElseAskedForTheAck() { // §5.1
        sendAckOnly(key, 0, 0);
        ack(0, 5);
        assertEquals(0, path.rtt().latest());
        send(10);
        sendAckOnly(key, 30, 0);
        assertEquals(List.of("1"), ackRange(1, 2, 50).acked());
        assertEquals(20 * MS, path.rtt().latest());
    }

    @Test
    void threeBehindTheLargestIsLostAtOnce() { // §6.1.1
        for (int i = 0; i < 5; i++) {
            send(i);
        }
        AckOutcome<String> outcome = ack(4, 40);
        assertEquals(List.of("4"), outcome.acked());
        assertEquals(List.of("0", "1"), outcome.lost());
        assertEquals(6_000, path.congestion().window());
        assertEquals(2 * 1_200, path.bytesInFlight());
    }

    @Test
    void nineEighthsOfAnRttBehindIsLostByTime() { // §6.1.2
        send(0);
        send(8);
        assertEquals(List.of("0"), ack(1, 48).lost(), "9/8 of 40 ms are 45");
        assertEquals(NEVER, recovery.nextDeadline());
    }

    @Test
    void whatIsOneBehindWaitsForTheTimeThreshold() { // §6.1.2
        send(0);
        ack(0, 40);
        send(100);
        send(101);
        assertEquals(List.of(), ack(2, 141).lost());
        assertEquals(145 * MS, recovery.nextDeadline());
        assertEquals(List.of(), recovery.onDeadline(144 * MS));
        assertEquals(List.of("1"), recovery.onDeadline(145 * MS));
        assertEquals(0, recovery.probesDue(), "no probe where the time threshold ran, §6.2.1");
    }

    @Test
    void aLateAckOfALostPacketIsHarmless() {
        for (int i = 0; i < 5; i++) {
            send(i);
        }
        ack(4, 40);
        AckOutcome<String> late = ackRange(0, 4, 60);
        assertEquals(List.of("2", "3"), late.acked());
        assertEquals(List.of(), late.lost());
        assertEquals(List.of(), ackRange(0, 4, 61).acked());
        assertEquals(0, path.bytesInFlight());
    }

    @Test
    void noAckBringsTwoProbesThenBacksOffToOneSecond() { // §6.2.1, §6.2.4
        send(0);
        ack(0, 20); // PTO 20 + 40 + 25
        send(100);
        long now = 100;
        for (long wait : new long[] {85, 170, 340, 680, 1_000, 1_000}) {
            assertEquals((now + wait) * MS, recovery.nextDeadline());
            assertEquals(List.of(), recovery.onDeadline((now + wait - 1) * MS));
            assertEquals(0, recovery.probesDue());
            now += wait;
            assertEquals(List.of(), recovery.onDeadline(now * MS), "an expiry is no loss, §6.2");
            assertEquals(2, recovery.probesDue());
            assertEquals(List.of("1"), recovery.oldestInFlight(1));
            send(now);
            send(now);
            assertEquals(0, recovery.probesDue());
        }
        assertEquals(6, recovery.probeTimeout().count());
        ackRange(12, 13, now + 20);
        assertEquals(0, recovery.probeTimeout().count());
    }

    @Test
    void probesThatCannotBeSentDoNotLeaveADeadlineInThePast() {
        send(0);
        long now = recovery.nextDeadline();
        for (int i = 0; i < 5; i++) {
            recovery.onDeadline(now);
            assertTrue(recovery.nextDeadline() >= now + 1_000 * MS);
            now = recovery.nextDeadline();
        }
    }

    @Test
    void probesPassAFullWindow() { // §7.5
        for (int i = 0; i < 10; i++) {
            send(0);
        }
        assertFalse(recovery.canSend(1_200, 0));
        recovery.onDeadline(recovery.nextDeadline());
        assertEquals(2, recovery.probesDue());
        send(2_000);
        assertEquals(13_200, path.bytesInFlight());
    }

    @Test
    void threePtoWithoutAnAckIsPersistentCongestion() { // §7.6
        send(0);
        ack(0, 20); // PTO 85, three of them 255
        send(100);
        send(300);
        send(356);
        send(360);
        assertEquals(List.of("1", "2", "3"), ack(4, 380).lost());
        assertEquals(2_400 + 1_200, path.congestion().window(), "the minimum, and slow start by what arrived");
        assertTrue(path.congestion().inSlowStart());
        send(400);
        ack(5, 700);
        assertEquals(300 * MS, path.rtt().min(), "§5.2");
    }

    @Test
    void threePtoWithAnAckBetweenIsNot() { // §7.6.2
        send(0);
        ack(0, 20);
        send(100);
        send(300);
        send(356);
        send(360);
        recoveryAck(new Ack(0, List.of(range(4, 4), range(2, 2))), 380);
        assertEquals(6_600, path.congestion().window());
    }

    @Test
    void lossesFromBeforeTheFirstSampleAreNot() { // §7.6.2
        send(0);
        send(5_000);
        send(5_001);
        send(5_002);
        ack(3, 5_022);
        assertEquals(6_000, path.congestion().window());
    }

    @Test
    void anAckOfAPacketNeverSentIsAnErrorAndChangesNothing() { // RFC 9000 §13.1
        send(0);
        Ack guess = new Ack(0, List.of(range(0, 1)));
        assertThrows(PacketNeverSentException.class, () -> recovery.onAckReceived(key, guess, 10 * MS));
        assertEquals(1_200, path.bytesInFlight());
        assertEquals(NEVER, path.rtt().firstSampleAt());
        assertEquals(List.of("0"), ack(0, 40).acked());
    }

    @Test
    void theAckThatArrivedEndsTheRangesItNamed() { // RFC 9000 §13.2.4
        for (long number : new long[] {1, 3, 5}) {
            key.received().onPacketReceived(number, true, 0);
        }
        sendAckOnly(key, 1, 3);
        send(2);
        ackRange(0, 1, 40);
        assertEquals(List.of(range(5, 5)), key.received().ranges().toList());
    }

    @Test
    void anAckThatIsDueIsADeadlineToo() {
        key.received().onPacketReceived(0, true, 10 * MS);
        assertEquals(35 * MS, recovery.nextDeadline());
    }

    @Test
    void aNewKeyKeepsPathAndWindowAndTheOldOneRetiresWithoutASignal() { // §7, §6.4
        send(0);
        ack(0, 40);
        send(100);
        send(101);
        PacketSpace<String> next = recovery.openSpace();
        send(next, path, 110);
        assertEquals(3_600, path.bytesInFlight());
        ack(next, range(0, 0), 150);
        assertEquals(2_400, path.bytesInFlight(), "numbers of one key say nothing of the other's");
        assertEquals(List.of("1", "2"), recovery.retire(key));
        assertEquals(0, path.bytesInFlight());
        assertTrue(path.congestion().inSlowStart());
        assertEquals(40 * MS, path.rtt().smoothed());
        assertEquals(NEVER, recovery.nextDeadline());
        assertThrows(IllegalArgumentException.class, () -> recovery.retire(key));
    }

    @Test
    void aPacketOfTheOldKeyIsProbedForUnderTheNew() {
        send(0);
        PacketSpace<String> next = recovery.openSpace();
        recovery.onDeadline(recovery.nextDeadline());
        assertEquals(2, recovery.probesDue());
        assertEquals(List.of("0"), recovery.oldestInFlight(2));
        send(next, path, 2_000);
        assertEquals(1, recovery.probesDue());
    }

    @Test
    void fiveKeysAreTooMany() {
        recovery.openSpace();
        recovery.openSpace();
        recovery.openSpace();
        assertThrows(IllegalStateException.class, recovery::openSpace);
    }

    @Test
    void aNewPathStartsAfreshAndLearnsNothingFromPacketsOfTheOld() { // RFC 9000 §9.4
        send(0);
        ack(0, 40);
        send(100);
        PathRecovery other = new PathRecovery(1_200);
        recovery.changePath(other);
        assertEquals(12_000, other.congestion().window());
        assertEquals(333 * MS, other.rtt().smoothed());
        send(key, other, 110);
        send(key, other, 111);
        send(key, other, 112);
        assertEquals(List.of("1"), ack(4, 512).lost());
        assertEquals(0, path.bytesInFlight());
        assertEquals(6_600, path.congestion().window(), "the signal is the old path's");
        assertEquals(12_000 + 1_200, other.congestion().window());
        assertEquals(400 * MS, other.rtt().smoothed());
        assertEquals(40 * MS, path.rtt().smoothed());
    }

    @Test
    void packetsAreSentInTheOrderOfTheNumbersGivenOut() {
        assertThrows(IllegalArgumentException.class, () -> recovery.onPacketSent(key, packet(path, 0, 0, true, -1)));
        send(0);
        assertThrows(IllegalArgumentException.class, () -> recovery.onPacketSent(key, packet(path, 0, 0, true, -1)));
    }

    @Test
    void atTheCapOfPacketsInFlightNothingMayBeSentNotEvenAProbe() {
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            send(0);
        }
        recovery.onDeadline(recovery.nextDeadline());
        assertEquals(0, recovery.probesDue());
        assertEquals(NEVER, recovery.earliestSend(93));
        List<String> lost = ack(key.numbers().next() - 1, 40).lost();
        assertEquals(MAX_IN_FLIGHT - 3, lost.size(), 2);
        assertTrue(recovery.canSend(93, 100_000 * MS));
    }

    @Test
    void acksThatAreNeverAcknowledgedTakeNoMemory() {
        send(0);
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            numbers.add(sendAckOnly(key, i, 0));
        }
        assertEquals(1, key.sent().slots());
        assertEquals(64, key.ackOnly().size());
        ack(numbers.get(10), 5_000);
        assertEquals(1, key.packetsInFlight(), "an old one tells nothing");
    }

    private void send(long millis) {
        send(key, path, millis);
    }

    private void send(PacketSpace<String> space, PathRecovery via, long millis) {
        recovery.onPacketSent(space, packet(via, space.numbers().take(), millis, true, SentPacket.NO_ACK));
    }

    private long sendAckOnly(PacketSpace<String> space, long millis, long largestAcked) {
        long number = space.numbers().take();
        recovery.onPacketSent(space, packet(path, number, millis, false, largestAcked));
        return number;
    }

    private static SentPacket<String> packet(
            PathRecovery via, long number, long millis, boolean eliciting, long largestAcked) {
        return new SentPacket<>(number, millis * MS, 1_200, eliciting, largestAcked, via, "" + number);
    }

    private AckOutcome<String> ack(long number, long millis) {
        return ackRange(number, number, millis);
    }

    private AckOutcome<String> ackRange(long smallest, long largest, long millis) {
        return ack(key, range(smallest, largest), millis);
    }

    private AckOutcome<String> ackDelayed(long number, long delayMillis, long millis) {
        return recoveryAck(new Ack(1_000 * delayMillis, List.of(range(number, number))), millis);
    }

    private AckOutcome<String> recoveryAck(Ack ack, long millis) {
        return onAck(key, ack, millis);
    }

    private AckOutcome<String> ack(PacketSpace<String> space, PacketRange range, long millis) {
        return onAck(space, new Ack(0, List.of(range)), millis);
    }

    private AckOutcome<String> onAck(PacketSpace<String> space, Ack ack, long millis) {
        try {
            return recovery.onAckReceived(space, ack, millis * MS);
        } catch (PacketNeverSentException e) {
            throw new AssertionError(e);
        }
    }

    private static PacketRange range(long smallest, long largest) {
        return new PacketRange(smallest, largest);
    }
}
