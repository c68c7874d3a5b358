package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    private static final Completion COMPLETION =
            Completion.of(() -> List.of("/to", "/send"), () -> List.of("alice", "bob"), Set.of("/send"));

    @ParameterizedTest
    @CsvSource({
        "'',          /t,   /to /send", // the editor takes those that fit
        "'',          a,    alice bob",
        "'',          '',   ''",
        "/to,         '',   alice bob",
        "/to,         bo,   alice bob",
        "/msg alice,  bo,   ''",
        "//to,        bo,   ''",
        "hello,       bo,   ''",
    })
    void whatMayStandWhere(String before, String word, String expected) {
        assertEquals(expected, String.join(" ", COMPLETION.words(before, word)));
    }

    @Test
    void paths(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("pictures"));
        Files.createDirectories(folder.resolve("plans"));
        Files.writeString(folder.resolve("plan.txt"), "");
        Files.writeString(folder.resolve(".private"), "");
        Files.writeString(folder.resolve("p\u001b[2J"), "");
        Files.writeString(folder.resolve("p q"), "");
        String at = folder + "/";
        assertEquals(List.of(at + "pictures/", at + "plan.txt", at + "plans/"), Paths.startingWith(at + "p"));
        assertEquals(List.of(at + ".private"), Paths.startingWith(at + ".p"));
        assertEquals(List.of(), Paths.startingWith(at + "none/x"));
        assertEquals(List.of(), Paths.startingWith("\0"));
        assertEquals(List.of(at + "plan.txt", at + "plans/"), COMPLETION.words("/send alice", at + "plan"));
    }

    @ParameterizedTest
    @CsvSource({
        "'/to al',     6, /to,  al",
        "'/to al',     2, '',   /t",
        "'/to  al x',  7, /to,  al",
        "'don''t \"a', 8, don't, '\"a'",
        "'',           0, '',   ''",
        "'a ',         2, a,    ''",
    })
    void wordsAreWhatBlanksSeparate(String line, int cursor, String before, String word) {
        Words.Word at = (Words.Word) new Words().parse(line, cursor, Parser.ParseContext.COMPLETE);
        assertEquals(before + "|" + word, at.before() + "|" + at.word());
    }
}
