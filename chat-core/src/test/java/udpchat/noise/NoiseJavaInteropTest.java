package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.southernstorm.noise.protocol.CipherStatePair;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our handshake and our packets against another implementation of Noise, in both roles. */
class NoiseJavaInteropTest {
    private static final int PACKETS = 100;

    /** What the two have agreed on after three messages. */
    private record Agreed(SecureChannel ours, CipherStatePair theirs) {}

    @ParameterizedTest(name = "we are the initiator: {0}, seed {1}")
    @CsvSource({"true, 11", "true, 12", "true, 13", "false, 21", "false, 22", "false, 23"})
    void theyUnderstandUsAndWeThem(boolean weInitiate, long seed) throws Exception {
        Random random = new Random(seed);
        Agreed agreed = handshake(weInitiate, random);
        theyOpenOurPacketsInAnyOrder(agreed, random);
        weOpenTheirPacketsInAnyOrder(agreed, random);
    }

    private static Agreed handshake(boolean weInitiate, Random random) throws Exception {
        Identity self = Identity.generate(random);
        byte[] prologue = bytes(random, random.nextInt(40));
        HandshakeState us = weInitiate
                ? HandshakeState.initiator(prologue, self, random)
                : HandshakeState.responder(prologue, self, random);
        int role = weInitiate
                ? com.southernstorm.noise.protocol.HandshakeState.RESPONDER
                : com.southernstorm.noise.protocol.HandshakeState.INITIATOR;
        var them = new com.southernstorm.noise.protocol.HandshakeState(HandshakeState.PROTOCOL_NAME, role);
        them.setPrologue(prologue, 0, prologue.length);
        them.getLocalKeyPair().generateKeyPair();
        them.start();

        byte[] buffer = new byte[1500];
        for (int i = 0; i < 3; i++) {
            byte[] payload = bytes(random, random.nextInt(200));
            if (weInitiate == (i % 2 == 0)) {
                byte[] message = us.writeMessage(payload);
                int length = them.readMessage(message, 0, message.length, buffer, 0);
                assertArrayEquals(payload, Arrays.copyOf(buffer, length), "payload " + i);
            } else {
                int length = them.writeMessage(buffer, 0, payload, 0, payload.length);
                assertArrayEquals(payload, us.readMessage(Arrays.copyOf(buffer, length)), "payload " + i);
            }
        }
        assertArrayEquals(them.getHandshakeHash(), us.handshakeHash());
        byte[] theirKey = new byte[32];
        them.getLocalKeyPair().getPublicKey(theirKey, 0);
        assertArrayEquals(theirKey, us.remoteStatic().orElseThrow());
        them.getRemotePublicKey().getPublicKey(theirKey, 0);
        assertArrayEquals(theirKey, self.publicKey());
        return new Agreed(us.split(), them.split());
    }

    private static void theyOpenOurPacketsInAnyOrder(Agreed agreed, Random random) throws GeneralSecurityException {
        List<byte[]> plaintexts = plaintexts(random);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = Packets.unsealed(i, plaintexts.get(i));
            assertEquals(packet.length, agreed.ours.seal(packet, plaintexts.get(i).length));
            packets.add(packet);
        }
        for (int i : anyOrder(random)) {
            byte[] header = Arrays.copyOf(packets.get(i), SecureChannel.HEADER_BYTES);
            byte[] ciphertext = Arrays.copyOfRange(packets.get(i), SecureChannel.HEADER_BYTES, packets.get(i).length);
            byte[] opened = new byte[plaintexts.get(i).length];
            agreed.theirs.getReceiver().setNonce(i);
            agreed.theirs.getReceiver().decryptWithAd(header, ciphertext, 0, opened, 0, ciphertext.length);
            assertArrayEquals(plaintexts.get(i), opened, "packet " + i);
        }
    }

    private static void weOpenTheirPacketsInAnyOrder(Agreed agreed, Random random) throws GeneralSecurityException {
        List<byte[]> plaintexts = plaintexts(random);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            byte[] packet = Packets.unsealed(i, plaintexts.get(i));
            byte[] header = Arrays.copyOf(packet, SecureChannel.HEADER_BYTES);
            agreed.theirs.getSender().setNonce(i);
            agreed.theirs
                    .getSender()
                    .encryptWithAd(
                            header, plaintexts.get(i), 0, packet, SecureChannel.HEADER_BYTES, plaintexts.get(i).length);
            packets.add(packet);
        }
        byte[] buffer = new byte[1200];
        for (int i : anyOrder(random)) {
            int length = agreed.ours.open(packets.get(i), packets.get(i).length, buffer);
            assertEquals(plaintexts.get(i).length, length, "packet " + i);
            assertArrayEquals(plaintexts.get(i), Arrays.copyOf(buffer, length), "packet " + i);
        }
    }

    private static List<byte[]> plaintexts(Random random) {
        List<byte[]> plaintexts = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            plaintexts.add(bytes(random, 1 + random.nextInt(1171)));
        }
        return plaintexts;
    }

    private static List<Integer> anyOrder(Random random) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        return order;
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
