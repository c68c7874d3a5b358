package udpchat.noise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** However many start at once in an empty profile, they are one and the same afterwards. */
class IdentityRaceTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 25;
    private static final int PROGRAMS = 3;

    @TempDir
    private Path folder;

    @RealTimeTest
    void threadsThatStartAtOnceHaveOneIdentity() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path file = folder.resolve("profile" + round).resolve("identity");
                CyclicBarrier start = new CyclicBarrier(THREADS);
                List<Future<String>> results = new ArrayList<>();
                for (int i = 0; i < THREADS; i++) {
                    results.add(threads.submit(() -> {
                        start.await();
                        return Identity.loadOrCreate(file, SystemRandom.create())
                                .toString();
                    }));
                }
                Set<String> keys = new HashSet<>();
                for (Future<String> result : results) {
                    keys.add(result.get());
                }
                assertEquals(1, keys.size(), "round " + round);
                assertOnlyTheIdentityIsLeft(file);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @RealTimeTest
    void programsThatStartAtOnceHaveOneIdentity() throws Exception {
        Path file = folder.resolve("identity");
        List<Process> programs = new ArrayList<>();
        try {
            for (int i = 0; i < PROGRAMS; i++) {
                programs.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Program.class.getName(),
                                file.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
            }
            List<BufferedReader> outputs = new ArrayList<>();
            for (Process program : programs) {
                BufferedReader output = program.inputReader(UTF_8);
                assertEquals(Program.READY, output.readLine());
                outputs.add(output);
            }
            for (Process program : programs) {
                program.getOutputStream().close();
            }
            Set<String> keys = new HashSet<>();
            for (BufferedReader output : outputs) {
                keys.add(output.readLine());
            }
            assertEquals(
                    Set.of(Identity.loadOrCreate(file, SystemRandom.create()).toString()), keys);
            assertOnlyTheIdentityIsLeft(file);
        } finally {
            programs.forEach(Process::destroyForcibly);
        }
    }

    private static void assertOnlyTheIdentityIsLeft(Path file) throws IOException {
        try (var files = Files.list(file.getParent())) {
            assertEquals(List.of(file), files.toList());
        }
    }

    /** Says that it is ready, waits for its input to end, then says its key. */
    static final class Program {
        static final String READY = "ready";

        private Program() {}

        public static void main(String[] args) throws IOException {
            // What the start has to load is loaded now, so that the programs meet at the file.
            Identity.generate(SystemRandom.create());
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // Whatever comes is not meant for us; the end of it is.
            }
            System.out.println(Identity.loadOrCreate(Path.of(args[0]), SystemRandom.create()));
        }
    }
}
