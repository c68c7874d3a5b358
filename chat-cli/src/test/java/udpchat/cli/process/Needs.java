package udpchat.cli.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a test needs of the machine: where it is missing, the test is skipped and says so. */
final class Needs {

    private Needs() {}

    /** A program in PATH. */
    static void program(String name) throws IOException, InterruptedException {
        assumeTrue(works(List.of("sh", "-c", "command -v " + name)), "not installed: " + name);
    }

    /** A command that has to work here. */
    static void command(String why, String... words) throws IOException, InterruptedException {
        assumeTrue(works(List.of(words)), why);
    }

    private static boolean works(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
