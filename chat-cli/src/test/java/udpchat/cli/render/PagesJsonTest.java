package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every event that a page shows obeys the schema. */
class PagesJsonTest {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/scripting.md", "docs/benchmarks.md"})
    void everyEventObeysTheSchema(String page) throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(ROOT.resolve("docs/schema/events.schema.json")), InputFormat.JSON);
        List<String> lines = Files.readString(ROOT.resolve(page))
                .lines()
                .filter(line -> line.startsWith("{"))
                .toList();
        assertTrue(!lines.isEmpty(), page);
        for (String line : lines) {
            assertEquals(
                    List.of(),
                    schema.validate(line, InputFormat.JSON).stream()
                            .map(Error::toString)
                            .toList(),
                    line);
        }
    }
}
