package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** One sender sends as fast as it can while nobody reads our output; then somebody does. */
class FloodIT {

    private static final int DATAGRAMS = 200_000;
    private static final long STALL_MILLIS = 5_000;
    private static final long MAX_RESIDENT_KIB = 400 * 1024;
    private static final Pattern NUMBER = Pattern.compile("(\\d+)");

    @RealTimeTest
    void asText(@TempDir Path folder) throws Exception {
        flood(folder, "text", "\\tflood ", "(\\d+) events? (?:was|were) not shown", "datagrams_in\\t(\\d+)");
    }

    @RealTimeTest
    void asJson(@TempDir Path folder) throws Exception {
        flood(
                folder,
                "json",
                "\"text\":\"flood ",
                "\"code\":\"missed\".*\"count\":(\\d+)",
                "\"event\":\"status\".*\"datagrams_in\":(\\d+)",
                "--json");
    }

    private static void flood(
            Path folder, String form, String message, String missedPattern, String inPattern, String... more)
            throws Exception {
        Pattern isMessage = Pattern.compile(message);
        Pattern isMissed = Pattern.compile(missedPattern);
        Pattern isStatus = Pattern.compile(inPattern);
        String[] arguments = Stream.concat(Stream.of("--bind", "127.0.0.1:0"), Stream.of(more))
                .toArray(String[]::new);
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                Running program = sandbox.startUnread(arguments)) {
            int port = more.length == 0 ? program.awaitPort(false) : boundPort(program);
            long start = System.nanoTime();
            for (int i = 0; i < DATAGRAMS; i++) {
                other.send(
                        port,
                        ("flood " + i + " 你好, a line of chat as people write it").getBytes(StandardCharsets.UTF_8));
            }
            long sent = (System.nanoTime() - start) / 1_000_000;
            // Not to wait for anything: nobody reading for this long is what is tested.
            program.process().waitFor(Math.max(1, STALL_MILLIS - sent), TimeUnit.MILLISECONDS);
            assertTrue(program.process().isAlive(), () -> program.err().text());
            program.readOutput();

            program.type("/to " + other.address()).type("still here");
            assertEquals("still here", other.receive());
            long arrived = arrived(program, isStatus);
            long resident = highWaterMark(program);
            program.endInput().assertExit(0);

            Stream<String> told = Stream.concat(program.out().all().stream(), program.err().all().stream());
            long missed = told.map(isMissed::matcher)
                    .filter(Matcher::find)
                    .mapToLong(found -> Long.parseLong(found.group(1)))
                    .sum();
            long shown = program.out().all().stream()
                    .filter(line -> isMessage.matcher(line).find())
                    .count();
            System.out.println("flood as " + form + ": sent " + DATAGRAMS + " in " + sent + " ms, arrived " + arrived
                    + ", shown " + shown + ", missed " + missed + ", VmHWM " + resident / 1024 + " MiB");
            assertTrue(resident < MAX_RESIDENT_KIB, resident + " KiB resident");
            // The peer is announced once; that event may be shown or missed.
            assertTrue(
                    shown + missed == arrived || shown + missed == arrived + 1,
                    shown + " shown and " + missed + " missed of " + arrived);
            assertTrue(shown > 0, "nothing shown");
        }
    }

    /** How many datagrams the kernel gave the program, once it has given all. */
    private static long arrived(Running program, Pattern isStatus) throws IOException, InterruptedException {
        long before = -1;
        for (int asked = 1; ; asked++) {
            List<String> answers = program.type("/status")
                    .out()
                    .awaitAll(line -> isStatus.matcher(line).find(), asked, Running.PATIENCE);
            long now = number(isStatus, answers.get(asked - 1));
            if (now == before) {
                return now;
            }
            before = now;
        }
    }

    /** The first line alone: the rest stays unread. */
    private static int boundPort(Running program) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = program.process().getInputStream().read(); b != '\n' && b >= 0; ) {
            line.append((char) b);
            b = program.process().getInputStream().read();
        }
        Matcher port = Pattern.compile("\"port\":(\\d+)").matcher(line);
        assertTrue(port.find(), line.toString());
        return Integer.parseInt(port.group(1));
    }

    private static long highWaterMark(Running program) throws IOException {
        Path status = Path.of("/proc", Long.toString(program.process().pid()), "status");
        Assumptions.assumeTrue(Files.exists(status), "no /proc to read the resident size from");
        try (Stream<String> lines = Files.lines(status)) {
            return number(
                    NUMBER,
                    lines.filter(line -> line.startsWith("VmHWM")).findFirst().orElseThrow());
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertTrue(found.find(), text);
        return Long.parseLong(found.group(1));
    }
}
