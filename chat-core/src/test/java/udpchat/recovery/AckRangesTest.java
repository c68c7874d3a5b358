package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AckRangesTest {

    @ParameterizedTest(name = "{0} gives {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "5           | 5-5",
                "0 1 2       | 0-2",
                "2 1 0       | 0-2",
                "0 2 1       | 0-2",
                "0 5         | 5-5 0-0",
                "0 5 3 1     | 5-5 3-3 0-1",
                "7 7 7       | 7-7",
                "1 2 6 7 4 5 | 4-7 1-2",
            })
    void rangesJoinOnBothSides(String numbers, String expected) {
        AckRanges ranges = new AckRanges();
        for (String number : numbers.split(" ", -1)) {
            ranges.add(Long.parseLong(number));
        }
        assertEquals(expected, text(ranges.toList()));
    }

    @Test
    void aDuplicateIsNotNews() {
        AckRanges ranges = new AckRanges();
        assertTrue(ranges.add(4));
        assertFalse(ranges.add(4));
    }

    @Test
    void at32RangesTheLowestGivesWayAndWhatIsBelowAllStaysOut() { // RFC 9000 §13.2.3
        AckRanges ranges = new AckRanges();
        IntStream.rangeClosed(1, 32).forEach(i -> ranges.add(10L * i));
        assertEquals(32, ranges.size());
        assertFalse(ranges.add(5));
        assertTrue(ranges.add(330));
        assertEquals(32, ranges.size());
        assertFalse(ranges.containsAll(10, 10));
        assertTrue(ranges.containsAll(20, 20));
        assertTrue(ranges.add(25));
        assertFalse(ranges.containsAll(20, 20));
        assertEquals(330, ranges.largest());
    }

    @Test
    void whatThePeerKnowsToBeAcknowledgedIsForgottenButTheHighestRange() { // RFC 9000 §13.2.4
        AckRanges ranges = new AckRanges();
        for (long number : new long[] {1, 3, 5, 6, 8}) {
            ranges.add(number);
        }
        ranges.forgetThrough(5);
        assertEquals("8-8 5-6", text(ranges.toList()));
        ranges.forgetThrough(100);
        assertEquals("8-8", text(ranges.toList()));
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isASetOfNumbersThatLosesItsLowestRange(int seed) {
        Random random = new Random(seed);
        AckRanges ranges = new AckRanges();
        TreeSet<Long> model = new TreeSet<>();
        int spread = 2 + random.nextInt(200);
        for (int step = 0; step < 3_000; step++) {
            if (random.nextInt(100) == 0) {
                long through = random.nextInt(step + 1);
                ranges.forgetThrough(through);
                forgetThrough(model, through);
            } else {
                long number = Math.max(0, step + random.nextInt(spread) - spread / 2);
                boolean isNew = model.add(number);
                if (rangesOf(model).size() > 32) {
                    long lowestEnd = rangesOf(model).get(32).largest();
                    model.headSet(lowestEnd, true).clear();
                }
                assertEquals(isNew && model.contains(number), ranges.add(number), "seed " + seed + " step " + step);
            }
            assertEquals(rangesOf(model), ranges.toList(), "seed " + seed + " step " + step);
            assertEquals(model.isEmpty() ? -1 : model.last(), ranges.largest(), "seed " + seed + " step " + step);
        }
    }

    private static void forgetThrough(NavigableSet<Long> model, long through) {
        List<PacketRange> all = rangesOf(model);
        for (PacketRange range : all.subList(Math.min(1, all.size()), all.size())) {
            if (range.largest() <= through) {
                model.headSet(range.largest(), true).clear();
            }
        }
    }

    private static List<PacketRange> rangesOf(NavigableSet<Long> numbers) {
        List<PacketRange> ranges = new ArrayList<>();
        long start = -1;
        long end = -1;
        for (long number : numbers.descendingSet()) {
            if (start >= 0 && number == start - 1) {
                start = number;
                continue;
            }
            if (start >= 0) {
                ranges.add(new PacketRange(start, end));
            }
            start = number;
            end = number;
        }
        if (start >= 0) {
            ranges.add(new PacketRange(start, end));
        }
        return ranges;
    }

    private static String text(List<PacketRange> ranges) {
        return String.join(
                " ", ranges.stream().map(r -> r.smallest() + "-" + r.largest()).toList());
    }
}
