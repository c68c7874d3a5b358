package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.noise.Handshakes.ALICE;
import static udpchat.noise.Handshakes.BOB;
import static udpchat.noise.Handshakes.P1;
import static udpchat.noise.Handshakes.P2;
import static udpchat.noise.Handshakes.P3;
import static udpchat.noise.Handshakes.PROLOGUE;
import static udpchat.noise.Handshakes.flipped;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeStateTest {
    private final HandshakeState alice = Handshakes.alice();
    private final HandshakeState bob = Handshakes.bob();

    @Test
    void threeMessagesOfTheLengthsThatThePacketsHaveRoomFor() throws NoiseException {
        byte[] init = alice.writeMessage(P1);
        bob.readMessage(init);
        byte[] resp = bob.writeMessage(P2);
        alice.readMessage(resp);
        byte[] fin = alice.writeMessage(P3);
        bob.readMessage(fin);

        assertEquals(112 - 8, init.length);
        assertEquals(116 - 12, resp.length);
        assertEquals(84 - 12, fin.length);
        assertArrayEquals(alice.handshakeHash(), bob.handshakeHash());
        assertTrue(alice.isComplete());
        assertTrue(bob.isComplete());
    }

    @Test
    void eachSideKnowsTheOtherOnlyOnceItIsProven() throws NoiseException {
        bob.readMessage(alice.writeMessage(P1));
        assertEquals(Optional.empty(), bob.remoteStatic());
        byte[] resp = bob.writeMessage(P2);
        assertEquals(Optional.empty(), alice.remoteStatic());
        alice.readMessage(resp);
        assertArrayEquals(BOB.publicKey(), alice.remoteStatic().orElseThrow());
        bob.readMessage(alice.writeMessage(P3));
        assertArrayEquals(ALICE.publicKey(), bob.remoteStatic().orElseThrow());
    }

    @Test
    void aForgedOrCutRespOnACopyChangesNothing() throws NoiseException {
        bob.readMessage(alice.writeMessage(P1));
        byte[] resp = bob.writeMessage(P2);
        refusesEveryCutAndManyForgeries(alice, resp);
        HandshakeState committed = alice.copy();
        committed.readMessage(resp);
        assertArrayEquals(P3, bob.readMessage(committed.writeMessage(P3)));
    }

    @Test
    void aForgedOrCutFinOnACopyChangesNothing() throws NoiseException {
        bob.readMessage(alice.writeMessage(P1));
        alice.readMessage(bob.writeMessage(P2));
        byte[] fin = alice.writeMessage(P3);
        refusesEveryCutAndManyForgeries(bob, fin);
        HandshakeState committed = bob.copy();
        committed.readMessage(fin);
        assertArrayEquals(alice.handshakeHash(), committed.handshakeHash());
    }

    /** One bit in every byte: all bits would take the test's time and say no more. */
    private static void refusesEveryCutAndManyForgeries(HandshakeState reader, byte[] message) {
        for (int length = 0; length < message.length; length++) {
            byte[] cut = Arrays.copyOf(message, length);
            assertThrows(NoiseException.class, () -> reader.copy().readMessage(cut), "cut to " + length);
        }
        for (int i = 0; i < message.length; i++) {
            byte[] forged = flipped(message, 8 * i + i % 7);
            assertThrows(NoiseException.class, () -> reader.copy().readMessage(forged), "byte " + i);
        }
        byte[] longer = Arrays.copyOf(message, message.length + 1);
        assertThrows(NoiseException.class, () -> reader.copy().readMessage(longer));
    }

    @Test
    void anInitIsCutOffWhenItsKeyIs() throws NoiseException {
        byte[] init = alice.writeMessage(P1);
        for (int length = 0; length < 32; length++) {
            byte[] cut = Arrays.copyOf(init, length);
            assertThrows(NoiseException.class, () -> bob.copy().readMessage(cut), "cut to " + length);
        }
        assertArrayEquals(P1, bob.readMessage(init));
    }

    /** Nothing protects P1 on its way, but who changes it gets a RESP that the initiator cannot read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 33, 103})
    void anInitThatWasChangedBreaksTheHandshake(int at) throws NoiseException {
        byte[] init = alice.writeMessage(P1);
        bob.readMessage(flipped(init, 8 * at));
        byte[] resp = bob.writeMessage(P2);
        assertThrows(NoiseException.class, () -> alice.readMessage(resp));
    }

    @Test
    void anotherPrologueBreaksTheHandshake() throws NoiseException {
        HandshakeState other =
                HandshakeState.responder("udpchat/2".getBytes(StandardCharsets.US_ASCII), BOB, new Random(4));
        other.readMessage(alice.writeMessage(P1));
        byte[] resp = other.writeMessage(P2);
        assertThrows(NoiseException.class, () -> alice.readMessage(resp));
    }

    @Test
    void anEphemeralKeyOfSmallOrderAborts() throws NoiseException {
        bob.readMessage(new byte[32 + P1.length]);
        assertThrows(NoiseException.class, () -> bob.writeMessage(P2));
        alice.writeMessage(P1);
        assertThrows(NoiseException.class, () -> alice.readMessage(new byte[104]));
    }

    /** The secret of such a key is known to all, so without this check anybody could prove to have it. */
    @Test
    void aStaticKeyOfSmallOrderAborts() throws NoiseException {
        SymmetricState mallory = SymmetricState.initialize(HandshakeState.PROTOCOL_NAME);
        X25519KeyPair e = X25519KeyPair.generate(new Random(8));
        mallory.mixHash(PROLOGUE);
        mallory.mixHash(e.publicKey());
        mallory.mixHash(P1);
        bob.readMessage(concat(e.publicKey(), P1));

        byte[] resp = bob.writeMessage(P2);
        byte[] re = Arrays.copyOf(resp, 32);
        mallory.mixHash(re);
        mallory.mixKey(e.agree(re));
        byte[] rs = mallory.decryptAndHash(Arrays.copyOfRange(resp, 32, 80));
        mallory.mixKey(e.agree(rs));
        mallory.decryptAndHash(Arrays.copyOfRange(resp, 80, 104));

        byte[] nobodysKey = new byte[32];
        byte[] sealedKey = mallory.encryptAndHash(nobodysKey);
        mallory.mixKey(new byte[32]);
        byte[] fin = concat(sealedKey, mallory.encryptAndHash(P3));
        assertThrows(NoiseException.class, () -> bob.readMessage(fin));
        assertEquals(Optional.empty(), bob.remoteStatic());
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    @Test
    void aStateThatFailedIsOfNoMoreUse() throws NoiseException {
        alice.writeMessage(P1);
        assertThrows(NoiseException.class, () -> alice.readMessage(new byte[1]));
        assertThrows(IllegalStateException.class, () -> alice.readMessage(new byte[104]));
        assertThrows(IllegalStateException.class, alice::copy);
        assertEquals(Optional.empty(), alice.remoteStatic());
    }

    @Test
    void turnsAreKept() throws NoiseException {
        assertThrows(IllegalStateException.class, () -> bob.writeMessage(P1));
        assertThrows(IllegalStateException.class, () -> alice.readMessage(P1));
        bob.readMessage(alice.writeMessage(P1));
        assertThrows(IllegalStateException.class, () -> alice.writeMessage(P1));
        assertThrows(IllegalStateException.class, alice::split);
        assertThrows(IllegalStateException.class, alice::handshakeHash);
        assertFalse(alice.isComplete());
        alice.readMessage(bob.writeMessage(P2));
        bob.readMessage(alice.writeMessage(P3));
        assertThrows(IllegalStateException.class, () -> bob.writeMessage(P3));
        assertThrows(IllegalStateException.class, () -> alice.readMessage(P3));
    }

    @Test
    void splitsOnceOnly() throws NoiseException {
        bob.readMessage(alice.writeMessage(P1));
        alice.readMessage(bob.writeMessage(P2));
        bob.readMessage(alice.writeMessage(P3));
        alice.split();
        assertThrows(IllegalStateException.class, alice::split);
        assertThrows(IllegalStateException.class, alice::copy);
        assertArrayEquals(bob.handshakeHash(), alice.handshakeHash());
    }

    /** The same slot may hear two honest answers, from a responder that restarted: either may be taken. */
    @Test
    void eitherOfTwoAnswersCompletesTheHandshake() throws NoiseException {
        byte[] init = alice.writeMessage(P1);
        HandshakeState restarted = HandshakeState.responder(PROLOGUE, BOB, new Random(99));
        bob.readMessage(init);
        restarted.readMessage(init);
        for (HandshakeState responder : new HandshakeState[] {bob, restarted}) {
            HandshakeState committed = alice.copy();
            committed.readMessage(responder.writeMessage(P2));
            responder.readMessage(committed.writeMessage(P3));
            assertArrayEquals(committed.handshakeHash(), responder.handshakeHash());
        }
    }
}
