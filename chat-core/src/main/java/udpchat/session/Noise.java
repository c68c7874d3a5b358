package udpchat.session;

import java.util.random.RandomGenerator;
import udpchat.noise.HandshakeState;
import udpchat.noise.Identity;
import udpchat.noise.NoiseException;
import udpchat.noise.SecureChannel;

/** Makes the two sides of a handshake; a simulation of thousands of peers puts a cheaper one in its place. */
interface Noise {
    Party initiator(byte[] prologue);

    Party responder(byte[] prologue);

    /** One side; see {@link HandshakeState}, which it is. */
    interface Party {
        byte[] writeMessage(byte[] payload) throws NoiseException;

        byte[] readMessage(byte[] message) throws NoiseException;

        Party copy();

        /** 32 bytes, after the message that proves it was read. */
        byte[] remoteStatic();

        SecureChannel split();
    }

    /** The real one. */
    static Noise of(Identity self, RandomGenerator random) {
        return new Noise() {
            @Override
            public Party initiator(byte[] prologue) {
                return new State(HandshakeState.initiator(prologue, self, random));
            }

            @Override
            public Party responder(byte[] prologue) {
                return new State(HandshakeState.responder(prologue, self, random));
            }
        };
    }

    /** Noise itself. */
    record State(HandshakeState state) implements Party {
        @Override
        public byte[] writeMessage(byte[] payload) throws NoiseException {
            return state.writeMessage(payload);
        }

        @Override
        public byte[] readMessage(byte[] message) throws NoiseException {
            return state.readMessage(message);
        }

        @Override
        public Party copy() {
            return new State(state.copy());
        }

        @Override
        public byte[] remoteStatic() {
            return state.remoteStatic().orElseThrow();
        }

        @Override
        public SecureChannel split() {
            return state.split();
        }
    }
}
