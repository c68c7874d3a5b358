package udpchat.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Destination;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerSpec;
import udpchat.model.Trust;

/** What counts as read, and what does not. */
class ReadMarksTest {
    private static final PeerKey BOB = new PeerKey("b".repeat(64));
    private static final PeerKey CAROL = new PeerKey("c".repeat(64));
    private static final PeerAddress AT = PeerAddress.of(new InetSocketAddress("10.0.0.5", 9000));

    private final List<String> read = new ArrayList<>();
    private Optional<Contact> open = Optional.empty();
    private final ReadMarks marks = new ReadMarks(
            new ReadMarks.Marker() {
                @Override
                public void read(PeerKey from, MessageId message) {
                    read.add(from.text().charAt(0) + " " + message.low());
                }

                @Override
                public void read(Destination from) {
                    read.add(
                            from instanceof Destination.Keyed keyed
                                    ? keyed.key().text().charAt(0) + " all"
                                    : "plain");
                }
            },
            () -> open);

    private static Contact contact(PeerKey key) {
        return Contact.unknown(key);
    }

    private static Contact plain() {
        return new Contact(Optional.empty(), PeerSpec.of(AT), Optional.of(AT), false, Optional.empty(), 1, 0);
    }

    private static ChatMessage message(PeerKey from, long id) {
        return new ChatMessage(
                Optional.of(new MessageId(0, id)),
                AT,
                Optional.empty(),
                Optional.of(from),
                "name",
                Trust.PINNED,
                false,
                "text",
                false,
                Optional.empty(),
                Instant.EPOCH,
                false);
    }

    private void assertRead(String... expected) {
        assertEquals(List.of(expected), read);
        read.clear();
    }

    @Test
    void whatIsShownInTheOpenTalkIsRead() {
        marks.shown(message(BOB, 1));
        assertRead();
        open = Optional.of(contact(BOB));
        marks.shown(message(BOB, 2));
        marks.shown(message(CAROL, 3));
        assertRead("b 2");
    }

    @Test
    void ofAnotherTalkWhenThePersonTurnsToIt() {
        open = Optional.of(contact(BOB));
        marks.shown(message(CAROL, 1));
        marks.shown(message(CAROL, 2));
        assertRead();
        marks.turnedTo(contact(CAROL));
        assertRead("c 2", "c all");
        marks.turnedTo(contact(CAROL));
        assertRead("c all");
    }

    @Test
    void whileThePersonIsAwayNothingIsRead() {
        open = Optional.of(contact(BOB));
        marks.away(true);
        marks.shown(message(BOB, 1));
        marks.shown(message(CAROL, 2));
        marks.turnedTo(contact(CAROL));
        assertRead();
        marks.away(false);
        assertRead("b 1", "b all");
        marks.turnedTo(contact(CAROL));
        assertRead("c 2", "c all");
    }

    @Test
    void aPlainPeerIsReadByItsAddressAndWhatIsUnverifiedNever() {
        open = Optional.of(plain());
        marks.shown(new ChatMessage(AT, Optional.empty(), "text", Instant.EPOCH));
        assertRead("plain");
        marks.shown(new ChatMessage(AT, Optional.empty(), "text", Instant.EPOCH, true));
        // Somebody with a key at the address that is talked to in plain text.
        marks.shown(message(BOB, 1));
        assertRead();
        open = Optional.of(contact(BOB));
        marks.shown(new ChatMessage(AT, Optional.empty(), "text", Instant.EPOCH));
        assertRead();
    }

    @Test
    void ofACrowdTheLastPeersAloneAreRemembered() {
        for (int i = 0; i < 1000; i++) {
            marks.shown(message(new PeerKey(String.format("%064x", i)), i));
        }
        marks.turnedTo(contact(new PeerKey(String.format("%064x", 0))));
        assertRead("0 all");
        marks.turnedTo(contact(new PeerKey(String.format("%064x", 999))));
        assertRead("0 999", "0 all");
    }
}
