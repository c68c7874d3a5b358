package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static udpchat.cli.render.Samples.ADDRESS;
import static udpchat.cli.render.Samples.AT;
import static udpchat.cli.render.Samples.BOB;
import static udpchat.cli.render.Samples.ID;
import static udpchat.cli.render.Samples.ID_TEXT;
import static udpchat.cli.render.Samples.KEY;
import static udpchat.cli.render.Samples.NOW;
import static udpchat.cli.render.Samples.OTHER_KEY;
import static udpchat.cli.render.Samples.STATS;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.UNSEEN;
import static udpchat.cli.render.Samples.carol;
import static udpchat.cli.render.Samples.message;
import static udpchat.cli.render.Samples.own;
import static udpchat.cli.render.Samples.secure;
import static udpchat.cli.render.Samples.secureMessage;
import static udpchat.cli.render.Samples.session;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerState;
import udpchat.model.Trust;

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
                JSON.ready(ADDRESS, "alice", Optional.empty()),
                JSON.ready(v6, "\u001b]0;x\u0007\ud800", Optional.of(KEY)),
                JSON.message(secureMessage("hello", false)),
                JSON.message(secureMessage("waves", true)),
                JSON.message(new ChatMessage(ADDRESS, Optional.empty(), "x", NOW, true)),
                JSON.delivery(ID, carol(), new Delivery.Queued()),
                JSON.delivery(ID, carol(), new Delivery.Sent()),
                JSON.delivery(ID, carol(), new Delivery.Delivered(Duration.ofNanos(812_345))),
                JSON.delivery(ID, carol(), new Delivery.Read()),
                JSON.keyChanged(new ChatEvent.KeyChanged(carol(), KEY, OTHER_KEY, AT), NOW),
                JSON.wrongKey(new ChatEvent.WrongKey(carol(), KEY, OTHER_KEY, AT), NOW),
                JSON.noAnswer(new ChatEvent.NoAnswer(STRANGER, 2), NOW),
                JSON.ping(carol(), Duration.ofMillis(3), NOW),
                JSON.safetyNumber(carol(), OTHER_KEY, "12345 ".repeat(12).strip()),
                JSON.id("alice", "default", KEY),
                JSON.message(message(null, "hello")),
                JSON.message(message("bob", "a\nb\u0000\u009b\u2028\ud83d\"\\")),
                JSON.own(own("x"), new Delivery.Sent()),
                JSON.own(own(UNSEEN, true, "x"), new Delivery.Sent()),
                JSON.peer(BOB, NOW),
                JSON.peer(UNSEEN, NOW),
                JSON.whois(STRANGER, NOW),
                JSON.notice("text", NOW),
                JSON.error("unknown_peer", "no such peer", NOW),
                JSON.missed(7, NOW),
                JSON.closed(Optional.empty(), NOW),
                JSON.closed(Optional.of("socket failed"), NOW),
                JSON.status(List.of(), STATS),
                JSON.page("several\nlines"));
        Stream<String> failed = Arrays.stream(Delivery.Reason.values())
                .map(reason -> JSON.own(own("x"), new Delivery.Failed(reason, "because")));
        Stream<String> peers = Arrays.stream(PeerState.values())
                .flatMap(state -> Arrays.stream(Trust.values())
                        .map(trust -> JSON.peer(secure("carol", state, trust, state == PeerState.UP), NOW)));
        Stream<String> lists = Stream.of(
                        JSON.peers(List.of(BOB, STRANGER, UNSEEN), NOW),
                        JSON.status(List.of(session(), session()), STATS))
                .flatMap(String::lines);
        return Stream.of(single, failed, peers, lists).flatMap(Function.identity());
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
                JSON.ready(ADDRESS, "al", Optional.empty()));
        assertEquals(
                "{\"v\":1,\"event\":\"message\",\"id\":null,\"from\":{\"name\":\"bob\",\"addr\":\"10.0.0.5:9000\","
                        + "\"key\":null,\"trust\":\"plain\"},\"text\":\"a\\nb\",\"at\":1772361727000,\"action\":false,"
                        + "\"sent_at\":null,\"unverified\":false,\"redelivered\":false}",
                JSON.message(message("bob", "a\nb")));
        assertEquals(
                "{\"v\":1,\"event\":\"delivery\",\"id\":\"" + ID_TEXT
                        + "\",\"to\":{\"name\":\"bob\",\"addr\":\"192.168.1.9:8089\","
                        + "\"key\":null,\"trust\":\"plain\"},\"state\":\"failed\",\"reason\":\"queue_full\","
                        + "\"detail\":\"why\",\"rtt_ms\":null}",
                JSON.own(own("x"), new Delivery.Failed(Delivery.Reason.QUEUE_FULL, "why")));
        assertEquals(
                "{\"v\":1,\"event\":\"peer\",\"name\":\"小明\",\"addr\":null,\"key\":null,\"state\":\"plain\","
                        + "\"trust\":\"plain\",\"nick\":null,\"away\":false,\"fingerprint\":null,"
                        + "\"spec\":\"ming.example:8089\",\"ignored\":true,\"last_heard\":null,"
                        + "\"received\":0,\"sent\":0,\"since\":null,\"rtt_ms\":null,\"brief\":false,\"unread\":0}",
                JSON.peer(UNSEEN, NOW));
        assertEquals(
                "{\"v\":1,\"event\":\"message\",\"id\":\"" + ID_TEXT + "\",\"from\":{\"name\":\"carol\",\"addr\":"
                        + "\"192.168.1.7:8089\",\"key\":\"" + KEY + "\",\"trust\":\"pinned\"},\"text\":\"waves\","
                        + "\"at\":1772361727000,\"action\":true,\"sent_at\":1772361726000,\"unverified\":false,\"redelivered\":false}",
                JSON.message(secureMessage("waves", true)));
        assertEquals(
                "{\"v\":1,\"event\":\"delivery\",\"id\":\"" + ID_TEXT + "\",\"to\":{\"name\":\"carol\",\"addr\":"
                        + "\"192.168.1.7:8089\",\"key\":\"" + KEY + "\",\"trust\":\"pinned\"},\"state\":\"delivered\","
                        + "\"reason\":null,\"detail\":null,\"rtt_ms\":0.812}",
                JSON.delivery(ID, carol(), new Delivery.Delivered(Duration.ofNanos(812_345))));
        assertEquals(
                "{\"v\":1,\"event\":\"session\",\"name\":\"carol\",\"addr\":\"192.168.1.7:8089\",\"key\":\"" + KEY
                        + "\",\"rtt_ms\":0.812,\"loss\":0.0125,\"window\":12000,\"in_flight\":300,\"queued\":2,"
                        + "\"key_age_s\":61}",
                JSON.status(List.of(session()), STATS).lines().findFirst().orElseThrow());
        assertEquals(3, JSON.peers(List.of(BOB, STRANGER, UNSEEN), NOW).lines().count());
        assertEquals("", JSON.peers(List.of(), NOW));
    }
}
