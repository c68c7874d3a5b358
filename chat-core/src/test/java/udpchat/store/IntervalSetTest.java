package udpchat.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.wire.Interval;

class IntervalSetTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void isASetOfNumbers(long seed) {
        Random random = new Random(seed);
        // Small, so that all meets all.
        int universe = 4 + random.nextInt(120);
        IntervalSet set = new IntervalSet();
        TreeSet<Long> model = new TreeSet<>();
        for (int step = 0; step < 10_000; step++) {
            String at = "seed " + seed + ", step " + step;
            long first = random.nextInt(universe);
            long last = first + random.nextInt(1 + random.nextInt(20));
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> assertEquals(model.add(first), set.add(first), at);
                case 3 -> {
                    set.add(first, last);
                    model.addAll(numbers(first, last));
                }
                case 4, 5 -> {
                    set.remove(first, last);
                    numbers(first, last).forEach(model::remove);
                }
                case 6 -> {
                    if (!set.isEmpty() && random.nextInt(10) == 0) {
                        long end = set.last(0);
                        set.removeLowest();
                        model.headSet(end, true).clear();
                    }
                }
                default -> {
                    if (random.nextInt(2_000) == 0) {
                        set.clear();
                        model.clear();
                    }
                }
            }
            assertEquals(intervals(model), set.toList(), at);
            assertEquals(model.contains(first), set.contains(first), at);
            TreeSet<Long> there = new TreeSet<>(model.subSet(first, true, last, true));
            TreeSet<Long> missing = new TreeSet<>(numbers(first, last));
            missing.removeAll(there);
            assertEquals(intervals(missing), set.missing(first, last), at);
            int limit = random.nextInt(4);
            List<Interval> within = intervals(there);
            assertEquals(within.subList(0, Math.min(limit, within.size())), set.within(first, last, limit), at);
            long prefix = 0;
            while (model.contains(prefix + 1)) {
                prefix++;
            }
            assertEquals(prefix, set.prefix(), at);
        }
        assertEquals(set.toList(), new IntervalSet(set.toList()).toList());
    }

    @Test
    void takesAllNumbersThatThereAreAtOnce() {
        IntervalSet set = new IntervalSet();
        long max = (1L << 62) - 1;
        set.add(1, max);
        set.remove(5, max - 1);
        assertEquals(List.of(new Interval(1, 4), new Interval(max, max)), set.toList());
        assertEquals(List.of(new Interval(5, max - 1)), set.missing(1, max));
        assertTrue(set.contains(max));
    }

    private static List<Long> numbers(long first, long last) {
        List<Long> numbers = new ArrayList<>();
        for (long number = first; number <= last; number++) {
            numbers.add(number);
        }
        return numbers;
    }

    private static List<Interval> intervals(SortedSet<Long> numbers) {
        List<Interval> intervals = new ArrayList<>();
        for (long number : numbers) {
            int end = intervals.size() - 1;
            if (end >= 0 && intervals.get(end).last() == number - 1) {
                intervals.set(end, new Interval(intervals.get(end).first(), number));
            } else {
                intervals.add(new Interval(number, number));
            }
        }
        return intervals;
    }
}
