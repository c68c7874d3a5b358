package udpchat.cli.bench;

/**
 * What one measured round carried.
 *
 * @param sent messages handed over
 * @param received messages that came out at the other end
 * @param nanos from the first handed over to the last that came out
 */
record Throughput(long sent, long received, long nanos) {

    /** Received messages a second. */
    double perSecond() {
        return nanos == 0 ? 0 : received * 1e9 / nanos;
    }

    long lost() {
        return sent - received;
    }
}
