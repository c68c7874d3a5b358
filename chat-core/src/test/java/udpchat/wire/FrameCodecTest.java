package udpchat.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import udpchat.wire.Frame.Receipt.Level;

class FrameCodecTest {

    private static final Wire.Decoder DECODER = FrameCodec::decodeAll;

    @SuppressWarnings("unchecked")
    private static final Wire.Encoder ENCODER = frames -> SampleFrames.encode((List<Frame>) frames);

    private static Stream<Map.Entry<String, Frame>> table() {
        return SampleFrames.TABLE.entrySet().stream();
    }

    private static List<Frame> decode(byte[] bytes) throws MalformedException {
        return FrameCodec.decodeAll(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @MethodSource("table")
    void goesToItsBytesAndBack(Map.Entry<String, Frame> row) throws Exception {
        byte[] bytes = Wire.hex(row.getKey());
        assertEquals(List.of(row.getValue()), decode(bytes));
        assertEquals(Wire.hex(bytes), Wire.hex(SampleFrames.encode(List.of(row.getValue()))));
        assertEquals(bytes.length, FrameSize.of(row.getValue()));
    }

    @Test
    void theTableHasEveryKindOfFrame() {
        long kinds = SampleFrames.TABLE.values().stream()
                .mapToInt(Frame::id)
                .distinct()
                .count();
        assertEquals(Frame.class.getPermittedSubclasses().length, kinds);
    }

    @Test
    void manyFramesShareAPacket() throws Exception {
        List<Frame> frames = List.copyOf(SampleFrames.TABLE.values());
        assertEquals(frames, decode(SampleFrames.encode(frames)));
    }

    @Test
    void decodedFramesDoNotShareTheArray() throws Exception {
        byte[] bytes = Wire.hex("08 00 01 00 09 09 616263646566676869");
        List<Frame> frames = decode(bytes);
        Arrays.fill(bytes, (byte) 0);
        assertEquals(List.of(new Frame.Msg(0, 1, 0, 9, Bytes.ofHex("616263646566676869"))), frames);
    }

    @ParameterizedTest
    @MethodSource("table")
    void isRejectedWhenCutAnywhere(Map.Entry<String, Frame> row) {
        byte[] bytes = Wire.hex(row.getKey());
        if (row.getValue() instanceof Frame.Padding) {
            return;
        }
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedException.class, () -> decode(cut), "cut to " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void isValidOrRejectedWithAnyByteChanged(Map.Entry<String, Frame> row) {
        byte[] bytes = Wire.hex(row.getKey());
        for (int i = 0; i < bytes.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] changed = bytes.clone();
                changed[i] = (byte) value;
                Wire.accepts(DECODER, ENCODER, changed, "byte " + i + " = " + value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // A longer form of a number is the same number (RFC 9000 §16).
        "0c 4000 80000001, 0c 00 01",
        "0a c000000000000000 4001 01, 0a 00 01 01",
        "04 8000 0000 4003 627965, 04 00 03 627965",
    })
    void numbersNeedNotBeInTheirShortestForm(String longer, String shortest) throws Exception {
        assertEquals(decode(Wire.hex(shortest)), decode(Wire.hex(longer)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', no frame",
        "03, unknown",
        "0f, unknown",
        "10, reserved",
        "16 00 00, reserved",
        "20, reserved",
        "22 00 00, reserved",
        "ff, unknown",
        "4001, the id of PING in two bytes",
        "01 03, valid then unknown",
        "02 05 00 00 06, ACK below 0",
        "02 05 00 01 05 00 00, ACK gap below 0",
        "02 05 00 01 04 00 00, ACK gap below 0 by one",
        "02 05 00 01 03 00 01, ACK range below 0",
        "02 05 00 01 00 ffffffffffffffff 00, ACK gap far below 0",
        "02 ffffffffffffffff 00 01 ffffffffffffffff ffffffffffffffff ffffffffffffffff, ACK far below 0",
        "04 05 00, CLOSE code",
        "04 00 01 ff, CLOSE reason not UTF-8",
        "08 00 00 00 09 01 61, MSG seq 0",
        "08 00 01 00 08 01 61, MSG total 8",
        "08 00 01 00 00 00, MSG of nothing",
        "08 00 01 00 09 00, MSG without data",
        "08 00 01 09 09 01 61, MSG offset at the end",
        "08 00 01 08 09 02 6161, MSG data over the end",
        "08 00 01 00 ffffffffffffffff 01 61, MSG total 2^62-1",
        "08 00 01 ffffffffffffffff 09 01 61, MSG offset 2^62-1",
        "08 00 01 00 09 ffffffffffffffff 61, MSG length 2^62-1",
        "08 00 01 c000000100000000 09 01 61, MSG offset 2^32",
        "09 0000000000000000 00 03 00 00, RECEIPT level",
        "09 0000000000000000 00 01 ffffffffffffffff 01 00 00, RECEIPT beyond 2^62-1",
        "09 0000000000000000 00 01 fffffffffffffffe 01 00 00, RECEIPT beyond 2^62-1 by one",
        "09 0000000000000000 00 01 fffffffffffffffd 01 00 01, RECEIPT range beyond 2^62-1",
        "09 0000000000000000 00 01 00 01 ffffffffffffffff 00, RECEIPT gap beyond 2^62-1",
        "0a 00 00 01, SKIP of 0",
        "0a 00 02 01, SKIP backwards",
        "0b 00 02 c380 02 00, PROFILE status",
        "0b 00 02 c3c3 00 00, PROFILE nick not UTF-8",
        "0b 00 03 eda080 00 00, PROFILE nick with half a surrogate pair",
        "0c 00 02, TYPING neither on nor off",
        "0e 05 7f000001 01 1f99, OBSERVED_ADDRESS length",
        "0e 00 1f99, OBSERVED_ADDRESS length",
        "0e 04 7f000001 0000, OBSERVED_ADDRESS port 0",
    })
    void isMalformed(String hex, String why) {
        assertThrows(MalformedException.class, () -> decode(Wire.hex(hex)), why);
    }

    @Test
    void capsHoldAndOneBeyondDoesNot() throws Exception {
        String receipt = "09 0000000000000000 00 01 00";
        assertEquals(
                33,
                ((Frame.Ack) decode(Wire.hex("02 40c8 00 20 00" + "0000".repeat(32)))
                                .get(0))
                        .ranges()
                        .size());
        rejects("02 40c8 00 21 00" + "0000".repeat(33));
        assertEquals(
                64,
                ((Frame.Receipt) decode(Wire.hex(receipt + "4040" + "0000".repeat(64)))
                                .get(0))
                        .ranges()
                        .size());
        rejects(receipt + "4041" + "0000".repeat(65));
        assertEquals(
                new Frame.Close(CloseCode.BUSY, "x".repeat(128)),
                decode(Wire.hex("04 03 4080" + "78".repeat(128))).get(0));
        rejects("04 03 4081" + "78".repeat(129));
        assertEquals(
                new Frame.Profile(0, "x".repeat(64), false, 0),
                decode(Wire.hex("0b 00 4040" + "78".repeat(64) + "00 00")).get(0));
        rejects("0b 00 4041" + "78".repeat(65) + "00 00");
        assertEquals(
                (1 << 20) + 9,
                ((Frame.Msg) decode(Wire.hex("08 00 01 80100008 80100009 01 61"))
                                .get(0))
                        .total());
        rejects("08 00 01 80100008 8010000a 01 61");
        rejects("08 00 01 80100009 8010000a 01 61");
        rejects("08 00 01 80100008 80100009 02 6161");
    }

    private static void rejects(String hex) {
        assertThrows(MalformedException.class, () -> decode(Wire.hex(hex)), hex);
    }

    @Test
    void whatWeMakeOurselvesIsCheckedToo() {
        Bytes ten = Bytes.wrap(new byte[10]);
        List<Runnable> wrong = List.of(
                () -> new Interval(2, 1),
                () -> new Interval(-1, 1),
                () -> new Interval(0, Varint.MAX + 1),
                () -> new Frame.Padding(0),
                () -> new Frame.Ack(0, List.of()),
                () -> new Frame.Ack(-1, List.of(new Interval(0, 0))),
                () -> new Frame.Ack(0, List.of(new Interval(5, 6), new Interval(3, 4))),
                () -> new Frame.Ack(0, List.of(new Interval(3, 4), new Interval(6, 7))),
                () -> new Frame.Close(CloseCode.BYE, "\u00e9".repeat(65)),
                () -> new Frame.Close(CloseCode.BYE, "\ud800"),
                () -> new Frame.Msg(0, 0, 0, 10, ten),
                () -> new Frame.Msg(0, 1, 1, 10, ten),
                () -> new Frame.Msg(0, 1, 0, (1 << 20) + 10, ten),
                () -> new Frame.Msg(0, 1, 0, 10, Bytes.EMPTY),
                () -> new Frame.Receipt(1, 0, Level.STORED, 3, List.of(new Interval(4, 4))),
                () -> new Frame.Skip(0, 0, 1),
                () -> new Frame.Skip(0, 2, 1),
                () -> new Frame.Profile(0, "\u00e9".repeat(33), false, 0),
                () -> new Frame.ObservedAddress(Bytes.EMPTY, 8089),
                () -> new Frame.ObservedAddress(ten, 8089),
                () -> new Frame.ObservedAddress(Bytes.wrap(new byte[4]), 0),
                () -> new Frame.Typing(-1, false));
        for (int i = 0; i < wrong.size(); i++) {
            assertThrows(IllegalArgumentException.class, wrong.get(i)::run, "number " + i);
        }
    }

    @Test
    void onlyAckCloseAndPaddingAskForNoAck() {
        for (Frame frame : SampleFrames.TABLE.values()) {
            boolean quiet =
                    frame instanceof Frame.Ack || frame instanceof Frame.Close || frame instanceof Frame.Padding;
            assertEquals(!quiet, frame.isAckEliciting(), frame::toString);
        }
    }

    @Test
    void framesSayTheirNumbersAsIntervals() {
        assertEquals(9, new Frame.Ack(0, List.of(new Interval(4, 9), new Interval(1, 2))).largest());
        Interval skipped = new Frame.Skip(0, 4, 6).range();
        assertEquals(
                List.of(false, true, true, false),
                Stream.of(3, 4, 6, 7).map(n -> skipped.contains(n)).toList());
        assertEquals(3, skipped.size());
    }

    @Test
    void aLongReasonIsCutBetweenCodePoints() {
        assertEquals(
                "x" + "\u00e9".repeat(63),
                Frame.Close.of(CloseCode.BYE, "x" + "\u00e9".repeat(100)).reason());
    }

    @Test
    void intervalsAreNeverWalked() throws Exception {
        long max = Varint.MAX;
        assertEquals(
                List.of(new Frame.Ack(max, List.of(new Interval(0, max)))),
                decode(Wire.hex("02 ffffffffffffffff ffffffffffffffff 00 ffffffffffffffff")));
        assertEquals(
                List.of(new Frame.Receipt(0, 0, Level.STORED, 0, List.of(new Interval(2, max)))),
                decode(Wire.hex("09 0000000000000000 00 01 00 01 00 fffffffffffffffd")));
        assertEquals(max + 1, new Interval(0, max).size());
    }

    @Test
    void theLongestFramesFitAPacket() {
        int room = WireLimits.Datagram.MAX - WireLimits.Datagram.DATA_OVERHEAD;
        long step = 1L << 55;
        List<Interval> ranges = new ArrayList<>();
        for (long start = step; ranges.size() < 64; start += step) {
            ranges.add(new Interval(start, start + step / 2));
        }
        assertEquals(1052, FrameSize.of(new Frame.Receipt(-1, Varint.MAX, Level.READ, 1L << 30, ranges)));
        List<Interval> downwards = new ArrayList<>(ranges.subList(0, 33));
        Collections.reverse(downwards);
        assertEquals(538, FrameSize.of(new Frame.Ack(Varint.MAX, downwards)));
        assertTrue(1052 <= room);
    }

    @Test
    void randomFramesGoRoundAndTheirSizeIsKnown() throws Exception {
        long seed = 20240611;
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            List<Frame> frames = new ArrayList<>();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                Frame frame = SampleFrames.random(random);
                boolean run = frame instanceof Frame.Padding
                        && !frames.isEmpty()
                        && frames.get(frames.size() - 1) instanceof Frame.Padding;
                if (!run) {
                    frames.add(frame);
                }
            }
            assertEquals(frames, decode(SampleFrames.encode(frames)), "seed " + seed + ", round " + i);
        }
    }

    @Test
    void randomBytesAreValidOrRejected() {
        long seed = 7;
        Random random = new Random(seed);
        int valid = 0;
        for (int i = 0; i < 400_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && i % 4 != 0) {
                bytes[0] = (byte) random.nextInt(0x0d);
                // Small numbers get further.
                for (int k = 1; k < bytes.length && i % 4 == 1; k++) {
                    bytes[k] &= 0x47;
                }
            }
            if (Wire.accepts(DECODER, ENCODER, bytes, "seed " + seed + ", round " + i)) {
                valid++;
            }
        }
        assertTrue(valid > 1_000, valid + " of them were valid");
    }

    @Test
    void randomFramesWithRandomDamageAreValidOrRejected() {
        long seed = 8;
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = SampleFrames.encode(List.of(SampleFrames.random(random)));
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Wire.accepts(DECODER, ENCODER, bytes, "seed " + seed + ", round " + i);
        }
    }
}
