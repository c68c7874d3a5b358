package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static udpchat.noise.Packets.sealed;
import static udpchat.noise.Packets.unsealed;
import static udpchat.noise.SecureChannel.FORGED;
import static udpchat.noise.SecureChannel.MAX_PACKETS;
import static udpchat.noise.SecureChannel.REPLAYED;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecureChannelTest {
    private static final byte[] TEXT = new byte[64];

    private final Handshakes.Channels channels = Handshakes.channels();
    private final SecureChannel alice = channels.initiator();
    private final SecureChannel bob = channels.responder();
    private final byte[] buffer = new byte[1200];

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 64, 1171})
    void opensWhatWasSealedInBothDirections(int length) {
        byte[] text = new byte[length];
        new Random(length).nextBytes(text);
        byte[] there = unsealed(0, text);
        assertEquals(length + 29, alice.seal(there, length));
        assertOpens(text, bob, there);
        assertOpens(text, alice, sealed(bob, 0, text));
    }

    @Test
    void theTwoDirectionsHaveKeysOfTheirOwn() {
        byte[] packet = sealed(alice, 0, TEXT);
        assertEquals(FORGED, open(alice, packet));
    }

    @Test
    void openingLeavesThePacketAsItIs() {
        byte[] packet = sealed(alice, 0, TEXT);
        byte[] before = packet.clone();
        open(bob, packet);
        assertArrayEquals(before, packet);
    }

    @Test
    void whatIsCutAtAnyByteIsForged() {
        byte[] packet = sealed(alice, 7, TEXT);
        for (int length = 0; length < packet.length; length++) {
            assertEquals(FORGED, bob.open(packet, length, buffer), "cut to " + length);
            assertEquals(FORGED, open(bob, Arrays.copyOf(packet, length)), "array of " + length);
        }
        assertEquals(FORGED, open(bob, Arrays.copyOf(packet, packet.length + 1)));
        assertOpens(TEXT, bob, packet);
    }

    @Test
    void whatHasAnyBitFlippedIsForgedAndDoesNotHinderTheGenuineOne() {
        byte[] packet = sealed(alice, 7, TEXT);
        for (int bit = 0; bit < 8 * packet.length; bit++) {
            assertEquals(FORGED, open(bob, Handshakes.flipped(packet, bit)), "bit " + bit);
        }
        assertOpens(TEXT, bob, packet);
    }

    @Test
    void aForgedHighNumberDoesNotMoveTheWindow() {
        byte[] packet = sealed(alice, 0, TEXT);
        assertEquals(FORGED, open(bob, unsealed(MAX_PACKETS - 1, TEXT)));
        assertOpens(TEXT, bob, packet);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 24, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void aCounterBeyondWhatIsSentIsForged(long counter) {
        assertEquals(FORGED, open(bob, unsealed(counter, TEXT)));
    }

    @Test
    void nothingOpensTwice() {
        byte[] first = sealed(alice, 0, TEXT);
        byte[] second = sealed(alice, 1, TEXT);
        assertOpens(TEXT, bob, second);
        assertOpens(TEXT, bob, first);
        assertEquals(REPLAYED, open(bob, first));
        assertEquals(REPLAYED, open(bob, second));
    }

    @Test
    void whatIsBehindTheWindowIsRefused() {
        byte[] tooOld = sealed(alice, 0, TEXT);
        byte[] oldest = sealed(alice, 1, TEXT);
        byte[] newest = sealed(alice, ReplayWindow.WIDTH, TEXT);
        assertOpens(TEXT, bob, newest);
        assertEquals(REPLAYED, open(bob, tooOld));
        assertOpens(TEXT, bob, oldest);
    }

    @Test
    void aCounterIsNeverUsedAgain() {
        assertEquals(0, alice.nextCounter());
        sealed(alice, 5, TEXT);
        assertEquals(6, alice.nextCounter());
        for (long counter = -1; counter <= 5; counter++) {
            long used = counter;
            assertThrows(IllegalStateException.class, () -> sealed(alice, used, TEXT), "counter " + used);
        }
        byte[] refused = unsealed(5, TEXT);
        assertThrows(IllegalStateException.class, () -> alice.seal(refused, TEXT.length));
        assertArrayEquals(unsealed(5, TEXT), refused, "nothing was sealed");
        assertOpens(TEXT, bob, sealed(alice, 6, TEXT));
    }

    @Test
    void aKeySealsNothingPastItsLimit() {
        assertThrows(IllegalStateException.class, () -> sealed(alice, MAX_PACKETS, TEXT));
        assertOpens(TEXT, bob, sealed(alice, MAX_PACKETS - 1, TEXT));
        assertEquals(MAX_PACKETS, alice.nextCounter());
        assertThrows(IllegalStateException.class, () -> sealed(alice, MAX_PACKETS, TEXT));
    }

    @Test
    void lengthsThatDoNotFitAreOurOwnMistake() {
        byte[] packet = new byte[100];
        assertThrows(IllegalArgumentException.class, () -> alice.seal(packet, 0));
        assertThrows(IllegalArgumentException.class, () -> alice.seal(packet, 72));
        assertThrows(IllegalArgumentException.class, () -> bob.open(packet, 101, buffer));
        assertThrows(IllegalArgumentException.class, () -> bob.open(packet, 100, new byte[99]));
        assertEquals(0, alice.nextCounter());
    }

    private int open(SecureChannel channel, byte[] packet) {
        return channel.open(packet, packet.length, buffer);
    }

    private void assertOpens(byte[] expected, SecureChannel channel, byte[] packet) {
        int length = open(channel, packet);
        assertEquals(expected.length, length);
        assertArrayEquals(expected, Arrays.copyOf(buffer, length));
    }
}
