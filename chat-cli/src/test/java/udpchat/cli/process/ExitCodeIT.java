package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import udpchat.testing.RealTimeTest;

/** Each failure is one line that says what was wrong, with the value, and its documented exit code. */
class ExitCodeIT {

    private record Case(int code, String told, List<String> arguments) {
        Case(int code, String told, String... arguments) {
            this(code, told, List.of(arguments));
        }
    }

    private static final List<Case> CASES = List.of(
            new Case(2, "--bogus", "--bogus"),
            new Case(2, "'PEER'", "send"),
            new Case(2, "'abc'", "listen", "--bind", "abc"),
            new Case(2, "'70000'", "listen", "--bind", "70000"),
            new Case(2, "'x:-1'", "listen", "--bind", "x:-1"),
            new Case(2, "'::1:80'", "listen", "--bind", "::1:80"),
            new Case(2, "'0'", "send", "127.0.0.1:0", "x"),
            new Case(2, "'70000'", "send", "127.0.0.1:70000", "x"),
            new Case(2, "'abc'", "send", "127.0.0.1:abc", "x"),
            new Case(2, "'abc'", "--bind", "127.0.0.1:0", "127.0.0.1:abc"),
            new Case(2, "--count 0", "listen", "--count", "0"),
            new Case(2, "'soon'", "listen", "--timeout", "soon"),
            new Case(2, "blank", "send", "127.0.0.1:9", " "),
            new Case(2, "'a b'", "--nick", "a b", "--bind", "127.0.0.1:0"),
            new Case(2, "'../x'", "id", "--profile", "../x"),
            new Case(2, "'fish'", "completion", "fish"),
            new Case(2, "'extra'", "peers", "extra"),
            new Case(3, "", "listen", "--bind", "127.0.0.1:0", "--count", "1", "--timeout", "200ms"),
            new Case(3, "0 ms", "send", "--timeout", "0", "127.0.0.1:9", "x"),
            new Case(5, "192.0.2.1", "listen", "--bind", "192.0.2.1:0"),
            new Case(6, "nosuch.invalid", "listen", "--bind", "nosuch.invalid:0"),
            new Case(6, "nosuch.invalid", "send", "nosuch.invalid", "x"),
            new Case(6, "host of that name; did you mean the command send?", "--bind", "127.0.0.1:0", "sned"),
            new Case(6, "host of that name; did you mean --help?", "--bind", "127.0.0.1:0", "help"),
            new Case(6, "host of that name", "--bind", "127.0.0.1:0", "--", "peers"),
            new Case(6, "nosuch.invalid", "--bind", "127.0.0.1:0", "nosuch.invalid"));

    @RealTimeTest
    void everyFailureHasItsCodeAndOneLine(@TempDir Path folder) throws Exception {
        List<Executable> checks = new ArrayList<>();
        try (Sandbox sandbox = new Sandbox(folder)) {
            for (Case each : CASES) {
                Running program = sandbox.run(each.arguments.toArray(String[]::new));
                checks.add(() -> {
                    program.assertExit(each.code);
                    List<String> err = program.err().all().stream()
                            .filter(line -> !line.contains("listening on"))
                            .toList();
                    assertEquals(each.told.isEmpty() ? 0 : 1, err.size(), err.toString());
                    assertTrue(err.isEmpty() || err.get(0).contains(each.told), err.toString());
                    assertEquals("", program.out().text());
                });
            }
            assertAll(checks);
        }
    }

    @RealTimeTest
    void whatIsFatalIsSaidInJsonAndOnStderr(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder)) {
            for (String[] arguments : new String[][] {
                {"--json", "--bogus"}, {"send", "--json", "nosuch.invalid", "x"}, {"--json", "nosuch.invalid"}
            }) {
                Running program = sandbox.run(arguments);
                EventSchema.assertEvents(program.out());
                assertEquals(1, program.out().all().size(), program.out().text());
                assertTrue(
                        program.out().text().contains("\"event\":\"error\""),
                        program.out().text());
                assertEquals(1, program.err().all().size(), program.err().text());
            }
        }
    }

    @RealTimeTest
    void aTakenPortIsAnErrorWhereItWasAskedForAndElseTheNextFree(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                Running first = sandbox.start();
                Running listening = sandbox.start("listen", "--bind", "127.0.0.1:0")) {
            int port = listening.awaitPort(false);
            first.awaitPort(false);
            try (Running taken = sandbox.run("--bind", "127.0.0.1:" + port);
                    Running takenToo = sandbox.run("send", "--bind", "127.0.0.1:" + port, "127.0.0.1:9", "x")) {
                taken.assertExit(5);
                takenToo.assertExit(5);
                String told = "udpchat: --bind 127.0.0.1:" + port + ": the port is taken by another program; choose"
                        + " another one, or 0 for any free one";
                assertEquals(List.of(told), taken.err().all());
            }
            try (Running next = sandbox.start()) {
                int became = next.awaitPort(false);
                assertTrue(became > 8089, "port " + became);
                next.err()
                        .await(
                                line -> line.equals("udpchat: port 8089 is taken; this is port " + became),
                                Running.PATIENCE);
                next.endInput().assertExit(0);
            }
        }
    }

    @RealTimeTest
    void aConfiguredPortIsForThoseWhoWaitNotForSend(@TempDir Path folder) throws Exception {
        try (Sandbox sandbox = new Sandbox(folder);
                PlainSocket other = new PlainSocket();
                PlainSocket taken = new PlainSocket()) {
            sandbox.configure("bind=" + taken.address() + "\n");
            sandbox.run("listen").assertExit(5);
            sandbox.run("send", other.raw(), "x").assertExit(0);
            assertEquals("x", other.receive());
        }
    }

    @RealTimeTest
    void lowPortsNeedRoot(@TempDir Path folder) throws Exception {
        Unprivileged.assumeLowPortsAreProtected();
        try (Sandbox sandbox = new Sandbox(folder)) {
            Running program = Unprivileged.startInOwnNetwork(sandbox, "listen", "--bind", "80");
            program.assertExit(5);
            assertEquals(
                    List.of("udpchat: --bind 80: permission denied; ports below 1024 need root, try 8089"),
                    program.err().all());
        }
    }
}
