package udpchat.cli.slash;

import static udpchat.cli.slash.Argument.Kind.ALIAS;
import static udpchat.cli.slash.Argument.Kind.COMMAND;
import static udpchat.cli.slash.Argument.Kind.NEW_NAME;
import static udpchat.cli.slash.Argument.Kind.PEER;
import static udpchat.cli.slash.Argument.Kind.SETTING;
import static udpchat.cli.slash.Argument.Kind.TEXT;
import static udpchat.cli.slash.Argument.Kind.VALUE;
import static udpchat.cli.slash.Argument.Kind.YES;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every command there is, once, in the order of the help: the parser, the help and completion read this table. */
public final class CommandTable {

    /** All commands. */
    public static final List<CommandInfo> ALL = List.of(
            new CommandInfo(
                    Task.TALK,
                    "to",
                    List.of("query", "focus"),
                    "talk to PEER from now on; without PEER: say who that is",
                    List.of(Argument.optional(PEER, "PEER")),
                    words -> new SlashCommand.To(words.optional(0))),
            new CommandInfo(
                    Task.TALK,
                    "msg",
                    List.of("m", "dm"),
                    "send one message to PEER; host:port TEXT does the same",
                    List.of(Argument.of(PEER, "PEER"), Argument.of(TEXT, "TEXT")),
                    words -> new SlashCommand.Msg(words.get(0), words.get(1))),
            new CommandInfo(
                    Task.TALK,
                    "reply",
                    List.of("r"),
                    "answer whoever wrote last",
                    List.of(Argument.of(TEXT, "TEXT")),
                    words -> new SlashCommand.Reply(words.get(0))),
            new CommandInfo(
                    Task.TALK,
                    "all",
                    List.of(),
                    "send TEXT to every peer that is here",
                    List.of(Argument.of(TEXT, "TEXT")),
                    words -> new SlashCommand.All(words.get(0))),
            new CommandInfo(
                    Task.TALK,
                    "me",
                    List.of(),
                    "say what you do: /me waves",
                    List.of(Argument.of(TEXT, "TEXT")),
                    words -> new SlashCommand.Me(words.get(0))),
            new CommandInfo(
                    Task.TALK,
                    "raw",
                    List.of(),
                    "send PEER, or the current one, plain text from now on",
                    List.of(Argument.optional(PEER, "PEER")),
                    words -> new SlashCommand.Raw(words.optional(0))),
            new CommandInfo(
                    Task.PEERS,
                    "peers",
                    List.of("who", "w", "names", "list"),
                    "list who is here and who is known",
                    List.of(),
                    words -> new SlashCommand.Peers()),
            new CommandInfo(
                    Task.PEERS,
                    "whois",
                    List.of(),
                    "show all that is known of PEER",
                    List.of(Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Whois(words.get(0))),
            new CommandInfo(
                    Task.PEERS,
                    "add",
                    List.of(),
                    "name a peer: /add bob 192.168.1.9:8089",
                    List.of(Argument.of(NEW_NAME, "NAME"), Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Add(words.name(0), words.get(1))),
            new CommandInfo(
                    Task.PEERS,
                    "remove",
                    List.of(),
                    "take NAME off the peer list",
                    List.of(Argument.of(ALIAS, "NAME")),
                    words -> new SlashCommand.Remove(words.get(0))),
            new CommandInfo(
                    Task.PEERS,
                    "rename",
                    List.of(),
                    "give a peer another name",
                    List.of(Argument.of(ALIAS, "OLD"), Argument.of(NEW_NAME, "NEW")),
                    words -> new SlashCommand.Rename(words.get(0), words.name(1))),
            new CommandInfo(
                    Task.PEERS,
                    "ignore",
                    List.of("block"),
                    "drop whatever PEER sends",
                    List.of(Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Ignore(words.get(0))),
            new CommandInfo(
                    Task.PEERS,
                    "unignore",
                    List.of("unblock"),
                    "listen to PEER again",
                    List.of(Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Unignore(words.get(0))),
            new CommandInfo(
                    Task.PEERS,
                    "ping",
                    List.of(),
                    "how long it takes to PEER and back",
                    List.of(Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Ping(words.get(0))),
            new CommandInfo(
                    Task.PEERS,
                    "doctor",
                    List.of(),
                    "why nobody is seen, or how the way to PEER is",
                    List.of(Argument.optional(PEER, "PEER")),
                    words -> new SlashCommand.Doctor(words.optional(0))),
            new CommandInfo(
                    Task.HISTORY,
                    "history",
                    List.of("last"),
                    "show the last messages, with all or with PEER",
                    List.of(Argument.optional(PEER, "PEER"), Argument.optional(VALUE, "N")),
                    words -> new SlashCommand.History(words.optional(0), words.optional(1))),
            new CommandInfo(
                    Task.HISTORY,
                    "search",
                    List.of("find", "grep"),
                    "show the messages that have all WORDS",
                    List.of(Argument.of(TEXT, "WORDS")),
                    words -> new SlashCommand.Search(words.get(0))),
            new CommandInfo(
                    Task.HISTORY,
                    "outbox",
                    List.of(),
                    "list your messages that were not delivered yet",
                    List.of(),
                    words -> new SlashCommand.Outbox()),
            new CommandInfo(
                    Task.HISTORY,
                    "cancel",
                    List.of(),
                    "take back a message of the outbox",
                    List.of(Argument.of(VALUE, "ID")),
                    words -> new SlashCommand.Cancel(words.get(0))),
            new CommandInfo(
                    Task.HISTORY,
                    "forget",
                    List.of(),
                    "erase all that was said with PEER",
                    List.of(Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Forget(words.get(0))),
            new CommandInfo(
                    Task.TRUST,
                    "verify",
                    List.of(),
                    "show the number to compare with PEER; yes once you did",
                    List.of(Argument.of(PEER, "PEER"), Argument.optional(YES, "yes")),
                    words -> new SlashCommand.Verify(words.get(0), words.yes(1))),
            new CommandInfo(
                    Task.TRUST,
                    "trust",
                    List.of(),
                    "accept the new key of PEER",
                    List.of(Argument.of(PEER, "PEER")),
                    words -> new SlashCommand.Trust(words.get(0))),
            new CommandInfo(
                    Task.YOU,
                    "nick",
                    List.of(),
                    "change your own name",
                    List.of(Argument.of(NEW_NAME, "NAME")),
                    words -> new SlashCommand.Nick(words.name(0))),
            new CommandInfo(
                    Task.YOU,
                    "id",
                    List.of("whoami", "key"),
                    "show your own name, address and key",
                    List.of(),
                    words -> new SlashCommand.Id()),
            new CommandInfo(
                    Task.YOU,
                    "away",
                    List.of(),
                    "tell peers that you are away",
                    List.of(),
                    words -> new SlashCommand.Away(true)),
            new CommandInfo(
                    Task.YOU,
                    "back",
                    List.of(),
                    "tell peers that you are here again",
                    List.of(),
                    words -> new SlashCommand.Away(false)),
            new CommandInfo(
                    Task.YOU,
                    "status",
                    List.of(),
                    "show how each session is doing, and the counters",
                    List.of(),
                    words -> new SlashCommand.Status()),
            new CommandInfo(
                    Task.PROGRAM,
                    "help",
                    List.of("h", "?"),
                    "list the commands, or explain one",
                    List.of(Argument.optional(COMMAND, "COMMAND")),
                    words -> new SlashCommand.Help(words.optional(0))),
            new CommandInfo(
                    Task.PROGRAM,
                    "set",
                    List.of(),
                    "show the settings, or one, or change it",
                    List.of(Argument.optional(SETTING, "KEY"), Argument.optional(VALUE, "VALUE")),
                    words -> new SlashCommand.Set(words.optional(0), words.optional(1))),
            new CommandInfo(
                    Task.PROGRAM, "clear", List.of(), "clear the screen", List.of(), words -> new SlashCommand.Clear()),
            new CommandInfo(
                    Task.PROGRAM,
                    "quit",
                    List.of("exit", "bye"),
                    "leave",
                    List.of(),
                    words -> new SlashCommand.Quit()));

    private static final Map<String, CommandInfo> BY_NAME = ALL.stream()
            .flatMap(info -> info.allNames().map(name -> Map.entry(name, info)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private CommandTable() {}

    /**
     * Whether the input is a command that carries no message, so that it may be kept on disk in clear. What is mistyped
     * may have been meant as one.
     */
    public static boolean isWithoutText(String input) {
        if (!input.startsWith("/") || input.startsWith("//") || input.indexOf('\n') >= 0) {
            return false;
        }
        return find(input.substring(1, Words.wordEnd(input, 1)))
                .filter(info -> info.arguments().stream().noneMatch(argument -> argument.kind() == TEXT))
                .isPresent();
    }

    /** The command of this name or alias, without the slash, in any case. */
    public static Optional<CommandInfo> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Every name and alias, without the slash, in no order. */
    public static Stream<String> names() {
        return BY_NAME.keySet().stream();
    }
}
