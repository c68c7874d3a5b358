package udpchat.cli.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a process that ran to its end left behind. Its input was empty.
 *
 * @param out standard output as UTF-8
 * @param err standard error as UTF-8
 */
public record ProgramRun(int exitCode, String out, String err) {

    public static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private static final long DEADLINE_SECONDS = 60;

    /**
     * Runs a command to its end.
     *
     * @param environment on top of the tests' own, without what makes a JVM talk and with {@code JAVA_HOME} as the JDK
     *     that runs the tests; an empty value takes a variable away
     * @throws AssertionError when it takes longer than 60 s
     */
    public static ProgramRun of(Map<String, String> environment, List<String> command) {
        try {
            Path out = Files.createTempFile("udpchat-test", ".out");
            Path err = Files.createTempFile("udpchat-test", ".err");
            try {
                Process process = prepare(environment, command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
                process.getOutputStream().close();
                if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError("still running after " + DEADLINE_SECONDS + " s: " + command);
                }
                return new ProgramRun(process.exitValue(), Files.readString(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The same command and environment, to be started by whoever wants to talk to it. */
    public static ProcessBuilder prepare(Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> variables = builder.environment();
        variables.keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "UDPCHAT_OPTS"));
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("UDPCHAT_NO_DISCOVERY", "true");
        variables.putAll(environment);
        variables.values().removeIf(String::isEmpty);
        return builder;
    }
}
