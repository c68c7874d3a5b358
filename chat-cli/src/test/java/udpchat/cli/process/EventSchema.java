package udpchat.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Checks the program's JSON against the schema that scripts are written from. */
final class EventSchema {

    private static final Schema SCHEMA = read();

    private EventSchema() {}

    /** Fails unless there are lines and each is an event. */
    static void assertEvents(Lines out) {
        List<String> lines = out.all();
        assertFalse(lines.isEmpty(), "no events");
        for (String line : lines) {
            assertEquals(
                    List.of(),
                    SCHEMA.validate(line, InputFormat.JSON).stream()
                            .map(Error::toString)
                            .toList(),
                    line);
        }
    }

    private static Schema read() {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(
                            Files.readString(Path.of("..", "docs", "schema", "events.schema.json")), InputFormat.JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
