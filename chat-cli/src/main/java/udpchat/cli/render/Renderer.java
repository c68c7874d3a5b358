package udpchat.cli.render;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import udpchat.cli.doctor.Diagnosis;
import udpchat.model.ChatEvent;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.HistoryMessage;
import udpchat.model.MessageId;
import udpchat.model.PeerAddress;
import udpchat.model.PeerKey;
import udpchat.model.PeerStats;
import udpchat.model.SessionInfo;
import udpchat.model.WaitingMessage;

/**
 * Turns what happens into text; it prints nothing and keeps nothing. Everything that somebody else chose goes through
 * {@link SafeText} or is escaped here, so callers pass raw strings. A result has no line end at its end, may have some
 * inside, and is empty where this form has nothing to say. Safe for use by several threads.
 *
 * <p>Content, for stdout: {@link #message}, {@link #peers}, {@link #whois}, {@link #status}, {@link #ping}, {@link
 * #safetyNumber}, {@link #id}, {@link #diagnosis}, {@link #page}. The others are notices and errors, for stderr, unless the form is JSON or a
 * console shows both.
 */
public interface Renderer {

    /**
     * The socket is bound.
     *
     * @param address as bound: the wildcard address if to all
     * @param nick our own name
     * @param key what others know us by; empty with {@code --raw}, where nobody is told
     */
    String ready(PeerAddress address, String nick, Optional<PeerKey> key);

    /** Somebody's message. */
    String message(ChatMessage message);

    /** A message of ours, with what is known of it by now. */
    String own(OwnMessage message, Delivery delivery);

    /** A step of a message of ours. */
    String delivery(MessageId id, Contact to, Delivery delivery);

    /**
     * What became of messages of ours that were shown before that was known.
     *
     * @param first one of them
     * @param count how many they are, at least 1
     */
    String late(OwnMessage first, int count, Delivery delivery, Instant now);

    /** A peer was heard for the first time, its state or its entry changed. */
    String peer(Contact contact, Instant now);

    /** Another key answers where a peer should be: loud, with both keys and what to do. */
    String keyChanged(ChatEvent.KeyChanged change, Instant now);

    /** Another key than the one that was asked for answers. */
    default String wrongKey(ChatEvent.WrongKey wrong, Instant now) {
        return error("wrong_key", Phrases.wrongKey(wrong), now);
    }

    /** An address does not answer as udpchat, and messages wait for it. */
    String noAnswer(ChatEvent.NoAnswer silent, Instant now);

    /** Something a person may want to know; one line. */
    String notice(String text, Instant now);

    /**
     * Something went wrong.
     *
     * @param code for programs: lower case, words joined by underscores; never changes its meaning
     * @param text one line for people: what was wrong, with the value, and what to do
     */
    String error(String code, String text, Instant now);

    /**
     * We were too slow to show everything.
     *
     * @param events how many were not shown, at least 1
     */
    String missed(long events, Instant now);

    /**
     * The end.
     *
     * @param cause one line, if it was not asked for
     */
    String closed(Optional<String> cause, Instant now);

    /** The peer list, in the given order. */
    String peers(List<Contact> contacts, Instant now);

    /** All that is known of one peer. */
    String whois(Contact contact, Instant now);

    /** How each session is doing, and the counters. */
    String status(List<SessionInfo> sessions, PeerStats stats);

    /** How long it took to a peer and back. */
    String ping(Contact contact, Duration roundTrip, Instant now);

    /**
     * What two people compare.
     *
     * @param contact has a key
     * @param own our key
     * @param number 12 groups of five digits
     */
    String safetyNumber(Contact contact, PeerKey own, String number);

    /**
     * A message of the history, one entry.
     *
     * @param with the other one
     * @param self who we are
     */
    String history(HistoryMessage message, Contact with, Self self, Instant now);

    /** Ourselves, as the author of a message. */
    record Self(String nick, PeerKey key) {}

    /**
     * A message of ours that waits, one entry.
     *
     * @param shortId enough of its id to name it
     */
    String waiting(WaitingMessage message, String shortId, Instant now);

    /**
     * Who we are.
     *
     * @param nick our own name
     * @param profile the folder of our state
     */
    String id(String nick, String profile, PeerKey key);

    /** What was found out about the network. */
    String diagnosis(Diagnosis diagnosis);

    /** Several lines of our own, such as help. */
    String page(String text);
}
