package udpchat.store;

/** How words stand in the database: numbers that never change. */
final class SqliteCodes {
    /** What became of a message, as {@link #of(StoreOperation.Outcome)}: delivered and read, in a stream that is over. */
    static final int READ = 4;

    private SqliteCodes() {}

    static int of(GiveUp why) {
        return switch (why) {
            case CANCELLED -> 1;
            case EXPIRED -> 2;
            case PEER_GONE -> 3;
        };
    }

    /** A code of a newer program is as good as taken back. */
    static GiveUp giveUp(int code) {
        return switch (code) {
            case 2 -> GiveUp.EXPIRED;
            case 3 -> GiveUp.PEER_GONE;
            default -> GiveUp.CANCELLED;
        };
    }

    static int of(StoreOperation.Outcome outcome) {
        return switch (outcome) {
            case DELIVERED -> 1;
            case NOT_DELIVERED -> 2;
            case UNKNOWN -> 3;
        };
    }

    static StoreOperation.Outcome outcome(int code) {
        return switch (code) {
            case 1 -> StoreOperation.Outcome.DELIVERED;
            case 2 -> StoreOperation.Outcome.NOT_DELIVERED;
            default -> StoreOperation.Outcome.UNKNOWN;
        };
    }
}
