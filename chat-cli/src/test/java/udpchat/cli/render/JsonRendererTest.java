package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.cli.render.Samples.ADDRESS;
import static udpchat.cli.render.Samples.BOB;
import static udpchat.cli.render.Samples.NOW;
import static udpchat.cli.render.Samples.STATS;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.UNSEEN;
import static udpchat.cli.render.Samples.message;
import static udpchat.cli.render.Samples.own;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;

class JsonRendererTest {
    private static final Path SCHEMA = Path.of("..", "docs", "schema", "events.schema.json");
    private static final Renderer JSON = new JsonRenderer();

    private static Schema schema;

    @BeforeAll
    static void readSchema() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    }

    @ParameterizedTest
    @MethodSource("events")
    void everyEventObeysTheSchema(String line) {
        assertEquals(
                List.of(),
                schema.validate(line, InputFormat.JSON).stream()
                        .map(Error::toString)
                        .toList(),
                line);
        assertFalse(line.contains("\n"));
        assertTrue(line.startsWith("{\"v\":1,\"event\":\""), line);
    }

    static Stream<String> events() throws IOException {
        PeerAddress v6 = new PeerAddress(InetAddress.getByName("2001:db8::1"), 1);
        Stream<String> single = Stream.of(
                JSON.ready(ADDRESS, "alice"),
                JSON.ready(v6, "\u001b]0;x\u0007\ud800"),
                JSON.message(message(null, "hello")),
                JSON.message(message("bob", "a\nb\u0000\u009b\u2028\ud83d\"\\")),
                JSON.own(own("x"), new Delivery.Sent()),
                JSON.own(new OwnMessage(UNSEEN, true, "x", NOW), new Delivery.Sent()),
                JSON.peer(BOB, NOW),
                JSON.peer(UNSEEN, NOW),
                JSON.whois(STRANGER, NOW),
                JSON.notice("text", NOW),
                JSON.error("unknown_peer", "no such peer", NOW),
                JSON.missed(7, NOW),
                JSON.closed(Optional.empty(), NOW),
                JSON.closed(Optional.of("socket failed"), NOW),
                JSON.status(STATS),
                JSON.page("several\nlines"));
        Stream<String> failed = Arrays.stream(Delivery.Reason.values())
                .map(reason -> JSON.own(own("x"), new Delivery.Failed(reason, "because")));
        Stream<String> list = JSON.peers(List.of(BOB, STRANGER, UNSEEN), NOW).lines();
        return Stream.concat(Stream.concat(single, failed), list);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"v\":2,\"event\":\"notice\",\"text\":\"x\"}",
                "{\"v\":1,\"event\":\"nothing\"}",
                "{\"v\":1,\"event\":\"notice\"}",
                "{\"v\":1,\"event\":\"error\",\"code\":\"Not Lower\",\"text\":\"x\"}",
                "{\"v\":1,\"event\":\"error\",\"code\":\"missed\",\"text\":\"x\"}",
                "{\"v\":1,\"event\":\"ready\",\"addr\":\"host:1\",\"port\":1,\"nick\":\"a\",\"key\":null}",
                "{\"v\":1,\"event\":\"ready\",\"addr\":\"1.2.3.4:1\",\"port\":0,\"nick\":\"a\",\"key\":null}",
                "{\"v\":1,\"event\":\"delivery\",\"id\":null,\"to\":{\"name\":null,\"addr\":null,\"key\":null,"
                        + "\"trust\":\"plain\"},\"state\":\"failed\",\"reason\":null,\"rtt_ms\":null}",
                "{\"v\":1,\"event\":\"closed\"}"
            })
    void theSchemaRejects(String line) {
        assertFalse(schema.validate(line, InputFormat.JSON).isEmpty(), line);
    }

    @Test
    void fieldByField() {
        assertEquals(
                "{\"v\":1,\"event\":\"ready\",\"addr\":\"10.0.0.5:9000\",\"port\":9000,\"nick\":\"al\",\"key\":null}",
                JSON.ready(ADDRESS, "al"));
        assertEquals(
                "{\"v\":1,\"event\":\"message\",\"id\":null,\"from\":{\"name\":\"bob\",\"addr\":\"10.0.0.5:9000\","
                        + "\"key\":null,\"trust\":\"plain\"},\"text\":\"a\\nb\",\"at\":1772361727000,\"action\":false}",
                JSON.message(message("bob", "a\nb")));
        assertEquals(
                "{\"v\":1,\"event\":\"delivery\",\"id\":null,\"to\":{\"name\":\"bob\",\"addr\":\"192.168.1.9:8089\","
                        + "\"key\":null,\"trust\":\"plain\"},\"state\":\"failed\",\"reason\":\"queue_full\","
                        + "\"detail\":\"why\",\"rtt_ms\":null}",
                JSON.own(own("x"), new Delivery.Failed(Delivery.Reason.QUEUE_FULL, "why")));
        assertEquals(
                "{\"v\":1,\"event\":\"peer\",\"name\":\"小明\",\"addr\":null,\"key\":null,\"state\":\"plain\","
                        + "\"trust\":\"plain\",\"spec\":\"ming.example:8089\",\"ignored\":true,\"last_heard\":null,"
                        + "\"received\":0,\"sent\":0}",
                JSON.peer(UNSEEN, NOW));
        assertEquals(3, JSON.peers(List.of(BOB, STRANGER, UNSEEN), NOW).lines().count());
        assertEquals("", JSON.peers(List.of(), NOW));
    }
}
