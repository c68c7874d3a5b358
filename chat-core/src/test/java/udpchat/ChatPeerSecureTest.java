package udpchat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.PeerState;
import udpchat.model.Trust;
import udpchat.testing.RealTimeTest;
import udpchat.testing.Recorder;

/** Two peers with keys, on loopback. */
class ChatPeerSecureTest {

    private final Recorder atAlice = new Recorder();
    private final Recorder atBob = new Recorder();

    @RealTimeTest
    void aBareAddressTurnsOutToBeAPeer() throws Exception {
        try (ChatPeer alice = start("alice", atAlice);
                ChatPeer bob = start("bob", atBob)) {
            Delivery delivery =
                    alice.send(bob.localAddress(), "你好! are you there?").get(20, TimeUnit.SECONDS);
            assertInstanceOf(Delivery.Delivered.class, delivery);
            ChatMessage question = atBob.message();
            assertEquals("你好! are you there?", question.text());
            assertEquals(Optional.of(alice.key()), question.key());
            assertEquals("alice", question.name());
            assertEquals(Trust.NEW, question.trust());
            assertFalse(question.unverified());
            assertTrue(question.id().isPresent());

            Delivery answer = bob.send(bob.destination("alice"), "yes – 👋").get(20, TimeUnit.SECONDS);
            assertInstanceOf(Delivery.Delivered.class, answer);
            assertEquals("yes – 👋", atAlice.message().text());

            assertEquals(alice.safetyNumber(bob.key()), bob.safetyNumber(alice.key()));
            assertNotEquals(alice.key(), bob.key());
            Contact seen = alice.contact(new Destination.Keyed(bob.key(), List.of()));
            assertEquals(PeerState.UP, seen.state());
            assertEquals("bob", seen.name());
            assertEquals(Trust.VERIFIED, alice.verify(bob.key()).trust());
            assertTrue(alice.ping(new Destination.Keyed(bob.key(), List.of()))
                            .get(20, TimeUnit.SECONDS)
                            .compareTo(Duration.ofSeconds(5))
                    < 0);
            assertEquals(1, alice.sessions().join().size());
        }
    }

    @RealTimeTest
    void manyMessagesBothWaysComeOnceAndInOrder() throws Exception {
        int count = 5_000;
        try (ChatPeer alice = start("alice", atAlice);
                ChatPeer bob = start("bob", atBob)) {
            List<CompletableFuture<Delivery>> all = new ArrayList<>();
            Destination toBob = new Destination.Keyed(bob.key(), List.of(bob.localAddress()));
            Destination toAlice = new Destination.Keyed(alice.key(), List.of(alice.localAddress()));
            for (int i = 0; i < count; i++) {
                all.add(alice.send(toBob, "a" + i));
                all.add(bob.send(toAlice, "b" + i));
            }
            for (CompletableFuture<Delivery> each : all) {
                assertInstanceOf(Delivery.Delivered.class, each.get(60, TimeUnit.SECONDS));
            }
            for (int i = 0; i < count; i++) {
                assertEquals("a" + i, atBob.message().text());
                assertEquals("b" + i, atAlice.message().text());
            }
        }
    }

    @RealTimeTest
    void aMegabyteArrivesWhole() throws Exception {
        String text = "你好, ".repeat(130_000);
        try (ChatPeer alice = start("alice", atAlice);
                ChatPeer bob = start("bob", atBob)) {
            Destination to = new Destination.Keyed(bob.key(), List.of(bob.localAddress()));
            assertInstanceOf(Delivery.Delivered.class, alice.send(to, text).get(60, TimeUnit.SECONDS));
            assertEquals(text, atBob.message().text());
        }
    }

    @RealTimeTest
    void anIdentityIsKeptAndOneThatIsDamagedIsRefused(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("identity");
        ChatPeer first = builder("alice", atAlice).identityFile(file).start();
        first.close();
        try (ChatPeer second = builder("alice", atAlice).identityFile(file).start()) {
            assertEquals(first.key(), second.key());
        }
        Files.writeString(file, "udpchat identity 1\n");
        ChatException e = assertThrows(
                ChatException.class,
                () -> builder("alice", atAlice).identityFile(file).start());
        assertEquals(ChatException.Kind.FILE, e.kind());
        assertTrue(e.getMessage().contains("damaged"), e.getMessage());
    }

    private static ChatPeer start(String nick, ChatListener listener) {
        return builder(nick, listener).start();
    }

    private static ChatPeerBuilder builder(String nick, ChatListener listener) {
        return ChatPeer.builder()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .nick(nick)
                .listener(listener);
    }
}
