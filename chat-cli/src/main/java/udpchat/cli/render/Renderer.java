package udpchat.cli.render;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import udpchat.model.ChatMessage;
import udpchat.model.Contact;
import udpchat.model.Delivery;
import udpchat.model.PeerAddress;
import udpchat.model.PeerStats;

/**
 * Turns what happens into text; it prints nothing and keeps nothing. Everything that somebody else chose goes through
 * {@link SafeText} or is escaped here, so callers pass raw strings. A result has no line end at its end, may have some
 * inside, and is empty where this form has nothing to say. Safe for use by several threads.
 *
 * <p>Content, for stdout: {@link #message}, {@link #peers}, {@link #whois}, {@link #status}, {@link #id}, {@link #page}. The others
 * are notices and errors, for stderr, unless the form is JSON or a console shows both.
 */
public interface Renderer {

    /**
     * The socket is bound.
     *
     * @param address as bound: the wildcard address if to all
     * @param nick our own name
     */
    String ready(PeerAddress address, String nick);

    /** Somebody's message. */
    String message(ChatMessage message);

    /** What became of a message of ours. */
    String own(OwnMessage message, Delivery delivery);

    /** A peer was heard for the first time, or its entry changed. */
    String peer(Contact contact, Instant now);

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

    /** The counters. */
    String status(PeerStats stats);

    /**
     * Who we are.
     *
     * @param nick our own name
     * @param profile the folder of our state
     */
    String id(String nick, String profile);

    /** Several lines of our own, such as help. */
    String page(String text);
}
