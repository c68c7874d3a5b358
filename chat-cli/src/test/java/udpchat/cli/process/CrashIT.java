package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/**
 * Two programs say numbers to each other on a network that loses a tenth of all, and are killed at random instants: the one,
 * the other, or both. Whatever was said to be queued arrives: once and in order, but for lines that were printed and not
 * noted as printed, which come again under the same id.
 */
@Tag("crash")
class CrashIT {
    private static final int ROUNDS = Integer.getInteger("udpchat.crash.rounds", 20);
    private static final long SEED = Long.getLong("udpchat.crash.seed", System.nanoTime());

    /** Lines said in one life. */
    private static final int LINES = 400;

    private static final int LONGEST_LIFE_MILLIS = 1_400;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    /** One of the two, through all its lives. */
    private final class Side {
        final String name;
        final Sandbox sandbox;
        final String key;
        final int port;
        Running running;
        String other;
        /** The number of the last line that was typed. */
        int typed;
        /** By the first half of the ids of this life: the number before the first line of that life. */
        final Map<String, Integer> lives = new HashMap<>();
        /** Where in the output of this life the next line stands. */
        int read;

        int base;
        final Set<Integer> queued = new HashSet<>();
        final Map<String, Integer> heard = new HashMap<>();
        int highest;
        int again;

        Side(String name) throws Exception {
            this.name = name;
            sandbox = new Sandbox(folder.resolve(name)).configure("nick=" + name + "\nsim=loss=10\n");
            key = SessionIT.field(
                    sandbox.run("id", "--json").out().await(line -> line.contains("key"), Running.PATIENCE), "key");
            Running first = sandbox.start("--json", "--bind", "127.0.0.1:0");
            port = first.awaitPort(true);
            first.endInput().awaitExit();
        }

        void start() throws IOException {
            base = typed;
            read = 0;
            running = sandbox.start("--json", "--bind", "127.0.0.1:" + port, other);
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < LINES; i++) {
                typed++;
                lines.append("number ").append(typed).append('\n');
            }
            running.feed(lines.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        void kill() throws Exception {
            running.signal("KILL").awaitExit();
            look();
        }

        /** What it said and heard since the last look. */
        void look() {
            List<String> lines = running.out().all();
            for (String line : lines.subList(read, lines.size())) {
                if (line.contains("\"event\":\"delivery\"") && line.contains("\"state\":\"queued\"")) {
                    queued(SessionIT.field(line, "id"));
                } else if (line.contains("\"event\":\"message\"") && line.endsWith("}")) {
                    heard(line);
                } else {
                    assertTrue(!line.contains("\"state\":\"failed\""), line);
                    assertTrue(!line.contains("\"event\":\"error\""), line);
                }
            }
            read = lines.size();
        }

        /** Ids of a life are counted from 1, as its lines are. */
        private void queued(String id) {
            String life = id.substring(0, 16);
            lives.putIfAbsent(life, base);
            queued.add(lives.get(life) + Integer.parseUnsignedInt(id.substring(16), 16));
        }

        private void heard(String line) {
            String id = SessionIT.field(line, "id");
            int number = Integer.parseInt(SessionIT.field(line, "text").substring("number ".length()));
            Integer before = heard.putIfAbsent(id, number);
            if (before != null) {
                assertEquals(before, number, "another text under the same id");
                assertTrue(line.contains("\"redelivered\":true"), "told as new, and heard before: " + line);
                again++;
            } else {
                assertTrue(number > highest, name + " heard " + number + " after " + highest);
                highest = number;
            }
        }

        boolean hasHeard(Side from) {
            return heard.values().containsAll(from.queued);
        }

        List<Integer> missing(Side from) {
            List<Integer> missing = new ArrayList<>(from.queued);
            missing.removeAll(new HashSet<>(heard.values()));
            return missing;
        }
    }

    @RealTimeTest
    void whatWasQueuedArrivesOnceAndInOrder(TestReporter reporter) throws Exception {
        Side alice = new Side("alice");
        Side bob = new Side("bob");
        try {
            alice.other = bob.key + "@127.0.0.1:" + bob.port;
            bob.other = alice.key + "@127.0.0.1:" + alice.port;
            alice.start();
            bob.start();
            for (int round = 0; round < ROUNDS; round++) {
                // A life of any length, from before the program has begun to after all was said.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
                int who = random.nextInt(3);
                for (Side side : List.of(alice, bob)) {
                    if (who == 2 || side == (who == 0 ? alice : bob)) {
                        side.kill();
                        side.start();
                    }
                }
            }
            await(alice, bob);
            reporter.publishEntry("seed " + SEED + ": " + alice.queued.size() + " and " + bob.queued.size()
                    + " queued, " + (alice.again + bob.again) + " told again");
            assertTrue(alice.queued.size() + bob.queued.size() > LINES, "hardly anything was said");
            for (Side side : List.of(alice, bob)) {
                side.running.endInput().assertExit(0);
                EventSchema.assertEvents(side.running.out());
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + SEED + " (udpchat.crash.seed): " + e.getMessage(), e);
        } finally {
            alice.sandbox.close();
            bob.sandbox.close();
        }
    }

    private static void await(Side alice, Side bob) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (true) {
            alice.look();
            bob.look();
            boolean said = alice.queued.contains(alice.typed) && bob.queued.contains(bob.typed);
            if (said && alice.hasHeard(bob) && bob.hasHeard(alice)) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("bob misses " + bob.missing(alice) + ", alice misses " + alice.missing(bob));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
