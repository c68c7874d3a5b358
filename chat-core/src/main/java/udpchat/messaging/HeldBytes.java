package udpchat.messaging;

/** Memory that a peer's messages take, counted against its share and against what all may take together. */
public final class HeldBytes {
    private final long limit;
    private final HeldBytes all;
    private long held;

    /**
     * For all together.
     *
     * @param limit bytes
     */
    public HeldBytes(long limit) {
        this(limit, null);
    }

    private HeldBytes(long limit, HeldBytes all) {
        this.limit = limit;
        this.all = all;
    }

    /** A share of it, which may take as much as {@code limit} as long as the whole allows it. */
    HeldBytes share(long limit) {
        return new HeldBytes(limit, this);
    }

    /** Whether so much more is within the limits; it is taken then. */
    boolean take(long bytes) {
        return take(bytes, 0);
    }

    /** As {@link #take(long)}, with a limit of its own that is higher by {@code extra}. */
    boolean take(long bytes, long extra) {
        if (held + bytes > limit + extra || (all != null && !all.take(bytes, 0))) {
            return false;
        }
        held += bytes;
        return true;
    }

    /** Takes what is there already, limits or not: what was loaded. */
    void takeAnyway(long bytes) {
        held += bytes;
        if (all != null) {
            all.takeAnyway(bytes);
        }
    }

    /** Gives back. */
    void give(long bytes) {
        assert bytes <= held : bytes + " of " + held;
        held -= bytes;
        if (all != null) {
            all.give(bytes);
        }
    }

    /** How many bytes are taken. */
    public long held() {
        return held;
    }
}
