package udpchat.docs;

import java.util.ArrayDeque;
import java.util.random.RandomGenerator;

/** Gives what it was told to, in that order, and nothing else: the keys and indexes of the examples. */
final class ScriptedRandom implements RandomGenerator {

    private final ArrayDeque<Object> script = new ArrayDeque<>();

    ScriptedRandom bytes(byte[] next) {
        script.add(next);
        return this;
    }

    ScriptedRandom integer(int next) {
        script.add(next);
        return this;
    }

    @Override
    public void nextBytes(byte[] target) {
        byte[] next = (byte[]) script.remove();
        if (next.length != target.length) {
            throw new IllegalStateException(target.length + " bytes asked for, not " + next.length);
        }
        System.arraycopy(next, 0, target, 0, next.length);
    }

    @Override
    public int nextInt() {
        return (Integer) script.remove();
    }

    @Override
    public long nextLong() {
        throw new UnsupportedOperationException("no number of 64 bits is in the script");
    }
}
