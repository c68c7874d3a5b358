package udpchat.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import udpchat.model.Impairment;

class ImpairedLinkTest {
    private static final long MS = 1_000_000;

    @Test
    void aGoodWireGivesWhatItGets() {
        assertEquals(IntStream.range(0, 1000).boxed().toList(), travel("loss=0", 1000, 100, 1));
    }

    @Test
    void losesItsShare() {
        int arrived = travel("loss=30,seed=1", 10_000, 100, 1).size();
        assertTrue(Math.abs(arrived - 7000) < 150, arrived + " of 10,000");
    }

    @Test
    void losesAllOrNothing() {
        assertEquals(List.of(), travel("loss=100", 100, 100, 1));
    }

    @Test
    void doublesItsShare() {
        List<Integer> arrived = travel("dup=20,seed=1", 10_000, 100, 1);
        assertEquals(10_000, new HashSet<>(arrived).size());
        assertTrue(Math.abs(arrived.size() - 12_000) < 150, arrived.size() + " of 10,000");
    }

    @Test
    void letsLaterOnesOvertake() {
        List<Integer> arrived = travel("reorder=10,delay=5,seed=1", 1000, 100, 1);
        assertEquals(1000, new HashSet<>(arrived).size());
        long behind = IntStream.range(1, 1000)
                .filter(i -> arrived.get(i) < arrived.get(i - 1))
                .count();
        assertTrue(behind > 50 && behind < 150, behind + " fell behind");
    }

    @Test
    void delays() {
        ImpairedLink<String> link = new ImpairedLink<>(Impairment.parse("delay=50,jitter=20"), 1);
        assertEquals(ImpairedLink.NEVER, link.nextDeadline());
        assertEquals(1, link.offer("x", 100, 0));
        assertTrue(link.nextDeadline() >= 50 * MS && link.nextDeadline() <= 70 * MS);
        assertNull(link.poll(link.nextDeadline() - 1));
        assertEquals("x", link.poll(link.nextDeadline()));
    }

    @Test
    void isAsFastAsItsRate() {
        ImpairedLink<Integer> link = new ImpairedLink<>(Impairment.parse("rate=1mbit"), 1);
        for (int i = 0; i < 10; i++) {
            link.offer(i, 1250, 0);
        }
        for (int i = 0; i < 10; i++) {
            assertEquals((i + 1) * 10L * MS, link.nextDeadline());
            assertEquals(i, link.poll(link.nextDeadline()));
        }
    }

    @Test
    void aQueueThatIsFullLoses() {
        ImpairedLink<Integer> slow = new ImpairedLink<>(Impairment.parse("rate=1mbit"), 1);
        int taken = 0;
        for (int i = 0; i < 1000; i++) {
            taken += slow.offer(i, 1250, 0);
        }
        assertEquals(101, taken, "one second of it, and the one that fills it");
        assertEquals(899, slow.lost());

        ImpairedLink<Integer> longWire = new ImpairedLink<>(Impairment.parse("delay=1000"), 1);
        for (int i = 0; i < 10_000; i++) {
            longWire.offer(i, 1, 0);
        }
        assertEquals(ImpairedLink.MAX_HELD, longWire.drain().size());
        assertEquals(ImpairedLink.NEVER, longWire.nextDeadline());
    }

    @Test
    void theSameSeedDoesTheSame() {
        String how = "loss=30,dup=5,reorder=10,delay=50,jitter=20,seed=";
        assertEquals(travel(how + 7, 1000, 100, 1), travel(how + 7, 1000, 100, 1));
        assertNotEquals(travel(how + 7, 1000, 100, 1), travel(how + 8, 1000, 100, 1));
        assertNotEquals(travel(how + 7, 1000, 100, 1), travel(how + 7, 1000, 100, 2), "the two directions differ");
    }

    /** One a millisecond. */
    private static List<Integer> travel(String how, int count, int bytes, int salt) {
        ImpairedLink<Integer> link = new ImpairedLink<>(Impairment.parse(how), salt);
        List<Integer> arrived = new ArrayList<>();
        for (int i = 0; i < count + 1000; i++) {
            if (i < count) {
                link.offer(i, bytes, i * MS);
            }
            for (Integer item = link.poll(i * MS); item != null; item = link.poll(i * MS)) {
                arrived.add(item);
            }
        }
        return arrived;
    }
}
