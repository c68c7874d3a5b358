package udpchat.cli.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** The {@code sh} launcher, mostly with a Java that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

    private static final String SAY_ARGUMENTS = "for a in \"$@\"; do printf '%s\\n' \"$a\"; done";

    @TempDir
    Path folder;

    private final Distribution built = Distribution.built();

    @RealTimeTest
    void startsThroughLinksFromAnywhereWithBlanksInItsPath() throws IOException {
        Distribution moved = built.copyTo(folder.resolve("a folder/with  blanks"));
        Path link = Files.createSymbolicLink(folder.resolve("absolute link"), Path.of(moved.launcher()));
        Path toLink = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute link"));
        for (String launcher : List.of(moved.launcher(), link.toString(), toLink.toString())) {
            ProgramRun run = ProgramRun.of(javaThat(SAY_ARGUMENTS, "21.0.1"), List.of(launcher, "a"));
            assertEquals(0, run.exitCode(), run::err);
            assertTrue(run.out().contains("\n" + moved.jar().toRealPath() + "\na\n"), run::out);
        }
        ProgramRun inPath = ProgramRun.of(
                Map.of("PATH", folder + ":/usr/bin:/bin"), List.of("sh", "-c", "cd / && exec relative --version"));
        assertEquals(built.run("--version"), inPath);
    }

    @RealTimeTest
    void startsTheRealProgramWithoutAWordOfTheJvm() {
        ProgramRun run = built.run("--version");
        assertEquals(0, run.exitCode(), run::toString);
        assertEquals("", run.err());
        assertFalse(run.out().contains("WARNING"), run::out);
    }

    @RealTimeTest
    void passesArgumentsAsTheyAre() throws IOException {
        List<String> arguments = List.of("send", "", "two  words", "*", "$HOME", "`x`", "\"q\"", "你好", "-x");
        ProgramRun run = built.run(javaThat(SAY_ARGUMENTS, "17.0.1"), arguments.toArray(String[]::new));
        assertTrue(run.out().endsWith("\n" + String.join("\n", arguments) + "\n"), run::out);
    }

    @RealTimeTest
    void leavesTheSecondCompilerToBenchAlone() throws IOException {
        Map<String, String> java = javaThat(SAY_ARGUMENTS, "17.0.1");
        assertTrue(built.run(java).out().contains("-XX:TieredStopAtLevel=1\n"));
        assertTrue(built.run(java, "send", "bench").out().contains("-XX:TieredStopAtLevel=1\n"));
        assertFalse(built.run(java, "bench", "--json").out().contains("TieredStopAtLevel"));
        assertFalse(built.run(java, "--json", "bench").out().contains("TieredStopAtLevel"));
        for (String option : List.of("-Xmx256m", "-XX:MaxDirectMemorySize=64m", "-Xlog:disable")) {
            assertTrue(built.run(java, "bench").out().contains(option + "\n"), option);
        }
    }

    @RealTimeTest
    void addsTheOptionsOfTheEnvironmentAfterItsOwn() throws IOException {
        Map<String, String> environment = javaThat(SAY_ARGUMENTS, "17.0.1");
        environment.put("UDPCHAT_OPTS", "-Xmx1g  -Da=*");
        assertTrue(built.run(environment).out().matches("(?s).*-Xmx256m\n.*\n-Xmx1g\n-Da=\\*\n.*-jar\n.*"));
    }

    @RealTimeTest
    void isReplacedByJavaSoSignalsAndExitCodesPass() throws IOException {
        assertEquals(42, built.run(javaThat("exit 42", "17")).exitCode());
        ProgramRun run = built.run(javaThat("kill -TERM $$; sleep 60", "17"));
        assertEquals(143, run.exitCode(), run::toString);
    }

    @RealTimeTest
    void givesTheCLocaleUtf8() throws IOException {
        for (String variable : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
            Map<String, String> environment = javaThat("printf %s \"${LC_ALL:-$LC_CTYPE}\"", "17");
            environment.putAll(Map.of("LC_ALL", "", "LC_CTYPE", "", "LANG", ""));
            assertEquals("C.UTF-8", built.run(environment).out(), "nothing set");
            environment.put(variable, "POSIX");
            assertEquals("C.UTF-8", built.run(environment).out(), variable);
        }
        Map<String, String> german = javaThat("printf %s \"$LC_ALL\"", "17");
        german.put("LC_ALL", "de_DE.ISO-8859-1");
        assertEquals("de_DE.ISO-8859-1", built.run(german).out());
    }

    @RealTimeTest
    void saysInOneLineThatThereIsNoJava() throws IOException {
        assertFails(
                "no java in PATH; install Java 17 or newer, or set JAVA_HOME",
                ProgramRun.of(
                        Map.of("JAVA_HOME", "", "PATH", folder.toString()), List.of("/bin/sh", built.launcher(), "x")));
        assertFails(
                "JAVA_HOME is /nowhere, but there is no bin/java in it; set it to a Java 17 or newer",
                built.run(Map.of("JAVA_HOME", "/nowhere")));
    }

    @RealTimeTest
    void saysInOneLineThatJavaIsTooOld() throws IOException {
        for (String version : List.of("1.8.0_352", "9-ea", "11.0.2", "16.0.1+9")) {
            String says = folder.resolve("jdk/bin/java") + " is Java " + version
                    + ", but udpchat needs 17 or newer; set JAVA_HOME to one";
            assertFails(says, built.run(javaThat("exit 99", version)));
            Map<String, String> withoutFile = javaThat(
                    "printf 'Picked up JAVA_TOOL_OPTIONS: x\\nopenjdk version \"" + version + "\" 2020\\nx\\n' >&2",
                    version);
            Files.delete(folder.resolve("jdk/release"));
            assertFails(says, built.run(withoutFile));
        }
        Map<String, String> dumb = javaThat("exit 1", "17");
        Files.delete(folder.resolve("jdk/release"));
        assertFails(
                folder.resolve("jdk/bin/java") + " does not say its version; set JAVA_HOME to a Java 17 or newer",
                built.run(dumb));
    }

    @RealTimeTest
    void findsTheVersionBehindALinkInPath() throws IOException {
        javaThat(SAY_ARGUMENTS, "11.0.2");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk/bin/java"));
        ProgramRun run = built.run(Map.of("JAVA_HOME", "", "PATH", bin + ":/usr/bin:/bin"));
        assertFails(bin.resolve("java") + " is Java 11.0.2, but udpchat needs 17 or newer; set JAVA_HOME to one", run);
    }

    private static void assertFails(String line, ProgramRun run) {
        assertEquals(new ProgramRun(1, "", "udpchat: " + line + "\n"), run);
    }

    /** The environment for a Java that is this {@code sh} script, and whose {@code release} file says that version. */
    private Map<String, String> javaThat(String script, String version) throws IOException {
        Path home = folder.resolve("jdk");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return new HashMap<>(Map.of("JAVA_HOME", home.toString()));
    }
}
