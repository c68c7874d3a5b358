package udpchat.messaging;

import java.util.Arrays;
import udpchat.wire.Bytes;
import udpchat.wire.WireLimits.Messages;

/** The pieces of a message that have come, without those bytes that came before. Nothing is allocated for what is missing. */
final class PartialMessage {
    private static final int INITIAL = 4;

    /**
     * Beyond so many pieces, and {@value #PER_RANGE} for each range, those that follow each other become one: an honest
     * peer makes hardly more, and the time that a piece takes grows with how many there are.
     */
    private static final int PIECES = Messages.RANGES;

    private static final int PER_RANGE = 4;

    final int total;
    private int[] offsets = new int[INITIAL];
    private Bytes[] pieces = new Bytes[INITIAL];
    private int count;
    private int received;
    /** Runs of pieces that follow each other. */
    private int ranges;

    PartialMessage(int total) {
        this.total = total;
    }

    /** What it counts: its bytes, and something for each piece. */
    int held() {
        return Messages.OVERHEAD + received + count * Messages.RANGE_OVERHEAD;
    }

    boolean isComplete() {
        return received == total;
    }

    int ranges() {
        return ranges;
    }

    /** What {@link #held} grows by, at most, when this comes. */
    static int growth(int length) {
        return length + Messages.RANGE_OVERHEAD;
    }

    /** Whether a piece there would be a further range, touching none. */
    boolean isApart(int offset, int length) {
        int at = position(offset);
        boolean touchesBefore = at > 0 && end(at - 1) >= offset;
        boolean touchesAfter = at < count && offsets[at] <= offset + length;
        return !touchesBefore && !touchesAfter;
    }

    /** Adds what is new in it. */
    void add(int offset, Bytes data) {
        int next = offset;
        int end = offset + data.length();
        int at = position(offset);
        if (at > 0) {
            next = Math.max(next, end(at - 1));
        }
        while (next < end) {
            int stop = at < count ? Math.min(end, offsets[at]) : end;
            if (stop > next) {
                insert(at, next, part(data, next - offset, stop - next));
                at++;
            }
            if (at < count) {
                next = Math.max(stop, end(at));
                at++;
            } else {
                next = stop;
            }
        }
        if (count > PIECES + PER_RANGE * ranges) {
            merge();
        }
    }

    private void merge() {
        int to = 0;
        for (int from = 0; from < count; ) {
            int last = from;
            while (last + 1 < count && offsets[last + 1] == end(last)) {
                last++;
            }
            Bytes run = last == from ? pieces[from] : join(from, last);
            offsets[to] = offsets[from];
            pieces[to] = run;
            to++;
            from = last + 1;
        }
        Arrays.fill(pieces, to, count, null);
        count = to;
    }

    private Bytes join(int first, int last) {
        byte[] run = new byte[end(last) - offsets[first]];
        for (int i = first; i <= last; i++) {
            pieces[i].copyTo(run, offsets[i] - offsets[first]);
        }
        return Bytes.wrap(run);
    }

    /** A part gets an array of its own, lest a byte keep a thousand others in memory. */
    private static Bytes part(Bytes data, int from, int length) {
        return length == data.length()
                ? data
                : Bytes.wrap(data.slice(from, length).toArray());
    }

    /** The whole message. */
    byte[] join() {
        byte[] whole = new byte[total];
        for (int i = 0; i < count; i++) {
            pieces[i].copyTo(whole, offsets[i]);
        }
        return whole;
    }

    private int end(int index) {
        return offsets[index] + pieces[index].length();
    }

    /** The index of the first piece that begins after {@code offset}. */
    private int position(int offset) {
        if (count == 0 || offsets[count - 1] <= offset) {
            return count;
        }
        int found = Arrays.binarySearch(offsets, 0, count, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    private void insert(int at, int offset, Bytes data) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            pieces = Arrays.copyOf(pieces, 2 * count);
        }
        boolean joinsBefore = at > 0 && end(at - 1) == offset;
        boolean joinsAfter = at < count && offsets[at] == offset + data.length();
        System.arraycopy(offsets, at, offsets, at + 1, count - at);
        System.arraycopy(pieces, at, pieces, at + 1, count - at);
        offsets[at] = offset;
        pieces[at] = data;
        count++;
        received += data.length();
        ranges += 1 - (joinsBefore ? 1 : 0) - (joinsAfter ? 1 : 0);
    }
}
