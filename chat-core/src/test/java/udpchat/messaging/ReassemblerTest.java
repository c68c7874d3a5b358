package udpchat.messaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.messaging.Reassembler.Result;
import udpchat.wire.Bytes;
import udpchat.wire.Frame;
import udpchat.wire.WireLimits.Frames;
import udpchat.wire.WireLimits.Messages;

class ReassemblerTest {

    private static final long LIMIT = 60_000;

    private final HeldBytes held = new HeldBytes(LIMIT);
    private final Reassembler reassembler = new Reassembler(held);

    /** A message and which of its bytes were taken. */
    private static final class Model {
        final byte[] body;
        final BitSet taken = new BitSet();

        Model(Random random) {
            body = new byte[Frames.MESSAGE_HEAD + random.nextInt(1 + random.nextInt(3_000))];
            random.nextBytes(body);
        }
    }

    /** Pieces of several messages, any of them, in any order, overlapping and twice. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void doesAsTheModelDoes(long seed) {
        Random random = new Random(seed);
        Map<Long, Model> messages = new HashMap<>();
        int complete = 0;
        int full = 0;
        for (int step = 0; step < 30_000; step++) {
            String at = "seed " + seed + ", step " + step;
            long seq = 1L + random.nextInt(40);
            Model model = messages.computeIfAbsent(seq, unknown -> new Model(random));
            int offset = random.nextInt(model.body.length);
            int length = 1 + random.nextInt(Math.min(600, model.body.length - offset));
            Result result = reassembler.add(piece(seq, model.body, offset, length), 0);
            if (result == Result.FULL) {
                full++;
            } else {
                model.taken.set(offset, offset + length);
                boolean whole = model.taken.cardinality() == model.body.length;
                assertEquals(whole ? Result.COMPLETE : Result.HELD, result, at);
                if (whole) {
                    assertEquals(Bytes.wrap(model.body), reassembler.remove(seq), at);
                    messages.remove(seq);
                    complete++;
                }
            }
            if (random.nextInt(result == Result.FULL ? 10 : 300) == 0) {
                long last = seq + random.nextInt(4);
                reassembler.discard(seq, last);
                messages.keySet().removeIf(each -> each >= seq && each <= last);
            }
            long bytes = messages.values().stream()
                    .mapToLong(each -> each.taken.isEmpty() ? 0 : Messages.OVERHEAD + each.taken.cardinality())
                    .sum();
            assertTrue(held.held() >= bytes, at + ": " + held.held() + " counted of " + bytes);
            assertTrue(held.held() <= LIMIT + 2_000 * Messages.RANGE_OVERHEAD, at + ": " + held.held());
        }
        assertTrue(complete > 20, complete + " complete");
        assertTrue(full > 0, "never full");
        reassembler.clear();
        assertEquals(0, held.held());
    }

    @Test
    void aMessageOfAnotherLengthIsAConflict() {
        assertEquals(Result.HELD, reassembler.add(piece(1, new byte[100], 0, 10), 0));
        assertEquals(Result.CONFLICT, reassembler.add(piece(1, new byte[101], 10, 10), 0));
    }

    @Test
    void soManyRangesAndNoMore() {
        HeldBytes much = new HeldBytes(1 << 30);
        Reassembler wide = new Reassembler(much);
        byte[] body = new byte[10_000];
        for (int i = 0; i < Messages.RANGES; i++) {
            assertEquals(Result.HELD, wide.add(piece(1, body, 2 * i, 1), 0), "range " + i);
        }
        assertEquals(Result.FULL, wide.add(piece(1, body, 2 * Messages.RANGES, 1), 0));
        assertEquals(Result.HELD, wide.add(piece(1, body, 1, 1), 0), "what joins two is welcome");
        assertEquals(Result.HELD, wide.add(piece(1, body, 2 * Messages.RANGES, 1), 0));
    }

    /** Byte by byte from the end, so that each piece stands before all others. */
    @Test
    void piecesOfOneByteTakeLittle() {
        HeldBytes much = new HeldBytes(1 << 30);
        Reassembler slow = new Reassembler(much);
        byte[] body = new byte[200_000];
        new Random(1).nextBytes(body);
        for (int i = body.length - 1; i > 0; i--) {
            assertEquals(Result.HELD, slow.add(piece(1, body, i, 1), 0));
            // What follows each other becomes one piece, now and then.
            assertTrue(much.held() <= body.length - i + 1_100 * Messages.RANGE_OVERHEAD);
        }
        assertEquals(Result.COMPLETE, slow.add(piece(1, body, 0, 1), 0));
        assertEquals(Bytes.wrap(body), slow.remove(1));
        assertEquals(0, much.held());
    }

    private static Frame.Msg piece(long seq, byte[] body, int offset, int length) {
        return new Frame.Msg(0, seq, offset, body.length, Bytes.copyOf(body, offset, length));
    }
}
