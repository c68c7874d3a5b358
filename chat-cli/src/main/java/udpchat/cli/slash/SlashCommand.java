package udpchat.cli.slash;

import java.util.Optional;
import udpchat.model.PeerSpec;

/**
 * What a person asked for by one input, which may have several lines. A {@code peer} is as typed, an alias or a {@link
 * PeerSpec}; a {@code name} obeys {@link NameRule}; a {@code text} keeps its spaces and line ends and is not blank.
 */
public sealed interface SlashCommand {

    /** A message to the current peer. */
    record Say(String text) implements SlashCommand {}

    /** Nothing was typed. */
    record Blank() implements SlashCommand {}

    /**
     * Not understood; nothing may be sent.
     *
     * @param message one line: what was wrong, with the value, and what to do
     * @param suggestion a command, with its slash, that may have been meant
     */
    record Invalid(String message, Optional<String> suggestion) implements SlashCommand {}

    /** Explain one command, or list all. */
    record Help(Optional<String> command) implements SlashCommand {}

    /** Talk to this peer from now on; bare: to whom am I talking. */
    record To(Optional<String> peer) implements SlashCommand {}

    record Msg(String peer, String text) implements SlashCommand {}

    /** To whoever wrote last. */
    record Reply(String text) implements SlashCommand {}

    /** To every peer that is here. */
    record All(String text) implements SlashCommand {}

    /** Something we do, told in the third person. */
    record Me(String text) implements SlashCommand {}

    record Peers() implements SlashCommand {}

    record Whois(String peer) implements SlashCommand {}

    record Add(String name, String peer) implements SlashCommand {}

    record Remove(String name) implements SlashCommand {}

    record Rename(String name, String newName) implements SlashCommand {}

    record Ignore(String peer) implements SlashCommand {}

    record Unignore(String peer) implements SlashCommand {}

    /** Send this peer, or the current one, plain text: what waits for it, and all from now on. */
    record Raw(Optional<String> peer) implements SlashCommand {}

    /**
     * Show the number that two people compare, or note that they did.
     *
     * @param confirmed whether it was the same on both screens
     */
    record Verify(String peer, boolean confirmed) implements SlashCommand {}

    /** Accept the key that answers in place of the known one. */
    record Trust(String peer) implements SlashCommand {}

    record Ping(String peer) implements SlashCommand {}

    /** Why is nobody seen; or how is the way to this peer? */
    record Doctor(Optional<String> peer) implements SlashCommand {}

    /** What was not confirmed yet. */
    record Outbox() implements SlashCommand {}

    /** Take a message back; {@code id} is how it ends. */
    record Cancel(String id) implements SlashCommand {}

    /** What was said: of all, or with this peer; so many of the newest. */
    record History(Optional<String> peer, Optional<String> count) implements SlashCommand {}

    record Search(String words) implements SlashCommand {}

    /** Erase what was said with this peer. */
    record Forget(String peer) implements SlashCommand {}

    /** Have peers see us as away, or as here. */
    record Away(boolean away) implements SlashCommand {}

    record Nick(String name) implements SlashCommand {}

    record Id() implements SlashCommand {}

    record Status() implements SlashCommand {}

    record Clear() implements SlashCommand {}

    /** All settings, one, or a new value for one. A value without a key does not occur. */
    record Set(Optional<String> key, Optional<String> value) implements SlashCommand {}

    record Quit() implements SlashCommand {}
}
