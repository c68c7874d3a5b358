package udpchat.noise;

import java.util.random.RandomGenerator;

/** Gives the same bytes whenever bytes are asked for: the ephemeral keys of test vectors. */
final class FixedRandom implements RandomGenerator {
    private final byte[] bytes;

    FixedRandom(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    @Override
    public void nextBytes(byte[] target) {
        System.arraycopy(bytes, 0, target, 0, target.length);
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("only bytes");
    }
}
