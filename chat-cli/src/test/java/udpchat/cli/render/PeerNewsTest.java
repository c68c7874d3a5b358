package udpchat.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static udpchat.cli.render.Samples.STRANGER;
import static udpchat.cli.render.Samples.secure;
import static udpchat.cli.render.Samples.secureMessage;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import udpchat.model.Contact;
import udpchat.model.PeerState;
import udpchat.model.Presence;
import udpchat.model.Trust;

/** Timelines: what is told of a peer, and when; seconds as nanoseconds. */
class PeerNewsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Contact UP = secure("carol", PeerState.UP, Trust.NEW, false);
    private static final Contact AWAY = secure("carol", PeerState.UP, Trust.NEW, true);
    private static final Contact UNREACHABLE = secure("carol", PeerState.UNREACHABLE, Trust.NEW, false);
    private static final Contact OFFLINE = secure("carol", PeerState.OFFLINE, Trust.NEW, false);
    private static final Contact CONNECTING = secure("carol", PeerState.CONNECTING, Trust.NEW, false);

    private final PeerNews news = new PeerNews(10 * SECOND);

    private static Contact with(Presence.Stay stay, PeerState state) {
        return secure("carol", state, Trust.NEW, false, stay);
    }

    private static Contact undecided(PeerState state) {
        return with(Presence.Stay.UNKNOWN, state);
    }

    private static Contact brief(PeerState state) {
        return with(Presence.Stay.BRIEF, state);
    }

    private void assertTold(Contact contact, long now) {
        assertEquals(Optional.of(contact), news.changed(contact, now));
    }

    private void assertQuiet(Contact contact, long now) {
        assertEquals(Optional.empty(), news.changed(contact, now));
    }

    @Test
    void comingIsToldOnce() {
        assertQuiet(CONNECTING, 0);
        assertTold(UP, 1);
        assertQuiet(UP, 2);
        assertEquals(List.of(), news.due(100 * SECOND));
    }

    @Test
    void whoNeverCameIsNotSaidToBeGone() {
        assertQuiet(OFFLINE, 0);
        assertTold(UNREACHABLE, 1);
        assertQuiet(OFFLINE, 2);
    }

    @Test
    void aFlapIsNotTold() {
        assertTold(UP, 0);
        for (int i = 1; i < 9; i++) {
            assertQuiet(i % 2 == 1 ? UNREACHABLE : UP, i * SECOND);
        }
        assertEquals(List.of(), news.due(20 * SECOND), "it ended as it began");
    }

    @Test
    void whatLastsIsToldOnceItsTimeHasCome() {
        assertTold(UP, 0);
        assertQuiet(UNREACHABLE, SECOND);
        assertQuiet(OFFLINE, 2 * SECOND);
        assertEquals(List.of(), news.due(9 * SECOND));
        assertEquals(List.of(OFFLINE), news.due(10 * SECOND));
        assertEquals(List.of(), news.due(11 * SECOND));
        assertQuiet(UP, 12 * SECOND);
        assertEquals(List.of(UP), news.due(20 * SECOND));
    }

    @Test
    void afterTheQuietTimeAChangeIsToldAtOnce() {
        assertTold(UP, 0);
        assertTold(AWAY, 11 * SECOND);
        assertTold(UNREACHABLE, 22 * SECOND);
        assertQuiet(OFFLINE, 33 * SECOND);
        assertTold(UP, 44 * SECOND);
    }

    @Test
    void whoDidNotSayYetWhatItIsHasAMoment() {
        assertQuiet(undecided(PeerState.UP), 0);
        assertTold(UP, SECOND / 10);
        assertEquals(List.of(), news.due(SECOND));
    }

    @Test
    void whoNeverSaysIsToldWithoutAndBeforeItsFirstMessage() {
        Contact contact = undecided(PeerState.UP);
        assertQuiet(contact, 0);
        assertQuiet(contact, PeerNews.NAME_NANOS - 1);
        assertEquals(Optional.of(contact), news.before(secureMessage("x", false), 1));
        assertEquals(Optional.empty(), news.before(secureMessage("x", false), 2));
        PeerNews other = new PeerNews(0);
        other.changed(contact, 0);
        assertEquals(List.of(contact), other.due(PeerNews.NAME_NANOS));
    }

    @Test
    void whoComesForOneThingIsNotToldNorThatItLeft() {
        assertQuiet(undecided(PeerState.UP), 0);
        assertQuiet(brief(PeerState.UP), 1);
        assertEquals(Optional.empty(), news.before(secureMessage("x", false), 2), "the message speaks for itself");
        assertQuiet(brief(PeerState.UNREACHABLE), 3);
        assertQuiet(brief(PeerState.OFFLINE), 4);
        assertEquals(List.of(), news.due(100 * SECOND));
        assertTold(UP, 101 * SECOND);
    }

    @Test
    void aNewKeyThatWasNotToldIsSeenOnceBeforeItsFirstWord() {
        assertQuiet(undecided(PeerState.UP), 0);
        assertQuiet(brief(PeerState.UP), 1);
        assertEquals(Optional.of(brief(PeerState.UP)), news.unseen(secureMessage("x", false)));
        assertEquals(Optional.empty(), news.unseen(secureMessage("y", false)));
        assertQuiet(brief(PeerState.OFFLINE), 2);
        assertEquals(Optional.empty(), news.unseen(secureMessage("z", false)));
    }

    @Test
    void aNewKeyThatFoundNoPlaceIsSeenBeforeItsFirstWord() {
        assertTold(UP, 0);
        assertEquals(Optional.empty(), news.unseen(secureMessage("x", false)), "it was told");
        news.notSeen(UP);
        assertTold(OFFLINE, 20 * SECOND);
        assertEquals(Optional.of(UP), news.unseen(secureMessage("x", false)), "that it left says nothing of its key");
        assertTold(UP, 40 * SECOND);
        news.notSeen(UP);
        assertTold(AWAY, 60 * SECOND);
        assertEquals(Optional.empty(), news.unseen(secureMessage("x", false)), "its key was told with that");
    }

    @Test
    void aKnownKeyNeedsNoWordBefore() {
        assertQuiet(brief(PeerState.UP), 0);
        assertQuiet(secure("carol", PeerState.UP, Trust.VERIFIED, false, Presence.Stay.BRIEF), 1);
        assertEquals(Optional.empty(), news.unseen(secureMessage("x", false)));
    }

    @Test
    void anotherProgramWithAPeersKeyForOneThingChangesNothing() {
        assertTold(UP, 0);
        assertQuiet(brief(PeerState.UP), 100 * SECOND);
        assertQuiet(brief(PeerState.OFFLINE), 101 * SECOND);
        assertQuiet(undecided(PeerState.UP), 102 * SECOND);
        assertQuiet(UP, 102 * SECOND);
        assertEquals(List.of(), news.due(200 * SECOND));
    }

    @Test
    void whoDoesNotComeBackAfterThatIsGone() {
        assertTold(UP, 0);
        assertQuiet(brief(PeerState.UP), 100 * SECOND);
        assertQuiet(brief(PeerState.OFFLINE), 101 * SECOND);
        assertEquals(List.of(), news.due(101 * SECOND + PeerNews.BRIEF_NANOS - 1));
        assertEquals(List.of(brief(PeerState.OFFLINE)), news.due(101 * SECOND + PeerNews.BRIEF_NANOS));
    }

    @Test
    void strangersAreForgottenOneByOne() {
        assertTold(STRANGER, 0);
        assertQuiet(STRANGER, 1);
        for (int i = 0; i < PeerNews.MAX_PEERS; i++) {
            news.changed(Samples.plain(1024 + i), 2);
        }
        assertTold(STRANGER, 3);
    }
}
