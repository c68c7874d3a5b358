package udpchat.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import udpchat.wire.Interval;

/**
 * A set of numbers as the intervals it consists of, ascending and never adjacent. To add the number after the last one is
 * a comparison; nothing here ever walks the numbers of an interval. How many intervals there are is for the owner to
 * bound.
 */
public final class IntervalSet {
    private static final int INITIAL = 4;

    private long[] firsts = new long[INITIAL];
    private long[] lasts = new long[INITIAL];
    private int count;

    /** An empty one. */
    public IntervalSet() {}

    /** With these numbers. */
    public IntervalSet(List<Interval> intervals) {
        for (Interval interval : intervals) {
            add(interval.first(), interval.last());
        }
    }

    /** How many intervals. */
    public int count() {
        return count;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** The first number of an interval; 0 is the lowest interval. */
    public long first(int index) {
        return firsts[index];
    }

    /** The last number of an interval. */
    public long last(int index) {
        return lasts[index];
    }

    /** An interval. */
    public Interval get(int index) {
        return new Interval(firsts[index], lasts[index]);
    }

    /** The index of the highest interval that begins at or below {@code number}, or −1. */
    public int indexFrom(long number) {
        if (count == 0 || number >= firsts[count - 1]) {
            return count - 1;
        }
        int found = Arrays.binarySearch(firsts, 0, count, number);
        return found >= 0 ? found : -found - 2;
    }

    public boolean contains(long number) {
        int index = indexFrom(number);
        return index >= 0 && number <= lasts[index];
    }

    /** The last of the numbers that follow each other from 1 on; 0 if 1 is not there. */
    public long prefix() {
        return count > 0 && firsts[0] <= 1 ? lasts[0] : 0;
    }

    /** Adds a number; false if it was there. */
    public boolean add(long number) {
        if (count > 0 && number == lasts[count - 1] + 1) {
            lasts[count - 1] = number;
            return true;
        }
        if (contains(number)) {
            return false;
        }
        add(number, number);
        return true;
    }

    /** Adds all from {@code first} to {@code last}. */
    public void add(long first, long last) {
        // The intervals from..to-1 touch the new one, and become one with it.
        int from = indexFrom(first);
        if (from < 0 || lasts[from] + 1 < first) {
            from++;
        }
        int to = from;
        while (to < count && firsts[to] <= last + 1) {
            to++;
        }
        if (from == to) {
            insert(from, first, last);
            return;
        }
        firsts[from] = Math.min(first, firsts[from]);
        lasts[from] = Math.max(last, lasts[to - 1]);
        cut(from + 1, to);
    }

    /** Takes all from {@code first} to {@code last} out. */
    public void remove(long first, long last) {
        int from = indexFrom(first);
        if (from < 0 || lasts[from] < first) {
            from++;
        }
        if (from < count && firsts[from] < first) {
            long end = lasts[from];
            lasts[from] = first - 1;
            from++;
            if (end > last) {
                insert(from, last + 1, end);
                return;
            }
        }
        int to = from;
        while (to < count && lasts[to] <= last) {
            to++;
        }
        cut(from, to);
        if (from < count && firsts[from] <= last) {
            firsts[from] = last + 1;
        }
    }

    /** Those from {@code first} to {@code last} that are not there. */
    public List<Interval> missing(long first, long last) {
        List<Interval> missing = new ArrayList<>();
        long next = first;
        for (int i = Math.max(0, indexFrom(first)); i < count && firsts[i] <= last; i++) {
            if (firsts[i] > next) {
                missing.add(new Interval(next, firsts[i] - 1));
            }
            next = Math.max(next, lasts[i] + 1);
        }
        if (next <= last) {
            missing.add(new Interval(next, last));
        }
        return missing;
    }

    /** What is there from {@code first} to {@code last}, and of that the lowest intervals. */
    public List<Interval> within(long first, long last, int limit) {
        List<Interval> found = new ArrayList<>();
        for (int i = Math.max(0, indexFrom(first)); i < count && firsts[i] <= last && found.size() < limit; i++) {
            if (lasts[i] >= first) {
                found.add(new Interval(Math.max(first, firsts[i]), Math.min(last, lasts[i])));
            }
        }
        return found;
    }

    /** How many numbers from {@code first} to {@code last} are there. */
    public long countWithin(long first, long last) {
        long found = 0;
        for (int i = Math.max(0, indexFrom(first)); i < count && firsts[i] <= last; i++) {
            found += Math.max(0, Math.min(lasts[i], last) - Math.max(firsts[i], first) + 1);
        }
        return found;
    }

    /** Takes the lowest interval out. */
    public void removeLowest() {
        cut(0, 1);
    }

    public void clear() {
        count = 0;
    }

    /** All intervals, ascending. */
    public List<Interval> toList() {
        List<Interval> list = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            list.add(get(i));
        }
        return list;
    }

    private void insert(int at, long first, long last) {
        if (count == firsts.length) {
            firsts = Arrays.copyOf(firsts, 2 * count);
            lasts = Arrays.copyOf(lasts, 2 * count);
        }
        System.arraycopy(firsts, at, firsts, at + 1, count - at);
        System.arraycopy(lasts, at, lasts, at + 1, count - at);
        firsts[at] = first;
        lasts[at] = last;
        count++;
    }

    private void cut(int from, int to) {
        System.arraycopy(firsts, to, firsts, from, count - to);
        System.arraycopy(lasts, to, lasts, from, count - to);
        count -= to - from;
    }
}
