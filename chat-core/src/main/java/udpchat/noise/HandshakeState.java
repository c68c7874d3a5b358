package udpchat.noise;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * HandshakeState of Noise §5.3 for {@code Noise_XX_25519_AESGCM_SHA256}: three messages, then {@link #split()}.
 *
 * <pre>
 * -> e, payload              initiator writes, responder reads
 * <- e, ee, s, es, payload   responder writes, initiator reads
 * -> s, se, payload          initiator writes, responder reads
 * </pre>
 *
 * <p>The first payload travels in clear, though hashed; the second is encrypted towards whoever sent the first
 * message; the third is for the authenticated responder alone.
 *
 * <p>A message that fails to read spoils the state, so read on a {@link #copy()} and put it in the place of the
 * original only when all is well: then a forgery changes nothing. Of all copies of one state only one may write a
 * given message, or two messages share a nonce. For one thread.
 */
public final class HandshakeState {
    /** The protocol, as Noise §8 names it. */
    public static final String PROTOCOL_NAME = "Noise_XX_25519_AESGCM_SHA256";

    private static final List<List<Token>> XX =
            List.of(List.of(Token.E), List.of(Token.E, Token.EE, Token.S, Token.ES), List.of(Token.S, Token.SE));

    private enum Token {
        E,
        S,
        EE,
        ES,
        SE
    }

    private enum Progress {
        RUNNING,
        /** A message could not be read. */
        FAILED,
        SPLIT
    }

    private final boolean initiator;
    private final RandomGenerator random;
    private final X25519KeyPair s;
    private final SymmetricState symmetric;
    private X25519KeyPair e;
    private byte[] rs;
    private byte[] re;
    /** Messages done; the initiator writes those with an even number. */
    private int done;

    private Progress progress = Progress.RUNNING;

    private HandshakeState(boolean initiator, RandomGenerator random, X25519KeyPair s, SymmetricState symmetric) {
        this.initiator = initiator;
        this.random = Objects.requireNonNull(random, "random");
        this.s = s;
        this.symmetric = symmetric;
    }

    /**
     * The side that writes first.
     *
     * @param prologue what both sides must agree on already (Noise §6)
     * @param random gives the ephemeral key: {@link SystemRandom} in a running program
     */
    public static HandshakeState initiator(byte[] prologue, Identity self, RandomGenerator random) {
        return initialize(true, prologue, self.keys(), random);
    }

    /** The side that reads first; the arguments are those of {@link #initiator}. */
    public static HandshakeState responder(byte[] prologue, Identity self, RandomGenerator random) {
        return initialize(false, prologue, self.keys(), random);
    }

    private static HandshakeState initialize(
            boolean initiator, byte[] prologue, X25519KeyPair s, RandomGenerator random) {
        SymmetricState symmetric = SymmetricState.initialize(PROTOCOL_NAME);
        symmetric.mixHash(prologue);
        return new HandshakeState(initiator, random, s, symmetric);
    }

    /**
     * The same state, which from now on goes its own way.
     *
     * @throws IllegalStateException after {@link #split()}: two channels of one key would use its nonces twice
     */
    public HandshakeState copy() {
        requireRunning();
        HandshakeState copy = new HandshakeState(initiator, random, s, symmetric.copy());
        copy.e = e;
        copy.rs = rs;
        copy.re = re;
        copy.done = done;
        return copy;
    }

    /**
     * WriteMessage.
     *
     * @throws NoiseException when the other side's keys, read before, give no secret
     * @throws IllegalStateException when it is the other side's turn, or the handshake is over or failed
     */
    public byte[] writeMessage(byte[] payload) throws NoiseException {
        requireTurn(true);
        progress = Progress.FAILED;
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        for (Token token : XX.get(done)) {
            switch (token) {
                case E -> {
                    e = X25519KeyPair.generate(random);
                    message.writeBytes(e.publicKey());
                    symmetric.mixHash(e.publicKey());
                }
                case S -> message.writeBytes(symmetric.encryptAndHash(s.publicKey()));
                case EE, ES, SE -> mixAgreement(token);
            }
        }
        message.writeBytes(symmetric.encryptAndHash(payload));
        progress = Progress.RUNNING;
        done++;
        return message.toByteArray();
    }

    /**
     * ReadMessage.
     *
     * @param message from a stranger: any bytes, any length
     * @return the payload; of the first message it is not authenticated yet
     * @throws NoiseException when it is cut off, forged, or has a key of small order; this state is then of no more use
     * @throws IllegalStateException when it is our turn, or the handshake is over or failed
     */
    public byte[] readMessage(byte[] message) throws NoiseException {
        requireTurn(false);
        progress = Progress.FAILED;
        int at = 0;
        for (Token token : XX.get(done)) {
            switch (token) {
                case E -> {
                    re = slice(message, at, X25519.KEY_BYTES);
                    at += re.length;
                    symmetric.mixHash(re);
                }
                case S -> {
                    byte[] sealed = slice(message, at, X25519.KEY_BYTES + AesGcm.TAG_BYTES);
                    at += sealed.length;
                    rs = symmetric.decryptAndHash(sealed);
                }
                case EE, ES, SE -> mixAgreement(token);
            }
        }
        byte[] payload = symmetric.decryptAndHash(Arrays.copyOfRange(message, at, message.length));
        progress = Progress.RUNNING;
        done++;
        return payload;
    }

    /** Whether all three messages are done. */
    public boolean isComplete() {
        return done == XX.size();
    }

    /** The other side's static key, 32 bytes, once a message that proves it was read. */
    public Optional<byte[]> remoteStatic() {
        return progress == Progress.FAILED || rs == null ? Optional.empty() : Optional.of(rs.clone());
    }

    /**
     * GetHandshakeHash (Noise §11.2): 32 bytes that are the same on both sides and of no other handshake.
     *
     * @throws IllegalStateException before the handshake is complete
     */
    public byte[] handshakeHash() {
        requireComplete();
        return symmetric.handshakeHash();
    }

    /**
     * Split: the channel for packets. Once only.
     *
     * @throws IllegalStateException before the handshake is complete, or the second time
     */
    public SecureChannel split() {
        SymmetricState.Split ciphers = splitCiphers();
        CipherState toResponder = ciphers.initiatorToResponder();
        CipherState toInitiator = ciphers.responderToInitiator();
        return initiator
                ? new SecureChannel(toResponder.key(), toInitiator.key())
                : new SecureChannel(toInitiator.key(), toResponder.key());
    }

    /** Split as Noise has it, which numbers its messages by itself. */
    SymmetricState.Split splitCiphers() {
        requireComplete();
        requireRunning();
        progress = Progress.SPLIT;
        return symmetric.split();
    }

    /** For ES and SE the first letter says which key of the initiator takes part, the second which of the responder. */
    private void mixAgreement(Token token) throws NoiseException {
        symmetric.mixKey(
                switch (token) {
                    case EE -> e.agree(re);
                    case ES -> initiator ? e.agree(rs) : s.agree(re);
                    case SE -> initiator ? s.agree(re) : e.agree(rs);
                    case E, S -> throw new IllegalArgumentException(token + " is no agreement");
                });
    }

    private void requireTurn(boolean toWrite) {
        requireRunning();
        if (isComplete()) {
            throw new IllegalStateException("the handshake is complete");
        }
        boolean ours = initiator == (done % 2 == 0);
        if (ours != toWrite) {
            throw new IllegalStateException(ours ? "it is our turn to write" : "it is the other side's turn");
        }
    }

    private void requireRunning() {
        if (progress != Progress.RUNNING) {
            throw new IllegalStateException("the handshake is over: " + progress);
        }
    }

    private void requireComplete() {
        if (!isComplete()) {
            throw new IllegalStateException("the handshake is not complete");
        }
    }

    private static byte[] slice(byte[] message, int from, int length) throws NoiseException {
        if (message.length - from < length) {
            throw new NoiseException("message of " + message.length + " bytes is cut off");
        }
        return Arrays.copyOfRange(message, from, from + length);
    }
}
