package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.recovery.RecoveryLimits.MAX_IN_FLIGHT;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SentPacketsTest {
    private final PathRecovery path = new PathRecovery(1200);
    private final SentPackets<String> sent = new SentPackets<>();

    @Test
    void takesOutWhatTheRangesNameInAscendingOrder() {
        for (long number : new long[] {0, 1, 3, 4, 5, 9}) {
            sent.add(packet(number));
        }
        assertEquals(List.of(1L, 4L, 5L, 9L), numbers(sent.removeAll(ranges(7, 100, 4, 5, 1, 2))));
        assertEquals(List.of(), numbers(sent.removeAll(ranges(7, 100, 4, 5, 1, 2))));
        assertEquals(List.of(0L), numbers(sent.oldest(1)));
        assertEquals(List.of(0L, 3L), numbers(sent.oldest(10)));
        assertEquals(List.of(0L, 3L), numbers(sent.removeAll()));
        assertEquals(0, sent.size());
        assertEquals(List.of(), sent.removeAll());
    }

    @Test
    void numbersOnlyRise() {
        sent.add(packet(7));
        assertThrows(IllegalArgumentException.class, () -> sent.add(packet(7)));
        assertThrows(IllegalArgumentException.class, () -> sent.add(packet(6)));
    }

    @Test
    void atTheCapNothingMoreIsTakenAndTheMemoryIsGivenBack() {
        for (int number = 0; number < MAX_IN_FLIGHT; number++) {
            sent.add(packet(number));
        }
        assertThrows(IllegalStateException.class, () -> sent.add(packet(MAX_IN_FLIGHT)));
        assertEquals(MAX_IN_FLIGHT, sent.capacity());
        assertEquals(MAX_IN_FLIGHT, sent.removeAll().size());
        assertEquals(64, sent.capacity());
        sent.add(packet(MAX_IN_FLIGHT));
        assertEquals(1, sent.size());
    }

    @Test
    void numbersThatAreNotInFlightTakeNoMemory() {
        sent.add(packet(0));
        sent.add(packet(1L << 40));
        assertEquals(2, sent.slots());
    }

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isAMapFromNumberToPacket(int seed) {
        Random random = new Random(seed);
        TreeMap<Long, SentPacket<String>> model = new TreeMap<>();
        long next = 0;
        int flood = 1 + random.nextInt(40);
        for (int step = 0; step < 1_500; step++) {
            String where = "seed " + seed + " step " + step;
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    for (int i = random.nextInt(flood); i >= 0; i--) {
                        next += 1 + (random.nextInt(10) == 0 ? random.nextInt(5) : 0);
                        SentPacket<String> packet = packet(next);
                        sent.add(packet);
                        model.put(next, packet);
                    }
                }
                case 2 -> {
                    List<PacketRange> ranges = someRanges(random, next);
                    List<SentPacket<String>> expected = model.values().stream()
                            .filter(p -> ranges.stream().anyMatch(r -> r.contains(p.number())))
                            .toList();
                    model.values().removeAll(expected);
                    assertEquals(expected, sent.removeAll(ranges), where);
                }
                default -> {
                    for (int slot = 0; slot < sent.slots(); slot++) {
                        assertEquals(model.get(sent.number(slot)), sent.get(slot), where);
                        if (sent.get(slot) != null && random.nextInt(8) == 0) {
                            model.remove(sent.remove(slot).number());
                        }
                    }
                    sent.trim();
                }
            }
            assertEquals(model.size(), sent.size(), where);
            assertEquals(List.copyOf(model.values()), sent.oldest(Integer.MAX_VALUE), where);
            assertTrue(sent.slots() == 0 || sent.get(0) != null, where);
        }
    }

    private static List<PacketRange> someRanges(Random random, long next) {
        List<PacketRange> ranges = new ArrayList<>();
        long largest = next - random.nextInt(10);
        while (largest >= 0 && ranges.size() < 32) {
            long smallest = Math.max(0, largest - random.nextInt(30));
            ranges.add(new PacketRange(smallest, largest));
            largest = smallest - 2 - random.nextInt(5);
        }
        return ranges;
    }

    private SentPacket<String> packet(long number) {
        return new SentPacket<>(number, 0, 100, true, SentPacket.NO_ACK, path, "p" + number);
    }

    private static List<PacketRange> ranges(long... ends) {
        List<PacketRange> ranges = new ArrayList<>();
        for (int i = 0; i < ends.length; i += 2) {
            ranges.add(new PacketRange(ends[i], ends[i + 1]));
        }
        return ranges;
    }

    private static List<Long> numbers(List<SentPacket<String>> packets) {
        return packets.stream().map(SentPacket::number).toList();
    }
}
