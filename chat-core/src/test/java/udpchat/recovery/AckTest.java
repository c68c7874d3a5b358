package udpchat.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AckTest {

    static Stream<List<PacketRange>> notAscending() {
        return Stream.of(
                List.of(),
                List.of(range(1, 2), range(5, 6)),
                List.of(range(5, 6), range(5, 6)),
                List.of(range(5, 6), range(2, 5)),
                List.of(range(5, 6), range(2, 4)),
                LongStream.range(0, 33)
                        .mapToObj(i -> range(1000 - 2 * i, 1000 - 2 * i))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("notAscending")
    void rangesThatNoFrameCanSayAreRefused(List<PacketRange> ranges) {
        assertThrows(IllegalArgumentException.class, () -> new Ack(0, ranges));
    }

    @Test
    void aDelayIsNotNegativeAndARangeNotEmpty() {
        assertThrows(IllegalArgumentException.class, () -> new Ack(-1, List.of(range(0, 0))));
        assertThrows(IllegalArgumentException.class, () -> new PacketRange(-1, 0));
        assertThrows(IllegalArgumentException.class, () -> new PacketRange(4, 3));
    }

    @Test
    void containsWhatTheRangesHold() {
        Ack ack = new Ack(0, List.of(range(20, 22), range(10, 10), range(3, 8)));
        assertEquals(22, ack.largest());
        assertEquals(
                List.of(3L, 4L, 5L, 6L, 7L, 8L, 10L, 20L, 21L, 22L),
                LongStream.range(0, 40).filter(ack::contains).boxed().toList());
    }

    private static PacketRange range(long smallest, long largest) {
        return new PacketRange(smallest, largest);
    }
}
