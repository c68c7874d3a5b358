package udpchat.cli.slash;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import udpchat.ChatException;
import udpchat.ChatPeer;
import udpchat.cli.render.OwnMessage;
import udpchat.cli.render.Renderer;
import udpchat.model.Contact;
import udpchat.model.PeerAddress;

/**
 * Does what a person types: the same in the console and in pipe mode. Owned by the input thread, but for
 * {@link #heard} and {@link #current}.
 */
public final class SlashExecutor {

    private final ChatPeer peer;
    private final ChatView view;
    private final Renderer renderer;
    private final Settings settings;
    private final InstantSource clock;

    private volatile Optional<Contact> current = Optional.empty();
    private volatile PeerAddress lastHeard;
    private boolean failed;

    /**
     * What came of one input.
     *
     * @param sendings the messages it started
     * @param done false where it could not be done; what was wrong has been told
     * @param leave whether the person wants to leave
     */
    public record Result(List<Sending> sendings, boolean done, boolean leave) {}

    public SlashExecutor(ChatPeer peer, ChatView view, Renderer renderer, Settings settings, InstantSource clock) {
        this.peer = peer;
        this.view = view;
        this.renderer = renderer;
        this.settings = settings;
        this.clock = clock;
    }

    /** Notes who wrote last, for {@code /reply}. Any thread. */
    public void heard(PeerAddress from) {
        lastHeard = from;
    }

    /** The peer a bare text goes to. Any thread. */
    public Optional<Contact> current() {
        return current;
    }

    /**
     * Talks to this peer from now on.
     *
     * @throws ChatException when there is no such peer
     */
    public void focus(String name) {
        Contact contact = find(name);
        current = Optional.of(contact);
        view.focus(contact);
    }

    /** Does what one input says. Never throws for what a person can type. */
    public Result execute(String input) {
        List<Sending> sendings = new ArrayList<>();
        failed = false;
        SlashCommand command = SlashParser.parse(input);
        try {
            perform(command, sendings);
        } catch (ChatException e) {
            error(code(e.kind()), e.getMessage());
        } catch (IllegalArgumentException e) {
            error("invalid", e.getMessage());
        } catch (CompletionException e) {
            // The peer is being closed, by a signal or by the network.
            error("closed", e.getCause().getMessage());
        }
        if (failed && sendings.isEmpty()) {
            view.giveBack(input);
        }
        return new Result(List.copyOf(sendings), !failed, command instanceof SlashCommand.Quit);
    }

    /** The code by which programs know this kind of error. */
    public static String code(ChatException.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void perform(SlashCommand command, List<Sending> sendings) {
        if (command instanceof SlashCommand.Say say) {
            say(say.text(), sendings);
        } else if (command instanceof SlashCommand.Me me) {
            say("* " + settings.nick() + " " + me.text(), sendings);
        } else if (command instanceof SlashCommand.Msg msg) {
            sendings.add(send(find(msg.peer()), msg.text()));
        } else if (command instanceof SlashCommand.Reply reply) {
            reply(reply.text(), sendings);
        } else if (command instanceof SlashCommand.All all) {
            sendToAll(all.text(), sendings);
        } else if (command instanceof SlashCommand.To to) {
            to(to.peer());
        } else if (command instanceof SlashCommand.Raw raw) {
            raw(raw.peer());
        } else if (command instanceof SlashCommand.Help help) {
            help(help.command());
        } else if (command instanceof SlashCommand.Peers) {
            view.show(renderer.peers(peer.peers().join(), clock.instant()));
        } else if (command instanceof SlashCommand.Whois whois) {
            view.show(renderer.whois(find(whois.peer()), clock.instant()));
        } else if (command instanceof SlashCommand.Add add) {
            Contact contact = peer.addContact(add.name(), add.peer());
            notice(add.name() + " is " + contact.spec()
                    + (contact.address().isPresent() ? "" : "; its host is not to be found now"));
            refreshCurrent();
        } else if (command instanceof SlashCommand.Remove remove) {
            notice(peer.removeContact(remove.name()).displayName() + " is off the list");
            refreshCurrent();
        } else if (command instanceof SlashCommand.Rename rename) {
            notice(rename.name() + " is now "
                    + peer.renameContact(rename.name(), rename.newName()).displayName());
            refreshCurrent();
        } else if (command instanceof SlashCommand.Ignore ignore) {
            notice(peer.ignore(peer.resolve(ignore.peer()), true).displayName() + " is ignored; /unignore ends that");
        } else if (command instanceof SlashCommand.Unignore unignore) {
            notice(peer.ignore(peer.resolve(unignore.peer()), false).displayName() + " is heard again");
        } else if (command instanceof SlashCommand.Nick nick) {
            set("nick", nick.name());
        } else if (command instanceof SlashCommand.Id) {
            notice("you are " + settings.nick() + " · " + peer.localAddress() + " · no key: plain text only");
        } else if (command instanceof SlashCommand.Status) {
            view.show(renderer.status(peer.stats().join()));
        } else if (command instanceof SlashCommand.Set set) {
            set(set.key(), set.value());
        } else if (command instanceof SlashCommand.Clear) {
            view.clear();
        } else if (command instanceof SlashCommand.Invalid invalid) {
            error("invalid", invalid.message());
        }
    }

    private void say(String text, List<Sending> sendings) {
        if (current.isEmpty()) {
            error("no_peer", "to whom? /to PEER first, or host:port and the text");
            return;
        }
        sendings.add(send(current.get(), text));
    }

    private void reply(String text, List<Sending> sendings) {
        PeerAddress to = lastHeard;
        if (to == null) {
            error("no_peer", "nobody has written yet");
            return;
        }
        sendings.add(send(Contacts.at(peer, to), text));
    }

    private void sendToAll(String text, List<Sending> sendings) {
        peer.peers().join().stream()
                .filter(c -> c.received() > 0 && !c.ignored() && c.address().isPresent())
                .forEach(c -> sendings.add(send(c, text)));
        if (sendings.isEmpty()) {
            error("no_peer", "nobody is here: nobody has written yet");
        }
    }

    private void to(Optional<String> name) {
        if (name.isPresent()) {
            focus(name.get());
        } else {
            notice(current.map(c -> "you are talking to " + describe(c))
                    .orElse("you are talking to nobody; /to PEER changes that"));
        }
    }

    private void raw(Optional<String> name) {
        if (name.isEmpty() && current.isEmpty()) {
            error("no_peer", "which peer? /raw PEER");
            return;
        }
        Contact contact = name.map(this::find).orElseGet(current::get);
        notice(describe(contact) + " gets nothing but what you type, as every peer does in this version");
    }

    private void help(Optional<String> name) {
        if (name.isEmpty()) {
            view.show(renderer.page(HelpText.all()));
            return;
        }
        Optional<String> page = HelpText.of(name.get());
        if (page.isPresent()) {
            view.show(renderer.page(page.get()));
        } else {
            error("invalid", HelpText.unknown(name.get()));
        }
    }

    private void set(Optional<String> key, Optional<String> value) {
        if (key.isEmpty()) {
            for (String each : Settings.KEYS) {
                notice(each + " = " + settings.get(each));
            }
        } else if (value.isEmpty()) {
            notice(key.get() + " = " + settings.get(key.get()));
        } else {
            set(key.get(), value.get());
        }
    }

    private void set(String key, String value) {
        settings.set(key, value);
        notice(key + " = " + settings.get(key));
    }

    private Sending send(Contact to, String text) {
        boolean aside = current.map(c -> !c.address().equals(to.address())).orElse(true);
        OwnMessage message = new OwnMessage(to, aside, text, clock.instant());
        return new Sending(message, peer.send(to.address().orElseThrow(), text));
    }

    private Contact find(String name) {
        return Contacts.find(peer, name);
    }

    /** The peer list changed: the one we talk to may have another name now. */
    private void refreshCurrent() {
        current.flatMap(Contact::address).ifPresent(address -> {
            Contact contact = Contacts.at(peer, address);
            current = Optional.of(contact);
            view.focus(contact);
        });
    }

    private static String describe(Contact contact) {
        return contact.alias().isPresent()
                ? contact.displayName() + " · " + contact.address().orElseThrow()
                : contact.displayName();
    }

    private void notice(String text) {
        view.tell(renderer.notice(text, clock.instant()));
    }

    private void error(String code, String text) {
        failed = true;
        view.tell(renderer.error(code, text, clock.instant()));
    }
}
