package udpchat.messaging;

import java.util.Arrays;

/** The messages of ours that have a number and are not settled, by number. */
final class SeqRing {
    private static final int INITIAL = 16;

    private Outbound[] slots = new Outbound[INITIAL];
    private long base;
    private long next;

    /** An empty one whose next message gets this number. */
    SeqRing(long next) {
        this.base = next;
        this.next = next;
    }

    /** The lowest number that is not settled; {@link #next} if all are. */
    long base() {
        return base;
    }

    /** The number that the next message gets. */
    long next() {
        return next;
    }

    boolean isEmpty() {
        return base == next;
    }

    /** The message with this number, or null if it is settled or not given yet. */
    Outbound get(long seq) {
        return seq < base || seq >= next ? null : slots[(int) seq & (slots.length - 1)];
    }

    /** Gives a message the next number. */
    void append(Outbound message) {
        message.seq = next;
        put(message);
    }

    /** Puts a message at the number that it has, which is {@link #next} or above. */
    void put(Outbound message) {
        if (isEmpty()) {
            base = message.seq;
        }
        while (message.seq - base >= slots.length) {
            grow();
        }
        slots[(int) message.seq & (slots.length - 1)] = message;
        next = message.seq + 1;
    }

    /** No number below this is free any more. */
    void skipTo(long seq) {
        if (isEmpty()) {
            base = seq;
        }
        next = seq;
        while (next - base > slots.length) {
            grow();
        }
    }

    void remove(long seq) {
        slots[(int) seq & (slots.length - 1)] = null;
        while (base < next && slots[(int) base & (slots.length - 1)] == null) {
            base++;
        }
    }

    private void grow() {
        Outbound[] old = slots;
        slots = Arrays.copyOf(new Outbound[0], 2 * old.length);
        for (Outbound message : old) {
            if (message != null) {
                slots[(int) message.seq & (slots.length - 1)] = message;
            }
        }
    }
}
