package udpchat.session;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import udpchat.noise.CheapSecrets;
import udpchat.noise.NoiseException;
import udpchat.noise.SecureChannel;

/**
 * Messages with the lengths and the order of Noise XX and tags that a wrong transcript fails, but no secrets: some
 * thousand times cheaper, for simulations with thousands of seeds.
 */
final class CheapNoise implements Noise {
    private static final int KEY = 32;
    private static final int TAG = 16;

    private final byte[] self;
    private final RandomGenerator random;

    CheapNoise(byte[] self, RandomGenerator random) {
        this.self = self;
        this.random = random;
    }

    @Override
    public Party initiator(byte[] prologue) {
        return new Side(prologue, true);
    }

    @Override
    public Party responder(byte[] prologue) {
        return new Side(prologue, false);
    }

    private final class Side implements Party {
        private byte[] transcript;
        private byte[] remote;
        private int done;

        private final boolean initiator;

        Side(byte[] transcript, boolean initiator) {
            this.transcript = transcript;
            this.initiator = initiator;
        }

        @Override
        public byte[] writeMessage(byte[] payload) {
            byte[] message = {};
            if (done < 2) {
                message = new byte[KEY];
                random.nextBytes(message);
                extend(message);
            }
            if (done > 0) {
                message = join(message, seal(self));
            }
            message = join(message, done > 0 ? seal(payload) : payload);
            if (done == 0) {
                extend(payload);
            }
            done++;
            return message;
        }

        @Override
        public byte[] readMessage(byte[] message) throws NoiseException {
            int at = 0;
            if (done < 2) {
                at = KEY;
                extend(Arrays.copyOf(message, at));
            }
            if (done > 0) {
                remote = open(Arrays.copyOfRange(message, at, at + KEY + TAG));
                at += KEY + TAG;
            }
            byte[] rest = Arrays.copyOfRange(message, at, message.length);
            if (done++ > 0) {
                return open(rest);
            }
            extend(rest);
            return rest;
        }

        private byte[] seal(byte[] plaintext) {
            extend(plaintext);
            byte[] sealed = Arrays.copyOf(plaintext, plaintext.length + TAG);
            sealed[plaintext.length] = (byte) Arrays.hashCode(transcript);
            sealed[plaintext.length + 1] = (byte) (Arrays.hashCode(transcript) >>> 8);
            sealed[plaintext.length + 2] = (byte) (Arrays.hashCode(transcript) >>> 16);
            return sealed;
        }

        private byte[] open(byte[] sealed) throws NoiseException {
            byte[] plaintext = Arrays.copyOf(sealed, sealed.length - TAG);
            if (!Arrays.equals(seal(plaintext), sealed)) {
                throw CheapSecrets.forged();
            }
            return plaintext;
        }

        private void extend(byte[] bytes) {
            transcript = join(transcript, bytes);
        }

        @Override
        public Party copy() {
            Side copy = new Side(transcript, initiator);
            copy.remote = remote;
            copy.done = done;
            return copy;
        }

        @Override
        public byte[] remoteStatic() {
            return remote.clone();
        }

        @Override
        public SecureChannel split() {
            return CheapSecrets.channel(transcript, initiator);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
