package udpchat.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import udpchat.cli.distribution.ProgramRun;
import udpchat.cli.pipe.CapturedStreams;
import udpchat.cli.slash.CommandTable;
import udpchat.testing.NeedsProgram;
import udpchat.testing.RealTimeTest;

/**
 * The manual page says what the program does. {@code mvn -pl chat-cli -am test -Dtest=ManPageTest -Dman.update} writes it
 * anew.
 */
class ManPageTest {

    private static final Path PAGE = Path.of("src", "main", "dist", "share", "man", "man1", "udpchat.1");
    private static final Pattern DATE = Pattern.compile("(?m)^\\.Dd (.*)$");
    private static final Pattern READ_IN_JAVA = Pattern.compile("(?:getenv|environment(?:\\.get)?)\\(\"([A-Z_]+)\"\\)");
    private static final Pattern READ_IN_SH = Pattern.compile("\\$\\{([A-Z_]+):-");

    /** The date is that of the last change, so it is none by itself. */
    @Test
    void isFresh() throws IOException {
        String committed = Files.exists(PAGE) ? Files.readString(PAGE) : ".Dd \n";
        String date = DATE.matcher(committed)
                .results()
                .map(found -> found.group(1))
                .findFirst()
                .orElse("");
        if (System.getProperty("man.update") != null && !ManPage.text(date).equals(committed)) {
            String today =
                    LocalDate.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH));
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, ManPage.text(today));
            return;
        }
        assertEquals(ManPage.text(date), committed, "stale; mvn -pl chat-cli -am test -Dtest=ManPageTest -Dman.update");
    }

    @Test
    void everyExitCodeIsListed() throws Exception {
        Set<String> codes = new TreeSet<>(Set.of("129, 130, 143"));
        for (Field field : ExitCode.class.getFields()) {
            codes.add(Integer.toString(field.getInt(null)));
        }
        assertEquals(codes, new TreeSet<>(ManPage.exitCodes().keySet()));
    }

    /** What the sources ask the environment for. */
    @Test
    void everyVariableIsListed() throws IOException {
        Set<String> read = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                READ_IN_JAVA.matcher(Files.readString(source)).results().forEach(found -> read.add(found.group(1)));
            }
        }
        Path launcher = Path.of("src", "main", "dist", "bin", "udpchat");
        READ_IN_SH.matcher(Files.readString(launcher)).results().forEach(found -> read.add(found.group(1)));
        assertEquals(read, new TreeSet<>(ManPage.ENVIRONMENT.keySet()));
    }

    /** What a run leaves on the disk. */
    @RealTimeTest
    void everyFileIsListed(@TempDir Path folder) throws IOException {
        CapturedStreams streams = new CapturedStreams("/add bob 127.0.0.1:9\n");
        Programs.Run run = Programs.run(streams, Map.of(), folder, "--json", "--bind", "127.0.0.1:0");
        assertEquals(ExitCode.DONE, run.code(), () -> run.out().toString());
        Set<String> listed = ManPage.files().keySet().stream()
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
        try (Stream<Path> left = Files.walk(folder)) {
            List<String> names = left.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
            assertTrue(names.contains("peers"), names.toString());
            assertTrue(listed.containsAll(names), names + " of " + listed);
        }
    }

    @Test
    void isAscii() throws IOException {
        assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(PAGE)));
    }

    @Test
    @NeedsProgram("mandoc")
    void mandocHasNothingToSay() {
        ProgramRun lint = ProgramRun.of(Map.of(), List.of("mandoc", "-T", "lint", "-W", "style", PAGE.toString()));
        // Whether the machine has the pages that ours refers to says nothing about ours.
        List<String> said = (lint.out() + lint.err())
                .lines()
                .filter(line -> !line.contains("mandoc.db") && !line.contains("referenced manual not found"))
                .toList();
        assertEquals(List.of(), said);
    }

    @Test
    @NeedsProgram({"man", "groff"})
    void manHasNothingToSay() {
        ProgramRun man = ProgramRun.of(
                Map.of("LC_ALL", "C.UTF-8", "MANWIDTH", "80", "MANROFFSEQ", ""),
                List.of("man", "--warnings", "-E", "UTF-8", "-l", PAGE.toString()));
        assertEquals("", man.err());
        assertEquals(0, man.exitCode());
        assertNamesEverything(man.out());
    }

    @Test
    @NeedsProgram("mandoc")
    void whatIsShownNamesEverything() {
        ProgramRun shown = ProgramRun.of(Map.of(), List.of("mandoc", "-T", "ascii", PAGE.toString()));
        assertEquals(0, shown.exitCode(), shown.err());
        assertNamesEverything(shown.out());
    }

    private static void assertNamesEverything(String formatted) {
        String text = formatted.replaceAll(".\b", "");
        CommandLine program = Programs.commandLine();
        Stream<String> options = Programs.allCommands(program)
                .flatMap(line -> line.getCommandSpec().options().stream())
                .map(OptionSpec::names)
                .flatMap(Arrays::stream);
        Stream<String> console = CommandTable.ALL.stream().map(info -> "/" + info.name());
        for (String name : Stream.of(options, program.getSubcommands().keySet().stream(), console)
                .flatMap(names -> names)
                .toList()) {
            assertTrue(
                    Pattern.compile("(?m)(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
                            .matcher(text)
                            .find(),
                    () -> name + " is not in\n" + text);
        }
    }
}
