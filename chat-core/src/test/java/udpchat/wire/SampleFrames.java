package udpchat.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import udpchat.wire.Frame.Receipt.Level;

/** Frames for the tests: a table with their bytes, and random ones. */
final class SampleFrames {

    private SampleFrames() {}

    static final Map<String, Frame> TABLE = new LinkedHashMap<>();

    static {
        TABLE.put("00 00 00", new Frame.Padding(3));
        TABLE.put("01", new Frame.Ping());
        // 991 to 1000, 25 ms after the largest came.
        TABLE.put("02 43e8 800061a8 00 09", new Frame.Ack(25_000, List.of(new Interval(991, 1000))));
        // 8 to 10 and 0 to 5: a gap of 1 says that two, 6 and 7, are missing.
        TABLE.put("02 0a 00 01 02 01 05", new Frame.Ack(0, List.of(new Interval(8, 10), new Interval(0, 5))));
        TABLE.put("04 00 03 627965", new Frame.Close(CloseCode.BYE, "bye"));
        TABLE.put("04 04 00", new Frame.Close(CloseCode.REFUSED, ""));
        TABLE.put("05 0102030405060708", new Frame.PathChallenge(0x0102030405060708L));
        TABLE.put("06 fffefdfcfbfaf9f8", new Frame.PathResponse(0xfffefdfcfbfaf9f8L));
        TABLE.put("07 8899aabbccddeeff", new Frame.Stream(0x8899aabbccddeeffL));
        // All of the message "hi", sent at 2023-11-14T22:13:20Z.
        TABLE.put(
                "08 00 01 00 0b 0b 00 0000018bcfe56800 6869",
                new Frame.Msg(0, 1, 0, 11, Bytes.ofHex("000000018bcfe568006869")));
        // Bytes 1000 to 1003 of the longest message, a text of 1 MiB.
        TABLE.put(
                "08 00 4040 43e8 80100009 04 61626364",
                new Frame.Msg(0, 64, 1000, (1 << 20) + 9, Bytes.ofHex("61626364")));
        TABLE.put(
                "09 8899aabbccddeeff 00 01 00 00",
                new Frame.Receipt(0x8899aabbccddeeffL, 0, Level.STORED, 0, List.of()));
        // 1 to 3, 5, 9 and 10.
        TABLE.put(
                "09 8899aabbccddeeff 00 02 03 02 00 00 02 01",
                new Frame.Receipt(
                        0x8899aabbccddeeffL, 0, Level.READ, 3, List.of(new Interval(5, 5), new Interval(9, 10))));
        TABLE.put("0a 00 04 06", new Frame.Skip(0, 4, 6));
        TABLE.put("0b 02 04 c3857361 01 00", new Frame.Profile(2, "\u00c5sa", true, 0));
        TABLE.put("0c 00 01", new Frame.Typing(0, true));
        TABLE.put("0d", new Frame.AddressRequest());
        TABLE.put("0e 04 7f000001 1f99", new Frame.ObservedAddress(Bytes.wrap(Wire.hex("7f000001")), 8089));
    }

    static byte[] encode(List<Frame> frames) {
        WireWriter out =
                WireWriter.ofSize(frames.stream().mapToInt(FrameSize::of).sum());
        frames.forEach(frame -> FrameCodec.write(frame, out));
        return out.filled();
    }

    /** Any frame at all, small numbers and big ones. */
    static Frame random(RandomGenerator random) {
        return switch (random.nextInt(14)) {
            case 0 -> new Frame.Padding(1 + random.nextInt(70));
            case 1 -> new Frame.Ping();
            case 2 -> randomAck(random);
            case 3 -> Frame.Close.of(any(random, CloseCode.values()), text(random, random.nextInt(70)));
            case 4 -> new Frame.PathChallenge(random.nextLong());
            case 5 -> new Frame.PathResponse(random.nextLong());
            case 6 -> new Frame.Stream(random.nextLong());
            case 7 -> randomMsg(random);
            case 8 -> randomReceipt(random);
            case 9 -> {
                long first = Math.max(1, number(random));
                yield new Frame.Skip(number(random), first, Math.max(first, number(random)));
            }
            case 10 -> {
                String nick = Utf8.prefix(text(random, random.nextInt(30)), WireLimits.Frames.NICK);
                yield new Frame.Profile(number(random), nick, random.nextBoolean(), number(random));
            }
            case 11 -> new Frame.AddressRequest();
            case 12 -> {
                byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
                random.nextBytes(ip);
                yield new Frame.ObservedAddress(Bytes.wrap(ip), 1 + random.nextInt(65535));
            }
            default -> new Frame.Typing(number(random), random.nextBoolean());
        };
    }

    private static Frame randomMsg(RandomGenerator random) {
        byte[] data = new byte[1 + random.nextInt(random.nextBoolean() ? 40 : 1000)];
        random.nextBytes(data);
        int total = Math.max(9, data.length + (random.nextBoolean() ? 0 : random.nextInt(1 << 19)));
        int offset = random.nextInt(total - data.length + 1);
        return new Frame.Msg(number(random), Math.max(1, number(random)), offset, total, Bytes.wrap(data));
    }

    private static Frame randomAck(RandomGenerator random) {
        List<Interval> ranges = new ArrayList<>();
        long last = number(random);
        for (int i = 0; i <= random.nextInt(34) && last >= 0 && i <= 32; i++) {
            long first = last - Math.min(last, random.nextLong(1L << random.nextInt(1, 20)));
            ranges.add(new Interval(first, last));
            last = first - 2 - random.nextLong(1L << random.nextInt(1, 20));
        }
        return new Frame.Ack(number(random), ranges);
    }

    private static Frame randomReceipt(RandomGenerator random) {
        List<Interval> ranges = new ArrayList<>();
        long cumulative = number(random);
        long before = cumulative;
        int count = random.nextInt(65);
        while (ranges.size() < count && before < Varint.MAX - (1L << 40)) {
            long first = before + 2 + random.nextLong(1L << random.nextInt(1, 20));
            before = first + random.nextLong(1L << random.nextInt(1, 20));
            ranges.add(new Interval(first, before));
        }
        Level level = any(random, Level.values());
        return new Frame.Receipt(random.nextLong(), number(random), level, cumulative, ranges);
    }

    private static <T> T any(RandomGenerator random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    /** A varint's worth of number, every length about as often. */
    private static long number(RandomGenerator random) {
        return random.nextLong() & Varint.MAX >>> random.nextInt(63);
    }

    static String text(RandomGenerator random, int codePoints) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < codePoints; i++) {
            int bits = new int[] {7, 7, 11, 16, 21}[random.nextInt(5)];
            int codePoint = random.nextInt(Math.min(1 << bits, Character.MAX_CODE_POINT + 1));
            boolean surrogate = codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(surrogate ? 0xfffd : codePoint);
        }
        return text.toString();
    }
}
