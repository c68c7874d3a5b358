package udpchat.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The public test vector of our protocol: three handshake messages, then transport messages by turns. */
class NoiseVectorTest {
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": \"([^\"]*)\"");
    private static final byte[] NO_AD = {};

    private final Map<String, String> fields = new HashMap<>();
    private final List<byte[]> payloads = new ArrayList<>();
    private final List<byte[]> ciphertexts = new ArrayList<>();

    NoiseVectorTest() throws IOException {
        try (InputStream in = NoiseVectorTest.class.getResourceAsStream("noise-xx-25519-aesgcm-sha256.json")) {
            Matcher field = FIELD.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (field.find()) {
                switch (field.group(1)) {
                    case "payload" -> payloads.add(HexFormat.of().parseHex(field.group(2)));
                    case "ciphertext" -> ciphertexts.add(HexFormat.of().parseHex(field.group(2)));
                    default -> fields.put(field.group(1), field.group(2));
                }
            }
        }
    }

    @Test
    void bothSidesSayEveryByteOfIt() throws NoiseException {
        assertEquals(HandshakeState.PROTOCOL_NAME, fields.get("protocol_name"));
        assertEquals(6, payloads.size());
        assertEquals(6, ciphertexts.size());
        Identity initiatorKeys = new Identity(X25519KeyPair.of(bytes("init_static")));
        Identity responderKeys = new Identity(X25519KeyPair.of(bytes("resp_static")));
        HandshakeState initiator = HandshakeState.initiator(
                bytes("init_prologue"), initiatorKeys, new FixedRandom(bytes("init_ephemeral")));
        HandshakeState responder = HandshakeState.responder(
                bytes("resp_prologue"), responderKeys, new FixedRandom(bytes("resp_ephemeral")));

        for (int i = 0; i < 3; i++) {
            HandshakeState writer = i % 2 == 0 ? initiator : responder;
            HandshakeState reader = i % 2 == 0 ? responder : initiator;
            assertArrayEquals(ciphertexts.get(i), writer.writeMessage(payloads.get(i)), "message " + i);
            assertArrayEquals(payloads.get(i), reader.readMessage(ciphertexts.get(i)), "payload " + i);
        }
        assertArrayEquals(bytes("handshake_hash"), initiator.handshakeHash());
        assertArrayEquals(bytes("handshake_hash"), responder.handshakeHash());
        assertArrayEquals(responderKeys.publicKey(), initiator.remoteStatic().orElseThrow());
        assertArrayEquals(initiatorKeys.publicKey(), responder.remoteStatic().orElseThrow());

        SymmetricState.Split ours = initiator.splitCiphers();
        SymmetricState.Split theirs = responder.splitCiphers();
        for (int i = 3; i < 6; i++) {
            // The turns go on where the handshake stopped: message 3 is the responder's.
            boolean byInitiator = i % 2 == 0;
            CipherState sender = byInitiator ? ours.initiatorToResponder() : theirs.responderToInitiator();
            CipherState receiver = byInitiator ? theirs.initiatorToResponder() : ours.responderToInitiator();
            assertArrayEquals(ciphertexts.get(i), sender.encryptWithAd(NO_AD, payloads.get(i)), "message " + i);
            assertArrayEquals(payloads.get(i), receiver.decryptWithAd(NO_AD, ciphertexts.get(i)), "payload " + i);
        }
    }

    private byte[] bytes(String name) {
        return HexFormat.of().parseHex(fields.get(name));
    }
}
