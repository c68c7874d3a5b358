package udpchat.engine;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.Destination;
import udpchat.model.HistoryMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerSpec;
import udpchat.session.CheapHandshakes;
import udpchat.store.FileStore;
import udpchat.store.SqliteHistory;

/** What a person has read, from the command to what the sender is told, and what is unread after a restart. */
class UnreadTest {

    @TempDir
    Path folder;

    private final EngineContext.HandshakeMaker handshakes = new CheapHandshakes()::make;
    private final VirtualNetwork network = new VirtualNetwork(1);
    private final VirtualPeer alice = new VirtualPeer(network, 1, "alice", handshakes);
    private final VirtualPeer bob = new VirtualPeer(network, 2, "bob", handshakes);
    private final VirtualPeer carol = new VirtualPeer(network, 3, "carol", handshakes);
    private final List<FileStore> stores = new ArrayList<>();

    @AfterEach
    void close() {
        stores.forEach(FileStore::close);
    }

    private void begin(VirtualPeer peer, String name) {
        peer.crash(completions -> {
            FileStore store = new FileStore(folder.resolve(name), completions, text -> {
                throw new AssertionError(text);
            });
            stores.add(store);
            return store;
        });
    }

    private MessageId say(VirtualPeer from, VirtualPeer to, String text) {
        MessageId id = new MessageId(from.address.ip().getAddress()[3], network.now());
        CompletableFuture<Delivery> delivery = from.send(to.keyed(), text, id);
        assertTrue(network.runUntil(delivery::isDone, 10, SECONDS), text);
        return id;
    }

    private long unread(VirtualPeer of) {
        return bob.contact(of.key).map(Contact::unread).orElse(0L);
    }

    private List<MessageId> read(VirtualPeer peer) {
        network.runFor(1, SECONDS);
        return peer.told(ChatEvent.DeliveryChanged.class).stream()
                .filter(each -> each.delivery() instanceof Delivery.Read)
                .map(ChatEvent.DeliveryChanged::id)
                .toList();
    }

    private static Optional<MessageId> id(ChatMessage message) {
        return message.id();
    }

    @Test
    void isCountedAndReadForEachPeerByItself() {
        MessageId one = say(alice, bob, "one");
        MessageId two = say(alice, bob, "two");
        say(carol, bob, "of carol");
        assertEquals(2, unread(alice));
        assertEquals(1, unread(carol));
        // Carol's message is none of Alice's.
        bob.command(new Command.MarkRead(alice.keyed(), id(bob.messages().get(2))));
        assertEquals(2, unread(alice));
        bob.command(new Command.MarkRead(alice.keyed(), id(bob.messages().get(0))));
        assertEquals(List.of(one), read(alice));
        assertEquals(1, unread(alice));
        bob.command(new Command.MarkRead(new Destination.Bare(alice.address), Optional.empty()));
        assertEquals(List.of(one, two), read(alice));
        assertEquals(0, unread(alice));
        assertEquals(1, unread(carol));
        assertEquals(List.of(), read(carol));
    }

    @Test
    void survivesRestartsOfBoth() {
        begin(alice, "alice.db");
        begin(bob, "bob.db");
        say(alice, bob, "one");
        say(alice, bob, "two");
        bob.command(new Command.MarkRead(alice.keyed(), id(bob.messages().get(0))));
        network.runFor(1, SECONDS);
        assertEquals(1, unread(alice));
        begin(alice, "alice.db");
        begin(bob, "bob.db");
        network.runFor(1, SECONDS);
        assertEquals(1, unread(alice));
        assertEquals(List.of(HistoryMessage.State.READ, HistoryMessage.State.DELIVERED), states());
        bob.command(new Command.MarkRead(alice.keyed(), Optional.empty()));
        assertEquals(0, unread(alice));
        say(alice, bob, "three");
        network.runFor(1, SECONDS);
        assertEquals(
                List.of(HistoryMessage.State.READ, HistoryMessage.State.READ, HistoryMessage.State.DELIVERED),
                states());
        assertEquals(1, unread(alice));
    }

    private List<HistoryMessage.State> states() {
        try (SqliteHistory history = new SqliteHistory(folder.resolve("alice.db"))) {
            return history.newest(SqliteHistory.Range.ALL, 10).stream()
                    .map(HistoryMessage::state)
                    .toList();
        }
    }

    /** A person who opens a talk at once need not wait until the store has said what there is. */
    @Test
    void isReadAsTheFirstThingOfARun() {
        begin(bob, "bob.db");
        say(alice, bob, "one");
        begin(bob, "bob.db");
        bob.command(new Command.MarkRead(alice.keyed(), Optional.empty()));
        network.runFor(1, SECONDS);
        assertEquals(0, unread(alice));
    }

    @Test
    void nobodyIsToldWhereReceiptsAreOff() {
        bob.readReceipts = false;
        begin(bob, "bob.db");
        say(alice, bob, "one");
        bob.command(new Command.MarkRead(alice.keyed(), Optional.empty()));
        assertEquals(List.of(), read(alice));
        assertEquals(0, unread(alice));
    }

    @Test
    void ofAPlainPeerItIsCountedInThisRun() {
        VirtualNetwork.PlainNode nc = new VirtualNetwork.PlainNode(network, 9);
        nc.say(bob.address, "one");
        nc.say(bob.address, "two");
        network.runFor(1, SECONDS);
        assertEquals(2, bob.contact(nc.address).orElseThrow().unread());
        bob.change(new Command.ContactChange.Add("nc", PeerSpec.of(nc.address), Optional.of(nc.address)));
        assertEquals(2, bob.contact(nc.address).orElseThrow().unread());
        for (ChatEvent.PeerChanged each : bob.told(ChatEvent.PeerChanged.class)) {
            assertEquals(0, each.contact().unread(), "lists count it, events do not");
        }
        bob.command(new Command.MarkRead(new Destination.Raw(nc.address), Optional.empty()));
        assertEquals(0, bob.contact(nc.address).orElseThrow().unread());
        assertEquals(List.of(), nc.received);
    }

    /** Who is not known has nothing to be read, and takes no place. */
    @Test
    void whoIsUnknownIsNotMadeKnown() {
        bob.command(new Command.MarkRead(carol.keyed(), Optional.empty()));
        bob.command(new Command.MarkRead(new Destination.Bare(VirtualNetwork.address(77)), Optional.empty()));
        assertEquals(List.of(), bob.contacts());
    }
}
